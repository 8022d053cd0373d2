package org.nurture.message.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nurture.platform.schema.Tables.OUTBOX;

import jakarta.json.JsonObject;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nurture.audience.RecordKey;
import org.nurture.message.Claimed;
import org.nurture.message.DeliveryGate.Failure;
import org.nurture.message.Kind;
import org.nurture.message.Mailing;
import org.nurture.message.MessageState;
import org.nurture.message.SendWork;
import org.nurture.platform.SlicedWork;
import org.nurture.platform.schema.tables.records.OutboxRecord;
import org.nurture.support.TestDatabase;

/** Webhooks from the outbox to a receiver that answers well, badly, late or not at all. */
abstract class WebhooksContract {
  private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

  private final TestDatabase db;
  private final Receiver receiver = new Receiver();
  private final Map<String, String> names = new HashMap<>();
  private Mailing mailing;
  private SendWebhooks sending;

  WebhooksContract(TestDatabase db) {
    this.db = db;
  }

  @BeforeEach
  void open() {
    db.wipe();
    mailing = new Mailing(db);
    sendWith(Duration.ofSeconds(20), Duration.ofSeconds(20));
  }

  /**
   * @param longest a call as a whole
   * @param silence until the next byte
   */
  private void sendWith(Duration longest, Duration silence) {
    Destinations destinations = new Destinations(List.of(), true, this::lookup);
    sending =
        new SendWebhooks(
            mailing.leases,
            mailing.answers,
            mailing.suppressions,
            mailing.withdrawal,
            mailing.contents,
            db.clock(),
            () -> "here",
            destinations,
            longest);
    sending.open(
        new WebhookClient(
            destinations, new WebhookClient.Patience(Duration.ofSeconds(10), silence), null),
        Executors.defaultThreadFactory());
  }

  /** For what never answers, or not to the end. */
  private void loseHeartSoon() {
    sending.close();
    sendWith(Duration.ofMillis(1500), Duration.ofMillis(400));
  }

  private InetAddress[] lookup(String host) throws UnknownHostException {
    String means = names.getOrDefault(host, "127.0.0.1");
    if (means.isEmpty()) {
      throw new UnknownHostException(host);
    }
    return new InetAddress[] {InetAddress.getByName(means)};
  }

  @AfterEach
  void close() {
    sending.close();
    receiver.close();
  }

  private void queue(String url, long first, long last, boolean test) {
    Webhooks webhooks =
        new Webhooks(
            new Destinations(List.of(), true, this::lookup), mailing.contents, mailing.outbox);
    WebhookContent content =
        new WebhookContent(
            url,
            SECRET,
            "contact",
            new WebhookContent.Named("7", "Welcome"),
            new WebhookContent.Named("hook", "Tell the CRM"));
    List<Webhooks.New> fresh = new ArrayList<>();
    for (long i = first; i <= last; i++) {
      fresh.add(
          new Webhooks.New(
              Mailing.CAMPAIGN,
              Mailing.ACTIVITY,
              i,
              i,
              1,
              test,
              Webhooks.data(
                  RecordKey.of(i),
                  List.of("email", "company.name"),
                  Map.of("email", "c" + i + "@example.org", "company.name", "Böhm & “Co”"))));
    }
    db.run(sql -> webhooks.enqueue(content, fresh, db.clock().instant()));
  }

  private void queueOne() {
    queue(receiver.url(), 1, 1, false);
  }

  private SlicedWork run() {
    return Mailing.run(sending.begin());
  }

  private OutboxRecord row(long trace) {
    return db.ask(sql -> sql.selectFrom(OUTBOX).where(OUTBOX.TRACE_ID.eq(trace)).fetchSingle());
  }

  private static String header(String request, String name) {
    Matcher found = Pattern.compile("(?i)\r\n" + name + ": ([^\r]*)\r\n").matcher(request);
    return found.find() ? found.group(1) : "";
  }

  private static String body(String request) {
    return request.substring(request.indexOf("\r\n\r\n") + 4);
  }

  // ---------------------------------------------------------------- well

  @Test
  void fields_campaign_activity_record_and_event_are_posted_and_signed() {
    receiver.answer("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nfine");
    queue(receiver.url(), 12, 12, false);
    Instant queued = db.clock().instant();
    db.clock().advance(Duration.ofSeconds(90));

    run();

    String request = receiver.requests().get(0);
    String id = "nurture_here_" + row(12).getId();
    assertThat(header(request, "webhook-id")).isEqualTo(id);
    assertThat(header(request, "Idempotency-Key")).isEqualTo("\"" + id + "\"");
    assertThat(header(request, "webhook-timestamp"))
        .isEqualTo(String.valueOf(db.clock().instant().getEpochSecond()));
    assertThat(header(request, "webhook-signature"))
        .isEqualTo(
            WebhookSecret.sign(
                SECRET, id, db.clock().instant(), body(request).getBytes(StandardCharsets.UTF_8)));
    JsonObject said = Webhooks.object(body(request));
    assertThat(said.keySet())
        .containsExactly(
            "type",
            "id",
            "timestamp",
            "test",
            "campaign",
            "activity",
            "target",
            "record",
            "fields");
    assertThat(said.getString("id")).isEqualTo(id);
    assertThat(said.getString("timestamp")).isEqualTo(queued.toString());
    assertThat(said.getBoolean("test")).isFalse();
    assertThat(said.get("campaign")).hasToString("{\"id\":\"7\",\"name\":\"Welcome\"}");
    assertThat(said.get("activity")).hasToString("{\"ref\":\"hook\",\"name\":\"Tell the CRM\"}");
    assertThat(said.getInt("record")).isEqualTo(12);
    assertThat(said.getJsonObject("fields"))
        .hasToString("{\"email\":\"c12@example.org\",\"company.name\":\"Böhm & “Co”\"}");
    assertThat(row(12).getAnswer()).isEqualTo("HTTP 200 · fine");
    assertThat(mailing.state(12)).isEqualTo(MessageState.SENT);
    assertThat(mailing.gate.handedOver).as("no message of a person").isEmpty();
  }

  @Test
  void many_are_posted_each_once_and_a_second_execution_finds_nothing() {
    receiver.status(204);
    queue(receiver.url(), 1, 300, false);

    run();
    run();

    assertThat(mailing.states()).isEqualTo(Map.of(MessageState.SENT, 300));
    assertThat(receiver.requests().stream().map(r -> header(r, "webhook-id")).distinct())
        .hasSize(300);
    assertThat(receiver.requests()).hasSize(300);
  }

  @Test
  void what_is_answered_is_recorded_on_one_line_and_cut() {
    String page = "<h1>\tOops\u0007\u0000\n</h1>" + "x".repeat(5000);
    receiver.answer("HTTP/1.1 200 OK\r\nContent-Length: " + page.length() + "\r\n\r\n" + page);
    queueOne();

    run();

    assertThat(row(1).getAnswer()).startsWith("HTTP 200 · <h1> Oops </h1>xxx").hasSizeLessThan(600);
  }

  // ---------------------------------------------------------------- tried again, given up

  @ParameterizedTest
  @ValueSource(ints = {502, 503, 504, 408, 425, 429})
  void an_answer_that_may_pass_is_tried_again_after_a_minute_X9(int status) {
    receiver.status(status);
    queueOne();

    run();

    assertThat(mailing.sendAt(1)).isEqualTo(db.clock().instant().plus(Duration.ofMinutes(1)));
    assertThat(mailing.gate.failed).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 429})
  void one_that_does_not_pass_is_tried_again_with_growing_pauses_and_given_up_X9(int status) {
    receiver.status(status);
    queueOne();
    Instant began = db.clock().instant();
    List<Long> minutes = new ArrayList<>();

    run();
    while (mailing.state(1) == MessageState.QUEUED) {
      Instant next = mailing.sendAt(1);
      minutes.add(Duration.between(db.clock().instant(), next).toMinutes());
      db.clock().set(next.minusMillis(1));
      run();
      db.clock().set(next);
      run();
    }

    assertThat(minutes).containsExactly(1L, 5L, 25L, 125L, 625L);
    assertThat(Duration.between(began, db.clock().instant())).isLessThan(Duration.ofDays(1));
    assertThat(receiver.requests()).hasSize(6);
    assertThat(receiver.requests().stream().map(WebhooksContract::body).distinct())
        .as("byte for byte the same")
        .hasSize(1);
    assertThat(receiver.requests().stream().map(r -> header(r, "webhook-id")).distinct())
        .hasSize(1);
    assertThat(receiver.requests().stream().map(r -> header(r, "webhook-signature")).distinct())
        .as("each with the time of its try")
        .hasSize(6);
    assertThat(mailing.state(1)).isEqualTo(MessageState.FAILED);
    assertThat(mailing.gate.failed)
        .containsExactly(new Failure(Kind.WEBHOOK, 1, 1, "HTTP " + status));
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 404, 410, 422, 301, 307})
  void any_other_answer_is_given_up_at_once_X9(int status) {
    receiver.answer(
        "HTTP/1.1 " + status + " Said\r\nLocation: http://10.0.0.1/\r\nContent-Length: 0\r\n\r\n");
    queueOne();

    run();

    assertThat(mailing.state(1)).isEqualTo(MessageState.FAILED);
    assertThat(mailing.gate.failed).hasSize(1);
    assertThat(mailing.gate.failed.get(0).kind()).isEqualTo(Kind.WEBHOOK);
    assertThat(receiver.requests()).hasSize(1);
  }

  @Test
  void a_receiver_that_asks_for_patience_gets_it_within_a_day() {
    queue(receiver.url(), 1, 3, false);
    Instant now = db.clock().instant();
    String date =
        DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC)
            .format(now.plus(Duration.ofHours(2)));
    List<String> asked = new CopyOnWriteArrayList<>(List.of("600", "999999999", date));
    receiver.answers(
        () ->
            "HTTP/1.1 429 Later\r\nRetry-After: "
                + asked.remove(0)
                + "\r\nContent-Length: 0\r\n\r\n");

    run();

    assertThat(LongStream.rangeClosed(1, 3).mapToObj(mailing::sendAt))
        .containsExactlyInAnyOrder(
            now.plusSeconds(600),
            now.plus(Duration.ofDays(1)),
            now.plus(Duration.ofHours(2)).truncatedTo(java.time.temporal.ChronoUnit.SECONDS));
  }

  @Test
  void a_shorter_patience_than_the_pause_changes_nothing() {
    receiver.answer("HTTP/1.1 503 Later\r\nRetry-After: 1\r\nContent-Length: 0\r\n\r\n");
    queueOne();

    run();

    assertThat(mailing.sendAt(1)).isEqualTo(db.clock().instant().plus(Duration.ofMinutes(1)));
  }

  @Test
  void a_lost_answer_is_asked_for_again_under_the_same_id_X6() {
    loseHeartSoon();
    receiver.answer("");
    queueOne();
    run();
    assertThat(mailing.state(1)).isEqualTo(MessageState.QUEUED);
    receiver.status(200);
    db.clock().advance(Duration.ofMinutes(1));

    run();

    assertThat(receiver.requests()).hasSize(2);
    assertThat(header(receiver.requests().get(0), "webhook-id"))
        .isEqualTo(header(receiver.requests().get(1), "webhook-id"));
    assertThat(mailing.state(1)).isEqualTo(MessageState.SENT);
    assertThat(mailing.gate.inDoubt).isEmpty();
  }

  @Test
  void an_answer_that_never_ends_is_an_answer_and_holds_nobody_up() {
    receiver.stream("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", "4\r\nmore\r\n");
    queueOne();

    run();

    assertThat(mailing.state(1)).isEqualTo(MessageState.SENT);
    assertThat(row(1).getAnswer()).startsWith("HTTP 200 · moremore");
  }

  @Test
  void headers_that_drip_are_cut_off_in_the_end() {
    loseHeartSoon();
    receiver.drip("HTTP/1.1 200 OK\r\n" + "X: y\r\n".repeat(50));
    queueOne();

    run();

    assertThat(mailing.state(1)).isEqualTo(MessageState.QUEUED);
    assertThat(row(1).getAttempts()).isEqualTo((short) 1);
  }

  @Test
  void a_sender_that_died_leaves_what_is_sent_again_D12() {
    receiver.status(200);
    queueOne();
    List<Claimed> claimed = mailing.leases.claim(Kind.WEBHOOK, "dead", db.clock().instant(), 10);
    assertThat(mailing.leases.begin("dead", claimed, db.clock().instant())).hasSize(1);
    db.run(
        sql ->
            sql.update(OUTBOX)
                .set(
                    OUTBOX.LEASE_UNTIL,
                    DSL.field(
                        "current_timestamp - interval '1' second",
                        OUTBOX.LEASE_UNTIL.getDataType()))
                .execute());

    run();

    assertThat(mailing.state(1)).isEqualTo(MessageState.SENT);
    assertThat(row(1).getAttempts()).as("the lost try counts").isEqualTo((short) 1);
    assertThat(mailing.gate.inDoubt).isEmpty();
    assertThat(receiver.requests()).hasSize(1);
  }

  // ---------------------------------------------------------------- where it must not go

  @Test
  void a_name_that_means_a_private_address_by_now_is_given_up_and_says_so() {
    names.put("hook.example.org", "169.254.169.254");
    queueOne();

    run();

    assertThat(mailing.state(1)).isEqualTo(MessageState.FAILED);
    assertThat(org.nurture.platform.Text.read(mailing.gate.failed.get(0).why()))
        .isEqualTo(
            "hook.example.org means the address 169.254.169.254, which webhooks must not reach");
    assertThat(receiver.requests()).isEmpty();
  }

  @Test
  void an_unknown_host_is_tried_again() {
    names.put("hook.example.org", "");
    queueOne();

    run();

    assertThat(mailing.state(1)).isEqualTo(MessageState.QUEUED);
  }

  @Test
  void a_url_that_is_no_longer_allowed_is_given_up() {
    queue("http://10.0.0.1:9000/x", 1, 1, false);

    run();

    assertThat(mailing.state(1)).isEqualTo(MessageState.FAILED);
  }

  // ---------------------------------------------------------------- held, withdrawn, tests

  @Test
  void a_stopped_campaign_s_webhooks_are_held_and_a_test_s_are_not_X11_T5() {
    receiver.status(200);
    mailing.gate.sending.clear();
    queueOne();
    queue(receiver.url(), 2, 2, true);

    run();

    assertThat(mailing.state(1)).isEqualTo(MessageState.QUEUED);
    assertThat(mailing.state(2)).isEqualTo(MessageState.SENT);
    mailing.gate.sending.add(Mailing.CAMPAIGN);
    run();
    assertThat(mailing.state(1)).isEqualTo(MessageState.SENT);
  }

  @Test
  void a_test_s_webhook_goes_at_once_T5() {
    receiver.status(200);
    queue(receiver.url(), 2, 2, true);

    sending.sendTest(2);

    assertThat(mailing.state(2)).isEqualTo(MessageState.SENT);
    assertThat(Webhooks.object(body(receiver.requests().get(0))).getBoolean("test")).isTrue();
  }

  @Test
  void what_is_withdrawn_is_its_trace_s_own_and_is_not_posted_X11() {
    receiver.status(200);
    queue(receiver.url(), 1, 2, false);

    assertThat(mailing.withdraw(1)).containsExactly(1L);
    run();

    assertThat(mailing.state(1)).isEqualTo(MessageState.WITHDRAWN);
    assertThat(receiver.requests()).hasSize(1);
  }

  // ---------------------------------------------------------------- one for all

  @Test
  void one_that_is_silent_now_and_then_is_asked_each_time() {
    loseHeartSoon();
    AtomicInteger asked = new AtomicInteger();
    receiver.answers(
        () ->
            asked.getAndIncrement() % 2 == 0
                ? ""
                : "HTTP/1.1 200 Said\r\nContent-Length: 0\r\n\r\n");
    queue(receiver.url(), 1, 12, false);

    run();

    assertThat(receiver.requests()).hasSize(12);
    assertThat(mailing.states()).isEqualTo(Map.of(MessageState.QUEUED, 6, MessageState.SENT, 6));
  }

  @Test
  void a_host_that_does_not_answer_holds_no_other_up() {
    loseHeartSoon();
    try (Receiver dead = new Receiver()) {
      dead.answer("");
      receiver.status(200);
      queue(dead.url().replace("hook.", "dead."), 1, 60, false);
      queue(receiver.url(), 61, 80, false);
      long began = System.nanoTime();

      run();

      assertThat(mailing.states())
          .isEqualTo(Map.of(MessageState.QUEUED, 60, MessageState.SENT, 20));
      assertThat(row(60).getAttempts()).isEqualTo((short) 1);
      assertThat(dead.requests()).as("the rest was not tried").hasSizeLessThan(10);
      assertThat(Duration.ofNanos(System.nanoTime() - began))
          .isLessThan(Duration.ofMillis(SendWork.SLICE_MILLIS));
    }
  }
}
