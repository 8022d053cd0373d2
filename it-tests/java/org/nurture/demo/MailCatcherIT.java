package org.nurture.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.mail.MessagingException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nurture.demo.CaughtMails.CaughtMail;
import org.nurture.demo.MailContent.MailHeader;
import org.nurture.support.Make;
import org.nurture.support.OnDatabase;
import org.nurture.support.TestDatabase;
import org.nurture.tracking.Links;
import org.nurture.tracking.Tokens;

/** The catcher speaks SMTP and keeps in the database what it accepts. */
@OnDatabase(Make.H2)
class MailCatcherIT {
  private final TestDatabase db;
  private final CaughtMails mails;

  MailCatcherIT(TestDatabase db) {
    this.db = db;
    this.mails =
        new CaughtMails(
            db.database(),
            db.transactions(),
            db.clock(),
            new Links(() -> "http://localhost", new Tokens(() -> new byte[32])));
  }

  @BeforeEach
  void wipe() {
    db.wipe();
  }

  @Test
  void an_accepted_mail_is_in_the_database_when_the_sender_hears_ok() throws Exception {
    try (MailCatcher catcher = MailCatcher.start(0, mails::keep)) {
      Smtp.send(catcher.port(), "Grüße aus Köln", "greta@example.org", "lukas@example.com");

      assertThat(mails.list(null, 0, 10))
          .extracting(CaughtMail::to)
          .containsExactlyInAnyOrder("greta@example.org", "lukas@example.com");
    }
    CaughtMail mail = mails.list("LUKAS@example.com", 0, 10).get(0);
    assertThat(mail.from()).isEqualTo("bounce@example.net");
    assertThat(mail.content().subject()).isEqualTo("Grüße aus Köln");
    assertThat(mail.content().messageId()).startsWith("<").endsWith(">");
    assertThat(mail.content().text())
        .isEqualToIgnoringWhitespace("Hallo Jürgen, http://example.org/ö?a=1.");
    assertThat(mail.content().html()).contains("Hallo <b>Jürgen</b>");
    assertThat(mail.content().links())
        .containsExactly("https://example.org/offer?x=1&y=2", "https://example.org/stop");
    assertThat(mail.content().headers())
        .contains(new MailHeader("List-Unsubscribe", "<https://example.org/stop>"));
    assertThat(mail.receivedAt()).isEqualTo(db.clock().instant());
  }

  @Test
  void a_mail_that_cannot_be_kept_is_not_accepted() throws Exception {
    try (MailCatcher catcher =
        MailCatcher.start(
            0,
            received -> {
              throw new IllegalStateException("disk full");
            })) {

      assertThatThrownBy(() -> Smtp.send(catcher.port(), "Hello", "a@example.org"))
          .isInstanceOf(MessagingException.class)
          .hasMessageContaining("451");
    }
    assertThat(mails.count(null)).isZero();
  }

  @Test
  void a_taken_port_is_an_error_at_once() throws Exception {
    try (MailCatcher catcher = MailCatcher.start(0, mails::keep)) {

      assertThatThrownBy(() -> MailCatcher.start(catcher.port(), mails::keep))
          .isInstanceOf(java.io.IOException.class);
    }
  }
}
