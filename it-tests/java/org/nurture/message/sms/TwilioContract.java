package org.nurture.message.sms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nurture.platform.schema.Tables.EVENT_INBOX;
import static org.nurture.platform.schema.Tables.OUTBOX;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nurture.message.Mailing;
import org.nurture.message.MessageState;
import org.nurture.message.sms.twilio.TwilioCallbacks;
import org.nurture.message.sms.twilio.TwilioGateway;
import org.nurture.message.sms.twilio.TwilioReports;
import org.nurture.message.sms.twilio.TwilioSettings;
import org.nurture.platform.SlicedWork;
import org.nurture.support.FakeTwilio;
import org.nurture.support.TestDatabase;
import org.nurture.tracking.EventType;

/** Handing over to Twilio, and what it answers and reports, on the tables. */
abstract class TwilioContract {
  private static final String ANN = "+393470000001";

  private final TestDatabase db;
  private Mailing mailing;
  private FakeTwilio twilio;
  private TwilioReports reports;

  TwilioContract(TestDatabase db) {
    this.db = db;
  }

  @BeforeEach
  void open() throws IOException {
    db.wipe();
    mailing = new Mailing(db);
    twilio = new FakeTwilio();
    reports =
        new TwilioReports(
            db.transactions(), mailing.inbox, mailing.resolution, mailing.replies, db.clock());
    mailing.queue(List.of(mailing.sms(1, ANN, "Hi, ç")));
  }

  @AfterEach
  void close() {
    twilio.close();
  }

  @Test
  void a_message_carries_where_its_reports_go() {
    SlicedWork work = send();

    assertThat(work.remark()).isEmpty();
    assertThat(mailing.state(1)).isEqualTo(MessageState.SENT);
    assertThat(twilio.last(ANN))
        .containsEntry("Body", "Hi, ç")
        .containsEntry("MessagingServiceSid", "MG1")
        .doesNotContainKey("From");
    assertThat(twilio.last(ANN).get("StatusCallback"))
        .startsWith("https://crm.example.org/nurture/t/twilio/status/");
  }

  @Test
  void a_number_that_twilio_refuses_is_a_bounce_X9() {
    twilio.answer(400, 21614);

    send();

    assertThat(mailing.state(1)).isEqualTo(MessageState.BOUNCED);
    assertThat(events()).containsExactly("BOUNCED true");
  }

  @Test
  void one_who_opted_out_at_twilio_is_unsubscribed_and_can_come_back_C11() {
    twilio.answer(400, 21610);

    send();

    assertThat(events()).containsExactlyInAnyOrder("BOUNCED false", "UNSUBSCRIBED null");
  }

  @Test
  void a_failure_of_the_account_touches_no_recipient_X9() {
    for (int[] answer : new int[][] {{401, 20003}, {429, 20429}, {400, 21606}, {503, 0}}) {
      twilio.answer(answer[0], answer[1]);

      SlicedWork work = send();

      assertThat(work.remark().orElse("")).startsWith("Twilio: " + answer[0]);
      assertThat(mailing.state(1)).isEqualTo(MessageState.QUEUED);
    }
    assertThat(attempts()).containsExactly((short) 0);
    assertThat(events()).isEmpty();
    send();
    assertThat(mailing.state(1)).isEqualTo(MessageState.SENT);
  }

  @Test
  void no_answer_is_in_doubt_until_a_report_proves_it_X6() {
    twilio.cut();
    send();
    assertThat(mailing.state(1)).isEqualTo(MessageState.IN_DOUBT);

    reports.status(mailing.id(1), "SM1", "sent", null);

    assertThat(mailing.state(1)).isEqualTo(MessageState.SENT);
    assertThat(twilio.messages()).hasSize(1);
  }

  @Test
  void a_failure_on_the_way_may_have_been_carried_out_X6() {
    twilio.answer(502, 0);

    send();

    assertThat(mailing.state(1)).isEqualTo(MessageState.IN_DOUBT);
  }

  @Test
  void a_twilio_that_is_not_there_is_the_gateways_failure_X9() {
    TwilioGateway gateway = gateway(twilio.url() + "?service=MG1");
    twilio.close();

    SlicedWork work = Mailing.run(mailing.sendSms(SmsRoutes.Route.to(gateway)));

    assertThat(work.remark().orElse("")).startsWith("Twilio can't be reached");
    assertThat(mailing.state(1)).isEqualTo(MessageState.QUEUED);
  }

  @Test
  void reports_are_hard_or_soft_by_their_code() {
    send();

    reports.status(mailing.id(1), "SM1", "undelivered", "30003");
    reports.status(mailing.id(1), "SM1", "failed", "30005");

    assertThat(events()).containsExactly("BOUNCED false", "BOUNCED true");
  }

  private SlicedWork send() {
    return Mailing.run(mailing.sendSms(SmsRoutes.Route.to(gateway(twilio.url() + "?service=MG1"))));
  }

  private TwilioGateway gateway(String url) {
    TwilioSettings settings = TwilioSettings.of(URI.create(url));
    return new TwilioGateway(settings, new TwilioCallbacks(settings, mailing.links));
  }

  private Set<Short> attempts() {
    return db.ask(sql -> sql.select(OUTBOX.ATTEMPTS).from(OUTBOX).fetchSet(OUTBOX.ATTEMPTS));
  }

  private List<String> events() {
    return db.ask(
        sql ->
            sql.select(EVENT_INBOX.TYPE, EVENT_INBOX.HARD)
                .from(EVENT_INBOX)
                .orderBy(EVENT_INBOX.ID)
                .fetch(r -> EventType.of(r.value1()) + " " + r.value2()));
  }
}
