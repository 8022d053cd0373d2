package org.nurture.message.sms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nurture.platform.schema.Tables.EVENT_INBOX;
import static org.nurture.platform.schema.Tables.OUTBOX;

import com.github.tomakehurst.wiremock.http.Fault;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nurture.message.Mailing;
import org.nurture.message.MessageState;
import org.nurture.message.sms.twilio.TwilioCallbacks;
import org.nurture.message.sms.twilio.TwilioGateway;
import org.nurture.message.sms.twilio.TwilioReports;
import org.nurture.message.sms.twilio.TwilioSettings;
import org.nurture.platform.SlicedWork;
import org.nurture.support.TestDatabase;
import org.nurture.support.WireMockTwilio;
import org.nurture.tracking.EventType;

/** Handing over to Twilio, and what it answers and reports, on the tables. */
abstract class TwilioContract {
  private static final String ANN = "+393470000001";

  /** Started once: each test finds it as new. */
  private static final WireMockTwilio TWILIO = new WireMockTwilio();

  private final TestDatabase db;
  private final WireMockTwilio twilio = TWILIO;
  private Mailing mailing;
  private TwilioReports reports;

  TwilioContract(TestDatabase db) {
    this.db = db;
  }

  @BeforeEach
  void open() {
    db.wipe();
    mailing = new Mailing(db);
    twilio.reset();
    reports =
        new TwilioReports(
            db.transactions(), mailing.inbox, mailing.resolution, mailing.replies, db.clock());
    mailing.queue(List.of(mailing.sms(1, ANN, "Hi, ç")));
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
  void numbers_that_the_account_may_not_reach_hold_nobody_up_X9() {
    mailing.queue(
        List.of(mailing.sms(2, "+393470000002", "Hi"), mailing.sms(3, "+393470000003", "Hi")));
    twilio.answer(400, 21408);
    twilio.answer(400, 21999);

    send();

    assertThat(mailing.states())
        .isEqualTo(Map.of(MessageState.BOUNCED, 1, MessageState.QUEUED, 1, MessageState.SENT, 1));
    assertThat(events()).containsExactly("BOUNCED false");
    assertThat(attempts()).as("one that nobody knows is tried again later").contains((short) 1);
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

  @ParameterizedTest
  @EnumSource(Fault.class)
  void a_connection_that_breaks_leaves_it_in_doubt_until_a_report_proves_it_X6(Fault fault) {
    twilio.cut(fault);
    send();
    assertThat(mailing.state(1)).isEqualTo(MessageState.IN_DOUBT);

    reports.status(mailing.id(1), "SM1", "sent", null);
    send();

    assertThat(mailing.state(1)).isEqualTo(MessageState.SENT);
    assertThat(twilio.messages()).hasSize(1);
  }

  @Test
  void an_answer_that_comes_too_late_is_none_X6() {
    twilio.dawdle(Duration.ofSeconds(5));

    send("&timeout=1");

    assertThat(mailing.state(1)).isEqualTo(MessageState.IN_DOUBT);
    assertThat(twilio.messages()).hasSize(1);
  }

  @Test
  void an_answer_that_drips_holds_nobody_up_X6() {
    twilio.drip(Duration.ofMinutes(5));
    long began = System.nanoTime();

    send("&timeout=1");

    assertThat(mailing.state(1)).isEqualTo(MessageState.IN_DOUBT);
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(30));
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 502, 504})
  void a_failure_on_the_way_may_have_been_carried_out_X6(int status) {
    twilio.answer(status, "<html>" + "a proxy's page ".repeat(100_000));

    send();

    assertThat(mailing.state(1)).isEqualTo(MessageState.IN_DOUBT);
    assertThat(events()).isEmpty();
  }

  @Test
  void a_twilio_that_is_not_there_is_the_gateways_failure_X9() throws IOException {
    // bound, so that nobody else takes the port meanwhile
    try (Socket deaf = new Socket()) {
      deaf.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      String url = "twilio+http://AC1:token@127.0.0.1:" + deaf.getLocalPort() + "?service=MG1";

      SlicedWork work = Mailing.run(mailing.sendSms(SmsRoutes.Route.to(gateway(url))));

      assertThat(work.remark().orElse("")).startsWith("Twilio can't be reached");
      assertThat(mailing.state(1)).isEqualTo(MessageState.QUEUED);
    }
  }

  @Test
  void while_twilio_throttles_the_rest_is_queued_as_it_was_and_none_goes_twice_X6_X9() {
    mailing.queue(
        LongStream.rangeClosed(2, 60)
            .mapToObj(i -> mailing.sms(i, "+39347%07d".formatted(i), "Hi"))
            .toList());
    for (int i = 0; i < 5; i++) {
      twilio.answer(429, 20429);
    }

    assertThat(send().remark().orElse("")).startsWith("Twilio: 429 20429");
    assertThat(mailing.states()).containsOnlyKeys(MessageState.SENT, MessageState.QUEUED);
    assertThat(mailing.states().get(MessageState.QUEUED)).isGreaterThanOrEqualTo(5);
    send();

    assertThat(mailing.states()).isEqualTo(Map.of(MessageState.SENT, 60));
    assertThat(twilio.messages()).extracting(m -> m.get("To")).hasSize(60).doesNotHaveDuplicates();
    assertThat(attempts()).containsExactly((short) 0);
  }

  @Test
  void reports_are_hard_or_soft_by_their_code() {
    send();

    reports.status(mailing.id(1), "SM1", "undelivered", "30003");
    reports.status(mailing.id(1), "SM1", "failed", "30005");

    assertThat(events()).containsExactly("BOUNCED false", "BOUNCED true");
  }

  private SlicedWork send() {
    return send("");
  }

  private SlicedWork send(String more) {
    return Mailing.run(
        mailing.sendSms(SmsRoutes.Route.to(gateway(twilio.url() + "?service=MG1" + more))));
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
