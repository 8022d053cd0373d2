package org.nurture.harness;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.nurture.message.Answers;
import org.nurture.message.Contents;
import org.nurture.message.DeliveryGate;
import org.nurture.message.Leases;
import org.nurture.message.Suppressions;
import org.nurture.message.Withdrawal;
import org.nurture.message.mail.MailWriter;
import org.nurture.message.mail.SendMail;
import org.nurture.message.mail.SmtpSettings;
import org.nurture.platform.Database;
import org.nurture.platform.SlicedWork;
import org.nurture.support.TestDatabase;
import org.nurture.tracking.InboxRows;
import org.nurture.tracking.Links;
import org.nurture.tracking.Tokens;

/**
 * Everything that sends mail, put together.
 *
 * @param gate to the engine
 */
record MailParts(
    TestDatabase db, DeliveryGate gate, Suppressions suppressions, Withdrawal withdrawal) {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** As messages of tests have them. */
  static Links links() {
    return new Links(
        () -> "https://crm.example.org/nurture",
        new Tokens(() -> "secret".getBytes(StandardCharsets.UTF_8)));
  }

  /** An execution of job send-mail. */
  SlicedWork to(int port) {
    Database own = db.database();
    SmtpSettings settings = new SmtpSettings("127.0.0.1", port, false, false, null, null, PATIENCE);
    return new SendMail(
            new Leases(db.transactions(), own, gate),
            new Answers(db.transactions(), own, gate, new InboxRows(own)),
            suppressions,
            withdrawal,
            new Contents(own),
            new MailWriter(links()),
            db.clock(),
            () -> Optional.of(settings))
        .begin();
  }
}
