package org.nurture.message.webhook;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.nurture.platform.Text;

/**
 * What a webhook is signed with, as the Standard Webhooks convention has it: {@code whsec_} and 24
 * to 64 bytes in base 64. Any other text of 16 to 200 characters is taken as its UTF-8 bytes.
 */
public final class WebhookSecret {
  private static final String PREFIX = "whsec_";
  private static final int LEAST_BYTES = 24;
  private static final int MOST_BYTES = 64;
  private static final int LEAST = 16;
  private static final int MOST = 200;
  private static final int FRESH_BYTES = 32;
  private static final String ALGORITHM = "HmacSHA256";

  private WebhookSecret() {}

  /** What is wrong with it, in words that do not repeat it; empty: nothing. */
  public static Optional<String> refusal(String secret) {
    if (secret.startsWith(PREFIX)) {
      int bytes = decoded(secret).length;
      return bytes >= LEAST_BYTES && bytes <= MOST_BYTES
          ? Optional.empty()
          : Optional.of(
              Text.of(
                  "After whsec_ a secret needs {0} to {1} bytes in base 64",
                  LEAST_BYTES, MOST_BYTES));
    }
    return secret.length() >= LEAST && secret.length() <= MOST
        ? Optional.empty()
        : Optional.of(Text.of("A secret needs {0} to {1} characters", LEAST, MOST));
  }

  /** A new one. */
  public static String fresh() {
    byte[] bytes = new byte[FRESH_BYTES];
    new SecureRandom().nextBytes(bytes);
    return PREFIX + Base64.getEncoder().encodeToString(bytes);
  }

  /** The value of {@code webhook-signature}: over id, seconds since 1970 and body. */
  static String sign(String secret, String id, Instant at, byte[] body) {
    byte[] key =
        secret.startsWith(PREFIX) ? decoded(secret) : secret.getBytes(StandardCharsets.UTF_8);
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key, ALGORITHM));
      mac.update((id + "." + at.getEpochSecond() + ".").getBytes(StandardCharsets.UTF_8));
      return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
    }
  }

  private static byte[] decoded(String secret) {
    try {
      return Base64.getDecoder().decode(secret.substring(PREFIX.length()));
    } catch (IllegalArgumentException e) {
      return new byte[0];
    }
  }
}
