package org.nurture.message.sms.smpp;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.nurture.message.sms.Segments;

/**
 * Texts as octets: GSM 03.38 with its extension table, one septet to an octet as SMPP wants it, or
 * UCS-2. A text is cut where {@link Segments} counts, so that none is sent that was not shown.
 */
public final class Gsm {
  /** Data coding (SMPP 3.4 §5.2.19). */
  static final byte DEFAULT = 0;

  static final byte UCS2 = 8;
  private static final byte LATIN1 = 3;
  private static final byte ASCII = 1;

  private static final int ESCAPE = 0x1b;
  private static final String BASIC =
      "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\u001bÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
          + "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
  private static final Map<Character, Integer> EXTENDED = new HashMap<>();

  static {
    EXTENDED.put('\f', 0x0a);
    EXTENDED.put('^', 0x14);
    EXTENDED.put('{', 0x28);
    EXTENDED.put('}', 0x29);
    EXTENDED.put('\\', 0x2f);
    EXTENDED.put('[', 0x3c);
    EXTENDED.put('~', 0x3d);
    EXTENDED.put(']', 0x3e);
    EXTENDED.put('|', 0x40);
    EXTENDED.put('€', 0x65);
  }

  private Gsm() {}

  /**
   * A text on the wire.
   *
   * @param coding data_coding
   * @param parts one for each segment
   */
  record Encoded(byte coding, List<byte[]> parts) {
    Encoded {
      parts = List.copyOf(parts);
    }
  }

  static Encoded encode(String text) {
    boolean gsm = Segments.of(text).gsm();
    List<byte[]> parts = new ArrayList<>();
    for (String segment : Segments.split(text)) {
      parts.add(gsm ? septets(segment) : segment.getBytes(StandardCharsets.UTF_16BE));
    }
    return new Encoded(gsm ? DEFAULT : UCS2, parts);
  }

  private static byte[] septets(String text) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (char c : text.toCharArray()) {
      int basic = BASIC.indexOf(c);
      if (basic >= 0) {
        out.write(basic);
      } else {
        Integer extended = EXTENDED.get(c);
        if (extended == null) {
          throw new IllegalArgumentException("not in GSM 03.38: " + c);
        }
        out.write(ESCAPE);
        out.write(extended);
      }
    }
    return out.toByteArray();
  }

  /**
   * Octets as a text; an octet that means nothing is “?”.
   *
   * @param coding data_coding
   */
  public static String decode(byte coding, byte[] octets) {
    return switch (coding) {
      case UCS2 -> new String(octets, StandardCharsets.UTF_16BE);
      case LATIN1 -> new String(octets, StandardCharsets.ISO_8859_1);
      case ASCII -> new String(octets, StandardCharsets.US_ASCII);
      default -> decode(octets);
    };
  }

  private static String decode(byte[] octets) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < octets.length; i++) {
      int octet = octets[i] & 0xff;
      if (octet == ESCAPE && i + 1 < octets.length) {
        int next = octets[++i] & 0xff;
        out.append(
            EXTENDED.entrySet().stream()
                .filter(e -> e.getValue() == next)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse('?'));
      } else {
        out.append(octet < BASIC.length() ? BASIC.charAt(octet) : '?');
      }
    }
    return out.toString();
  }
}
