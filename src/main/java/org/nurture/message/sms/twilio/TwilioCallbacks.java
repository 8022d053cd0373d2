package org.nurture.message.sms.twilio;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.nurture.tracking.Links;
import org.nurture.tracking.Tokens.Use;

/**
 * The addresses that Twilio calls, and the proof that it was Twilio: X-Twilio-Signature is the
 * HMAC-SHA1, with the account's token, of the address and the form's parameters in order of their
 * names.
 */
public final class TwilioCallbacks {
  static final String STATUS = "twilio/status/";
  static final String INBOUND = "twilio/inbound";
  private static final String ALGORITHM = "HmacSHA1";

  private final TwilioSettings settings;
  private final Links links;

  public TwilioCallbacks(TwilioSettings settings, Links links) {
    this.settings = settings;
    this.links = links;
  }

  /** Where reports of a message go. */
  String statusUrl(long message) {
    return links.under(STATUS) + links.tokens().make(Use.RECEIPT, message, 0, "");
  }

  /** Where texts from people go; an admin tells Twilio. */
  public String inboundUrl() {
    return links.under(INBOUND);
  }

  /** The message that a token is of; empty: it is none of ours. */
  OptionalLong message(String token) {
    return links
        .tokens()
        .read(Use.RECEIPT, token, "")
        .map(claim -> OptionalLong.of(claim.messageId()))
        .orElse(OptionalLong.empty());
  }

  /**
   * Whether Twilio signed it.
   *
   * @param path behind our root, as {@link #STATUS} and {@link #INBOUND}
   * @param signature null: there is none
   */
  boolean signed(String path, Map<String, String[]> form, @Nullable String signature) {
    if (signature == null) {
      return false;
    }
    byte[] given = signature.getBytes(StandardCharsets.UTF_8);
    boolean same = false;
    for (String url : spellings(links.under(path))) {
      byte[] expected = sign(settings.token(), url, form).getBytes(StandardCharsets.UTF_8);
      same |= MessageDigest.isEqual(expected, given);
    }
    return same;
  }

  /** Twilio names the port or leaves it out, whatever we told it. */
  private static List<String> spellings(String url) {
    URI uri = URI.create(url);
    int usual = "https".equals(uri.getScheme()) ? 443 : 80;
    String host = uri.getScheme() + "://" + uri.getHost();
    return List.of(
        url,
        host + uri.getRawPath(),
        host + ":" + (uri.getPort() < 0 ? usual : uri.getPort()) + uri.getRawPath());
  }

  /** As Twilio does it; a name with several values counts each of them once, in order. */
  static String sign(String token, String url, Map<String, String[]> form) {
    StringBuilder signed = new StringBuilder(url);
    new TreeMap<>(form)
        .forEach(
            (name, values) ->
                new TreeSet<>(List.of(values)).forEach(value -> signed.append(name).append(value)));
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(token.getBytes(StandardCharsets.UTF_8), ALGORITHM));
      return Base64.getEncoder()
          .encodeToString(mac.doFinal(signed.toString().getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has " + ALGORITHM, e);
    }
  }
}
