package org.nurture.demo;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.nurture.message.sms.SmsGateway;

/** The SMS gateway of demo and development: keeps every text message instead of sending it. */
@ApplicationScoped
public class TextCatcher implements SmsGateway {
  private final CaughtTexts texts;

  /** For the container's proxies. */
  @SuppressWarnings("NullAway")
  protected TextCatcher() {
    this(null);
  }

  @Inject
  public TextCatcher(CaughtTexts texts) {
    this.texts = texts;
  }

  @Override
  public void send(long message, String phone, String text) {
    texts.keep(message, phone, text);
  }
}
