package org.nurture.message.sms;

/** Takes text messages. In demo and development the catcher implements it. */
public interface SmsGateway {

  /**
   * Hands one message over; when this returns, the gateway has it.
   *
   * @param message its id in the outbox, for what the gateway reports of it
   * @param phone E.164
   * @throws RuntimeException it was certainly not handed over; it is tried again later
   */
  void send(long message, String phone, String text);
}
