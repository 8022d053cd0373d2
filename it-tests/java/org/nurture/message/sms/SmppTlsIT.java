package org.nurture.message.sms;

import java.net.URI;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.nurture.message.Mailing;
import org.nurture.message.TlsContract;
import org.nurture.message.sms.smpp.SmppGateway;
import org.nurture.message.sms.smpp.SmppSettings;
import org.nurture.platform.SlicedWork;
import org.nurture.support.Make;
import org.nurture.support.OnDatabase;
import org.nurture.support.SmppCentre;
import org.nurture.support.TestDatabase;

/** {@code smpps://}. */
@OnDatabase(Make.H2)
class SmppTlsIT extends TlsContract {
  SmppTlsIT(TestDatabase db) throws NoSuchAlgorithmException {
    super(db, "The SMS gateway can't be reached: ");
  }

  @Override
  protected void queueOne(Mailing mailing) {
    mailing.queue(List.of(mailing.sms(1, "+393470000001", "Hi")));
  }

  @Override
  protected Outcome send(Mailing mailing, SSLContext gateway) throws Exception {
    try (SmppCentre centre = SmppCentre.secured(gateway);
        SmppGateway smpp =
            new SmppGateway(
                SmppSettings.of(URI.create(centre.url())), mailing.receipts, mailing.replies)) {
      SlicedWork work = Mailing.run(mailing.sendSms(SmsRoutes.Route.to(smpp)));
      return new Outcome(work.remark().orElse(""), centre.submitted().size());
    }
  }
}
