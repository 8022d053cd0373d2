package org.nurture.demo;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.concurrent.CompletableFuture;
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
  public CompletableFuture<Result> send(Sms sms) {
    try {
      texts.keep(sms.message(), sms.phone(), sms.text());
      return CompletableFuture.completedFuture(new Accepted(List.of()));
    } catch (RuntimeException e) {
      return CompletableFuture.completedFuture(new Later("The SMS catcher: " + e.getMessage()));
    }
  }
}
