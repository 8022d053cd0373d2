package org.nurture.harness;

import static java.time.temporal.ChronoUnit.HOURS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.nurture.model.Activity.action;
import static org.nurture.model.Activity.email;
import static org.nurture.model.Activity.sms;
import static org.nurture.model.Contact.contact;
import static org.nurture.platform.schema.Tables.EVENT;
import static org.nurture.platform.schema.Tables.MESSAGE_CONTENT;
import static org.nurture.platform.schema.Tables.OUTBOX;
import static org.nurture.platform.schema.Tables.PARTICIPANT;
import static org.nurture.platform.schema.Tables.TRACE;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nurture.audience.RecordKey;
import org.nurture.journey.ParticipantState;
import org.nurture.journey.Tuning;
import org.nurture.message.Contents;
import org.nurture.message.Kind;
import org.nurture.message.MessageState;
import org.nurture.message.OutboxRows;
import org.nurture.message.webhook.Destinations;
import org.nurture.message.webhook.WebhookContent;
import org.nurture.message.webhook.Webhooks;
import org.nurture.model.Activity;
import org.nurture.model.Plan;
import org.nurture.model.World.Happening;
import org.nurture.model.World.ParticipantView;
import org.nurture.platform.Config;
import org.nurture.platform.SlicedWork;
import org.nurture.platform.SlicedWork.Slice;
import org.nurture.platform.schema.Tables;
import org.nurture.support.TestDatabase;
import org.nurture.tracking.EventInbox.Incoming;
import org.nurture.tracking.EventType;

/** What a purge takes and what it leaves: P3. */
abstract class PurgeContract {
  private static final Duration RETENTION = Duration.ofDays(30);
  private static final long LAST = 9;

  /** Long enough for one that need not wait to come to its lock, on a busy machine mostly. */
  private static final long MEANWHILE_MILLIS = 300;

  private final TestDatabase db;
  private EngineParts parts;
  private EngineWorld world;

  PurgeContract(TestDatabase db) {
    this.db = db;
  }

  /** Nine people got a mail and what follows it, and the first has opened it. */
  @BeforeEach
  void mailed() {
    db.wipe();
    parts = new EngineParts(db, new Tuning(4, 4, 4), true, 1);
    world = new EngineWorld(db, parts);
    for (long key = 1; key <= LAST; key++) {
      world.put(contact(key));
    }
    world.launch(plan());
    run();
    world.event(1, "mail", new Happening(EventType.OPENED, world.now(), null, null));
    world.process();
  }

  private static Plan plan(Activity... more) {
    Activity mail = email("mail").then(action("later").after(1, HOURS));
    return more.length == 0 ? Plan.of(mail) : Plan.of(mail, more[0]);
  }

  private void run() {
    world.enroll();
    world.process();
    world.send(Map.of());
    pass(Duration.ofHours(1));
    world.process();
  }

  private void pass(Duration time) {
    world.moveTo(world.now().plus(time));
  }

  /** Whose secret the hashes of erased persons are made with. */
  private void install() {
    db.run(
        sql ->
            sql.insertInto(Tables.INSTALLATION)
                .set(Tables.INSTALLATION.ID, (short) 1)
                .set(Tables.INSTALLATION.INSTALLATION_ID, "test")
                .set(Tables.INSTALLATION.SECRET, "00ff00ff")
                .set(Tables.INSTALLATION.HELD, false)
                .execute());
  }

  private long purge() {
    SlicedWork work = parts.journeys().purge(RETENTION, null);
    long written = 0;
    for (Optional<Slice> slice = work.next(); slice.isPresent(); slice = work.next()) {
      written += slice.get().written();
    }
    return written;
  }

  private int traces() {
    return db.ask(sql -> sql.fetchCount(TRACE));
  }

  private Map<String, Long> figures() {
    Map<String, Long> figures = new TreeMap<>();
    db.run(
        sql -> {
          sql.select(
                  Tables.COUNTER_DELTA.ACTIVITY_ID,
                  Tables.COUNTER_DELTA.KIND,
                  DSL.sum(Tables.COUNTER_DELTA.N))
              .from(Tables.COUNTER_DELTA)
              .groupBy(Tables.COUNTER_DELTA.ACTIVITY_ID, Tables.COUNTER_DELTA.KIND)
              .forEach(r -> figures.put(r.value1() + "/" + r.value2(), r.value3().longValue()));
        });
    return figures;
  }

  /** It waits for the lock of somebody, and meanwhile an event comes. */
  @Test
  void an_event_that_comes_before_the_lock_is_applied_before_the_purge_P3_X0() {
    pass(RETENTION.plusHours(1));
    List<CompletableFuture<Long>> purging = new ArrayList<>();
    db.run(
        sql -> {
          sql.select(PARTICIPANT.ID).from(PARTICIPANT).forUpdate().fetch();
          purging.add(CompletableFuture.supplyAsync(this::purge));
          assertThatThrownBy(() -> purging.get(0).get(MEANWHILE_MILLIS, TimeUnit.MILLISECONDS))
              .isInstanceOf(TimeoutException.class);
          world.event(1, "mail", new Happening(EventType.CLICKED, world.now(), null, null));
        });

    assertThat(purging.get(0).join()).isEqualTo(LAST - 1);
    world.process();
    int clicks =
        db.ask(
            sql ->
                sql.fetchCount(
                    EVENT, EVENT.TYPE.eq(EventType.CLICKED.code()).and(EVENT.COUNTED.isTrue())));
    assertThat(clicks).isOne();
    assertThat(purge()).isOne();
  }

  @Test
  void nothing_is_purged_before_the_retention_is_over_P3() {
    pass(RETENTION.minusHours(2));

    assertThat(purge()).isZero();
    assertThat(traces()).isEqualTo(2 * (int) LAST);
  }

  @Test
  void traces_events_and_contents_go_and_participants_tokens_and_figures_stay_P3() {
    List<ParticipantView> before = world.participants();
    Map<String, Long> figures = figures();
    pass(RETENTION.plusHours(2));

    long purged = purge();

    assertThat(purged).isEqualTo(LAST);
    assertThat(traces()).isZero();
    int events = db.ask(sql -> sql.fetchCount(EVENT));
    assertThat(events).isZero();
    List<String> contents = db.ask(sql -> sql.select(OUTBOX.DATA).from(OUTBOX).fetch(OUTBOX.DATA));
    assertThat(contents).hasSize((int) LAST).containsOnly("{}");
    assertThat(world.participants()).isEqualTo(before);
    assertThat(figures()).isEqualTo(figures);
    world.verify();
    assertThat(purge()).isZero();
  }

  @Test
  void what_came_in_by_text_goes_with_its_message_and_what_belongs_to_none_when_it_is_old_P3() {
    List<Long> messages = db.ask(sql -> sql.select(OUTBOX.ID).from(OUTBOX).fetch(OUTBOX.ID));
    messages.forEach(message -> text("+393331000001", message));
    db.run(sql -> messages.forEach(message -> part(sql, message)));
    text("+393339999999", null);
    receipt("393339999999");
    pass(RETENTION.plusHours(2));
    text("+393338888888", null);
    receipt("393338888888");

    purge();

    assertThat(texts()).containsExactly("+393338888888");
    assertThat(receipts()).containsExactly("393338888888");
    int parts = db.ask(sql -> sql.fetchCount(Tables.SMS_PART));
    assertThat(parts).isZero();
  }

  @Test
  void an_erased_persons_texts_and_reports_of_them_go_too_P3() {
    install();
    EngineWorld other = new EngineWorld(db, parts);
    other.put(contact(70));
    other.launch(Plan.of(sms("text")));
    other.enroll();
    other.process();
    String phone = String.valueOf(contact(70).get("phone"));
    text(phone, null);
    text("+393338888888", null);
    receipt(phone.substring(1));
    receipt("393338888888");

    parts.journeys().erase("contact", RecordKey.of(70));

    assertThat(texts()).containsExactly("+393338888888");
    assertThat(receipts()).containsExactly("393338888888");
  }

  private void text(String phone, @Nullable Long message) {
    db.run(
        sql ->
            sql.insertInto(Tables.SMS_INBOUND)
                .set(Tables.SMS_INBOUND.RECEIVED_AT, world.now())
                .set(Tables.SMS_INBOUND.PHONE, phone)
                .set(Tables.SMS_INBOUND.BODY, "Hello")
                .set(Tables.SMS_INBOUND.MEANING, "OTHER")
                .set(Tables.SMS_INBOUND.MESSAGE_ID, message)
                .execute());
  }

  private void part(DSLContext sql, long message) {
    sql.insertInto(Tables.SMS_PART)
        .set(Tables.SMS_PART.MESSAGE_ID, message)
        .set(Tables.SMS_PART.PART, (short) 0)
        .set(Tables.SMS_PART.PARTS, (short) 1)
        .set(Tables.SMS_PART.GATEWAY_ID, "A" + message)
        .set(Tables.SMS_PART.STATE, (short) 0)
        .set(Tables.SMS_PART.SUBMITTED_AT, world.now())
        .execute();
  }

  private void receipt(String phone) {
    db.run(
        sql ->
            sql.insertInto(Tables.SMS_RECEIPT)
                .set(Tables.SMS_RECEIPT.GATEWAY_ID, "UNKNOWN")
                .set(Tables.SMS_RECEIPT.PHONE, phone)
                .set(Tables.SMS_RECEIPT.STATE, "DELIVRD")
                .set(Tables.SMS_RECEIPT.RECEIVED_AT, world.now())
                .set(Tables.SMS_RECEIPT.TRIES, (short) 0)
                .set(Tables.SMS_RECEIPT.NEXT_AT, world.now())
                .execute());
  }

  private List<String> texts() {
    return db.ask(
        sql ->
            sql.select(Tables.SMS_INBOUND.PHONE)
                .from(Tables.SMS_INBOUND)
                .fetch(Tables.SMS_INBOUND.PHONE));
  }

  private List<String> receipts() {
    return db.ask(
        sql ->
            sql.select(Tables.SMS_RECEIPT.PHONE)
                .from(Tables.SMS_RECEIPT)
                .fetch(Tables.SMS_RECEIPT.PHONE));
  }

  @Test
  void webhooks_and_their_secrets_go_with_the_last_of_them_P3() {
    webhook("https://one.example.org", 1);
    webhook("https://two.example.org", 2);
    pass(RETENTION.plusHours(2));
    world.put(contact(LAST + 1));
    run();
    webhook("https://two.example.org", LAST + 1);

    purge();

    List<String> contents =
        db.ask(
            sql ->
                sql.select(MESSAGE_CONTENT.DOCUMENT)
                    .from(MESSAGE_CONTENT)
                    .where(MESSAGE_CONTENT.DOCUMENT.contains("whsec_"))
                    .fetch(MESSAGE_CONTENT.DOCUMENT));
    assertThat(contents).singleElement().asString().contains("https://two.example.org");
    int webhooks = db.ask(sql -> sql.fetchCount(OUTBOX, OUTBOX.KIND.eq(Kind.WEBHOOK.code())));
    assertThat(webhooks).isEqualTo(1);
    world.verify();
  }

  /** Was posted for the trace of that person's mail, by an action. */
  private void webhook(String url, long key) {
    Webhooks webhooks =
        new Webhooks(
            new Destinations(new Config(name -> null)),
            new Contents(db.database()),
            new OutboxRows(db.database()));
    db.run(
        sql -> {
          var mail =
              sql.select(OUTBOX.fields())
                  .from(OUTBOX)
                  .join(PARTICIPANT)
                  .on(PARTICIPANT.ID.eq(OUTBOX.PARTICIPANT_ID))
                  .where(PARTICIPANT.RECORD_NUM.eq(key))
                  .fetchSingle()
                  .into(OUTBOX);
          webhooks.enqueue(
              new WebhookContent(
                  url,
                  "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
                  "contact",
                  new WebhookContent.Named(String.valueOf(mail.getCampaignId()), "Hello"),
                  new WebhookContent.Named("mail", "Mail")),
              List.of(
                  new Webhooks.New(
                      mail.getCampaignId(),
                      mail.getActivityId(),
                      mail.getParticipantId(),
                      mail.getTraceId(),
                      1,
                      false,
                      Webhooks.data(RecordKey.of(key), List.of(), Map.of()))),
              world.now());
          sql.update(OUTBOX)
              .set(OUTBOX.STATE, MessageState.SENT.code())
              .set(OUTBOX.SEND_AT, (Instant) null)
              .set(OUTBOX.SENT_AT, world.now())
              .where(OUTBOX.KIND.eq(Kind.WEBHOOK.code()))
              .execute();
        });
  }

  @Test
  void who_was_purged_is_never_enrolled_again_P3() {
    pass(RETENTION.plusHours(2));
    purge();
    world.put(contact(LAST + 1));

    run();

    assertThat(world.participants()).hasSize((int) LAST + 1);
    assertThat(traces()).isEqualTo(2);
    world.verify();
  }

  @Test
  void an_update_passes_purged_participants_by_P3() {
    pass(RETENTION.plusHours(2));
    purge();
    world.put(contact(LAST + 1));
    run();

    world.update(plan(action("new").after(0, HOURS)), false);
    world.process();

    assertThat(world.traces()).extracting(t -> t.record()).containsOnly(LAST + 1);
    assertThat(world.traces()).extracting(t -> t.ref()).contains("new");
    world.verify();
  }

  @Test
  void an_event_that_comes_after_the_purge_counts_nothing_and_harms_nothing_P3() {
    Map<String, Long> figures = figures();
    List<Long> messages = db.ask(sql -> sql.select(OUTBOX.ID).from(OUTBOX).fetch(OUTBOX.ID));
    pass(RETENTION.plusHours(2));
    purge();

    db.run(
        sql ->
            parts
                .inbox()
                .append(
                    List.of(
                        new Incoming(
                            messages.get(0),
                            EventType.OPENED,
                            world.now(),
                            world.now(),
                            null,
                            false,
                            null,
                            null))));
    world.process();

    assertThat(figures()).isEqualTo(figures);
    int events = db.ask(sql -> sql.fetchCount(EVENT));
    assertThat(events).isZero();
    world.verify();
  }

  @Test
  void participants_that_are_gone_or_removed_are_purged_when_their_last_trace_is_old_P3() {
    world.put(contact(20));
    world.put(contact(21));
    world.enroll();
    pass(Duration.ofDays(20));
    world.remove(20);
    world.delete(21);
    world.enroll();

    pass(Duration.ofDays(20));
    long first = purge();
    pass(Duration.ofDays(20));
    long second = purge();

    assertThat(first).isEqualTo(LAST);
    assertThat(second).isEqualTo(2);
    assertThat(world.participants())
        .filteredOn(p -> p.record() >= 20)
        .extracting(ParticipantView::state)
        .containsExactly(ParticipantState.REMOVED, ParticipantState.UNLINKED);
    world.verify();
  }

  @Test
  void what_is_still_to_be_sent_is_not_purged_P3() {
    world.put(contact(30));
    world.enroll();
    world.process();
    pass(Duration.ofHours(1));
    world.process();
    pass(RETENTION.plusHours(2));

    purge();

    assertThat(world.traces()).extracting(t -> t.record()).containsOnly(30L);
  }

  @Test
  void an_erased_person_leaves_no_name_and_is_never_enrolled_again_P3() {
    install();
    world.put(contact(40));
    world.enroll();
    world.process();

    int erased =
        parts.journeys().erase("contact", RecordKey.of(40))
            + parts.journeys().erase("contact", RecordKey.of(1));
    int again = parts.journeys().erase("contact", RecordKey.of(40));
    world.enroll();
    world.process();

    assertThat(erased).isEqualTo(2);
    assertThat(again).isZero();
    List<Long> keys =
        db.ask(
            sql ->
                sql.select(PARTICIPANT.RECORD_NUM).from(PARTICIPANT).fetch(PARTICIPANT.RECORD_NUM));
    assertThat(keys).hasSize((int) LAST + 1).doesNotContain(1L, 40L);
    assertThat(keys.stream().filter(k -> k == null)).hasSize(2);
    List<String> addresses =
        db.ask(sql -> sql.select(OUTBOX.ADDRESS).from(OUTBOX).fetch(OUTBOX.ADDRESS));
    assertThat(addresses.stream().filter(a -> a == null)).hasSize(2);
    assertThat(world.traces()).extracting(t -> t.record()).doesNotContain(1L, 40L);
    world.verify();
  }

  @Test
  void the_unique_value_of_an_erased_person_stays_taken_P3() {
    install();
    EngineWorld other = new EngineWorld(db, parts);
    other.put(contact(50));
    other.launch(Plan.of(email("mail")).uniqueBy("email"));
    other.enroll();
    parts.journeys().erase("contact", RecordKey.of(50));
    other.delete(50);
    other.put(contact(60));
    other.change(60, "email", contact(50).get("email"));

    other.enroll();

    int taken = db.ask(sql -> sql.fetchCount(PARTICIPANT, PARTICIPANT.RECORD_NUM.eq(60L)));
    assertThat(taken).isZero();
    other.verify();
  }
}
