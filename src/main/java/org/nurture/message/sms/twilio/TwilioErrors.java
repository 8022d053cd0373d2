package org.nurture.message.sms.twilio;

import java.util.Set;

/** Twilio's error codes, as far as they say something of the recipient or of the account. */
final class TwilioErrors {
  /** The recipient told the carrier or Twilio to stop. */
  static final int OPTED_OUT = 21610;

  /**
   * The number itself is wrong: not valid, unreachable, no mobile, unknown, landline, not in
   * service.
   */
  private static final Set<Integer> HARD =
      Set.of(21211, 21214, 21217, 21614, 21635, 30005, 30006, 30011);

  /**
   * Refusals of one destination that may pass: a trial account's unverified number, the sender's
   * own, a region that is not enabled, unreachable, blocked.
   */
  private static final Set<Integer> SOFT =
      Set.of(21219, 21265, 21266, 21408, 21608, 21612, 30003, 30004, 30007, 30008);

  /** Of one message: too long, or nothing in it. */
  private static final Set<Integer> MESSAGE = Set.of(21602, 21605, 21617);

  /**
   * Of the account or its sender: not authenticated, suspended, no such sender, one that can't
   * send, queue full.
   */
  private static final Set<Integer> ACCOUNT =
      Set.of(20003, 20005, 20008, 21603, 21606, 21611, 21659, 21660, 30001, 30002);

  private TwilioErrors() {}

  static boolean account(int code) {
    return ACCOUNT.contains(code);
  }

  static boolean hard(int code) {
    return HARD.contains(code);
  }

  /** Whether it is a refusal of the recipient, hard or soft. */
  static boolean recipient(int code) {
    return hard(code) || SOFT.contains(code) || code == OPTED_OUT;
  }

  static boolean message(int code) {
    return MESSAGE.contains(code);
  }
}
