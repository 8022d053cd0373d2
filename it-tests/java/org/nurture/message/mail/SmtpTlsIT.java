package org.nurture.message.mail;

import java.net.URI;
import java.security.NoSuchAlgorithmException;
import javax.net.ssl.SSLContext;
import org.nurture.message.Mailing;
import org.nurture.message.TlsContract;
import org.nurture.platform.SlicedWork;
import org.nurture.support.Make;
import org.nurture.support.OnDatabase;
import org.nurture.support.ScriptedSmtp;
import org.nurture.support.TestDatabase;

/** {@code smtps://}. */
@OnDatabase(Make.H2)
class SmtpTlsIT extends TlsContract {
  SmtpTlsIT(TestDatabase db) throws NoSuchAlgorithmException {
    super(db, "The mail server can't be used: ");
  }

  @Override
  protected void queueOne(Mailing mailing) {
    mailing.queue(1);
  }

  @Override
  protected Outcome send(Mailing mailing, SSLContext gateway) {
    try (ScriptedSmtp server = ScriptedSmtp.secured(gateway)) {
      SmtpSettings settings = SmtpSettings.of(URI.create("smtps://127.0.0.1:" + server.port()));
      SlicedWork work = Mailing.run(mailing.sendMail(settings));
      return new Outcome(work.remark().orElse(""), server.mails().size());
    }
  }
}
