package org.nurture.harness;

import java.net.URI;
import org.nurture.message.Answers;
import org.nurture.message.Contents;
import org.nurture.message.DeliveryGate;
import org.nurture.message.Leases;
import org.nurture.message.Resolution;
import org.nurture.message.Suppressions;
import org.nurture.message.Withdrawal;
import org.nurture.message.sms.Receipts;
import org.nurture.message.sms.SendSms;
import org.nurture.message.sms.SmsRoutes.Route;
import org.nurture.message.sms.SmsTexts;
import org.nurture.message.sms.SubmittedParts;
import org.nurture.message.sms.TextReplies;
import org.nurture.message.sms.smpp.SmppGateway;
import org.nurture.message.sms.smpp.SmppSettings;
import org.nurture.platform.Database;
import org.nurture.platform.SlicedWork;
import org.nurture.support.TestDatabase;
import org.nurture.tracking.InboxRows;

/**
 * Everything that sends texts by SMPP, put together.
 *
 * @param gate to the engine
 */
record TextParts(
    TestDatabase db,
    DeliveryGate gate,
    Suppressions suppressions,
    Withdrawal withdrawal,
    Resolution resolution) {

  /** The caller closes it. */
  SmppGateway gateway(String url) {
    Database own = db.database();
    InboxRows inbox = new InboxRows(own);
    return new SmppGateway(
        SmppSettings.of(URI.create(url)),
        new Receipts(db.transactions(), own, inbox, resolution, db.clock()),
        new TextReplies(
            db.transactions(),
            own,
            suppressions,
            withdrawal,
            inbox,
            (message, phone, text, at) -> {},
            db.clock()));
  }

  /** An execution of job send-sms. */
  SlicedWork by(SmppGateway gateway) {
    Database own = db.database();
    InboxRows inbox = new InboxRows(own);
    Contents contents = new Contents(own);
    return new SendSms(
            new Leases(db.transactions(), own, gate),
            new Answers(db.transactions(), own, gate, inbox),
            suppressions,
            withdrawal,
            new SmsTexts(own, contents, MailParts.links()),
            new SubmittedParts(own, inbox),
            db.clock(),
            () -> Route.to(gateway))
        .begin();
  }
}
