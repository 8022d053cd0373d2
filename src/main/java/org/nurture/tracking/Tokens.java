package org.nurture.tracking;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Supplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Tokens that say which message they belong to and can't be forged: the message's id, a link's
 * index for {@link Use#LINK}, and 80 bits of a MAC over these, the use, and whatever else the token
 * vouches for (a URL). No table holds them (sql-measured.md, 3).
 */
public final class Tokens {
  private static final String ALGORITHM = "HmacSHA256";
  private static final int MAC_BYTES = 10;
  private static final int LONGEST = 40;

  private final Supplier<byte[]> secret;

  /**
   * @param secret of the installation; asked for at each use
   */
  public Tokens(Supplier<byte[]> secret) {
    this.secret = secret;
  }

  /** What a token may be used for; one for one thing is none for another. */
  public enum Use {
    OPEN,
    CLICK,
    LINK,
    UNSUBSCRIBE,
    MESSAGE_ID,
    BOUNCE,
    RECEIPT
  }

  /**
   * What a token says.
   *
   * @param index of the link in the message; 0 where there is none
   */
  public record Claim(long messageId, int index) {}

  /** A token: letters, digits, {@code -} and {@code _}. */
  public String make(Use use, long messageId, int index, String also) {
    byte[] claim = pack(messageId, index);
    byte[] mac = mac(use, claim, also);
    byte[] token = Arrays.copyOf(claim, claim.length + MAC_BYTES);
    System.arraycopy(mac, 0, token, claim.length, MAC_BYTES);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(token);
  }

  /** What the token says; empty: we did not make it, for this use and with this. */
  public Optional<Claim> read(Use use, String token, String also) {
    if (token.length() > LONGEST) {
      return Optional.empty();
    }
    byte[] bytes;
    try {
      bytes = Base64.getUrlDecoder().decode(token);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
    int length = bytes.length - MAC_BYTES;
    if (length < 2) {
      return Optional.empty();
    }
    byte[] claim = Arrays.copyOf(bytes, length);
    byte[] given = Arrays.copyOfRange(bytes, length, bytes.length);
    boolean ours =
        MessageDigest.isEqual(given, Arrays.copyOf(mac(use, claim, also), MAC_BYTES))
            && Base64.getUrlEncoder().withoutPadding().encodeToString(bytes).equals(token);
    return ours ? Optional.of(unpack(claim)) : Optional.empty();
  }

  private byte[] mac(Use use, byte[] claim, String also) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(secret.get(), ALGORITHM));
      mac.update((byte) use.ordinal());
      mac.update((byte) claim.length);
      mac.update(claim);
      return mac.doFinal(also.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Seven bits a byte, the last one of a number without the eighth. */
  private static byte[] pack(long messageId, int index) {
    ByteBuffer buffer = ByteBuffer.allocate(16);
    write(messageId, buffer);
    write(index, buffer);
    return Arrays.copyOf(buffer.array(), buffer.position());
  }

  private static void write(long number, ByteBuffer to) {
    long rest = number;
    while (rest > 0x7f) {
      to.put((byte) ((rest & 0x7f) | 0x80));
      rest >>>= 7;
    }
    to.put((byte) rest);
  }

  private static Claim unpack(byte[] claim) {
    ByteBuffer buffer = ByteBuffer.wrap(claim);
    return new Claim(read(buffer), (int) read(buffer));
  }

  private static long read(ByteBuffer from) {
    long number = 0;
    for (int shift = 0; from.hasRemaining(); shift += 7) {
      byte b = from.get();
      number |= (long) (b & 0x7f) << shift;
      if (b >= 0) {
        break;
      }
    }
    return number;
  }
}
