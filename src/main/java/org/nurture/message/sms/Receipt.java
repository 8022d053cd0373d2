package org.nurture.message.sms;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a gateway reports of one part of a message (SMPP 3.4 §5.2.28, appendix B).
 *
 * @param gatewayId as the gateway writes it
 * @param phone the recipient's number as the gateway writes it; empty: not told
 * @param reference user_message_reference; null: not told
 * @param error the gateway's code; null: none
 */
public record Receipt(
    String gatewayId,
    String phone,
    @Nullable Integer reference,
    State state,
    @Nullable String error) {

  /** What is reported, in SMPP's words. */
  public enum State {
    DELIVERED(Fate.DELIVERED),
    EXPIRED(Fate.FAILED),
    DELETED(Fate.FAILED),
    UNDELIVERABLE(Fate.FAILED),
    REJECTED(Fate.FAILED),
    /** On its way; also what no table knows: nothing final is said. */
    UNDER_WAY(Fate.OPEN);

    private final Fate fate;

    State(Fate fate) {
      this.fate = fate;
    }

    Fate fate() {
      return fate;
    }

    /** Of a receipt's {@code stat:}; gateways write it out or cut it to seven letters. */
    public static State of(String word) {
      String given = word.toUpperCase(Locale.ROOT);
      if (given.contains("FAIL")) {
        return UNDELIVERABLE; // also DELIVERY_FAILED
      } else if (given.startsWith("DELIV")) {
        return DELIVERED;
      } else if (given.startsWith("EXPIR")) {
        return EXPIRED;
      } else if (given.startsWith("DELET") || given.startsWith("CANCEL")) {
        return DELETED;
      } else if (given.startsWith("UNDEL")) {
        return UNDELIVERABLE;
      } else if (given.startsWith("REJ")) {
        return REJECTED;
      }
      return UNDER_WAY;
    }

    /** Of the TLV message_state (SMPP 3.4 §5.2.28). */
    public static State of(int code) {
      return switch (code) {
        case 2 -> DELIVERED;
        case 3 -> EXPIRED;
        case 4 -> DELETED;
        case 5 -> UNDELIVERABLE;
        case 8 -> REJECTED;
        default -> UNDER_WAY;
      };
    }
  }

  /** What a state means for the part. */
  enum Fate {
    OPEN,
    DELIVERED,
    FAILED
  }
}
