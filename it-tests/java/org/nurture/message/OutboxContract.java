package org.nurture.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nurture.platform.schema.Tables.EVENT_INBOX;
import static org.nurture.platform.schema.Tables.MESSAGE_CONTENT;
import static org.nurture.platform.schema.Tables.OUTBOX;

import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Phaser;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nurture.audience.Audience;
import org.nurture.audience.Target;
import org.nurture.audience.Target.Role;
import org.nurture.message.Composer.Composition;
import org.nurture.message.Composer.Plan;
import org.nurture.message.Composer.Ready;
import org.nurture.message.Composer.Recipient;
import org.nurture.message.Composer.Refusal;
import org.nurture.message.Composer.Refused;
import org.nurture.message.Composer.Unrenderable;
import org.nurture.message.DeliveryGate.Hold;
import org.nurture.message.Suppressions.Channel;
import org.nurture.message.Suppressions.Entry;
import org.nurture.message.Suppressions.Why;
import org.nurture.message.sms.SmsGateway;
import org.nurture.message.sms.SmsRoutes;
import org.nurture.support.TestDatabase;
import org.nurture.template.MailContent;
import org.nurture.template.SmsContent;
import org.nurture.template.TemplateSource;
import org.nurture.tracking.EventInbox.Incoming;
import org.nurture.tracking.EventType;

/** Composing, queueing, suppressing, texts, and the event inbox, on the tables. */
abstract class OutboxContract {
  private static final Target CONTACT =
      new Target(
          "contact",
          "Contact",
          true,
          true,
          Map.of(
              Role.KEY, "id",
              Role.EMAIL, "email",
              Role.PHONE, "mobile",
              Role.COUNTRY, "country.code",
              Role.OPT_OUT, "opt_out"));

  private final TestDatabase db;
  private Mailing mailing;
  private MailContent mail;
  private MessageComposer composer;

  OutboxContract(TestDatabase db) {
    this.db = db;
  }

  @BeforeEach
  void open() {
    db.wipe();
    mailing = new Mailing(db);
    mail =
        new MailContent(
            "Hi {{ object.name }}",
            null,
            null,
            null,
            "{{ object.n | divided_by: object.d }}",
            null);
    Audience audience =
        (Audience)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {Audience.class},
                (proxy, method, arguments) -> {
                  if (method.getName().equals("target")) {
                    return CONTACT;
                  }
                  throw new UnsupportedOperationException(method.getName());
                });
    composer =
        new MessageComposer(
            db.database(),
            new TemplateSource() {
              @Override
              public MailContent mail(long templateId) {
                return mail;
              }

              @Override
              public SmsContent sms(long templateId) {
                return new SmsContent("Hi {{ object.name }}, https://example.org/a and more");
              }
            },
            audience,
            db.clock());
  }

  @Test
  void the_plan_reads_placeholders_and_roles() {
    assertThat(plan(Kind.MAIL).paths())
        .containsExactlyInAnyOrder("name", "n", "d", "email", "opt_out");
    assertThat(plan(Kind.SMS).paths())
        .containsExactlyInAnyOrder("name", "mobile", "country.code", "opt_out");
  }

  @Test
  void equal_contents_are_kept_once_and_editing_makes_another() {
    Plan before = plan(Kind.MAIL);
    assertThat(plan(Kind.MAIL).contentId()).isEqualTo(before.contentId());

    mail = new MailContent("New", null, null, null, "<p>x</p>", null);

    assertThat(plan(Kind.MAIL).contentId()).isNotEqualTo(before.contentId());
    int contents = db.ask(sql -> sql.fetchCount(MESSAGE_CONTENT));
    assertThat(contents).isEqualTo(2);
  }

  @Test
  void X4_in_its_order_and_errors_named_X9() {
    suppress("gone@example.org");

    List<Composition> compositions =
        compose(
            Kind.MAIL,
            of(1, "email", "Ann@EXAMPLE.org; b@example.org"),
            of(2, "email", " "),
            of(3, "email", "nonsense", "opt_out", true),
            of(4, "email", "a@example.org", "opt_out", true),
            of(5, "email", "GONE@example.org"),
            of(6, "email", "a@example.org", "d", 0L),
            of(7, "email", "a@example.org", "opt_out", 1),
            of(8));

    assertThat(compositions.get(0)).isInstanceOf(Ready.class);
    assertThat(((Ready) compositions.get(0)).address()).isEqualTo("Ann@example.org");
    assertThat(compositions.subList(1, 5))
        .containsExactly(
            new Refused(2, Refusal.NO_ADDRESS),
            new Refused(3, Refusal.INVALID_ADDRESS),
            new Refused(4, Refusal.SUPPRESSED),
            new Refused(5, Refusal.SUPPRESSED));
    assertThat(((Unrenderable) compositions.get(5)).why()).contains("object.n");
    assertThat(compositions.get(6)).isEqualTo(new Refused(7, Refusal.SUPPRESSED));
    assertThat(compositions.get(7)).isEqualTo(new Refused(8, Refusal.NO_ADDRESS));
  }

  @Test
  void a_typed_address_is_checked_for_validity_only_T3() {
    suppress("tester@example.org");

    List<Composition> compositions =
        db.ask(
            sql ->
                composer.compose(
                    composer.plan(Kind.MAIL, 1, "contact"),
                    List.of(
                        new Recipient(1, values("opt_out", true), "tester@example.org"),
                        new Recipient(2, values(), "nonsense"))));

    assertThat(compositions.get(0)).isInstanceOf(Ready.class);
    assertThat(compositions.get(1)).isEqualTo(new Refused(2, Refusal.INVALID_ADDRESS));
  }

  @Test
  void phone_numbers_are_of_the_records_country() {
    assertThat(
            compose(
                Kind.SMS,
                of(1, "mobile", "347 123 4567", "country.code", "IT"),
                of(2, "mobile", "347 123 4567")))
        .extracting(c -> c instanceof Ready r ? r.address() : "")
        .containsExactly("+393471234567", "");
  }

  @Test
  void once_per_address_the_first_is_queued_and_the_others_are_duplicates_X4() {
    Set<Long> first =
        enqueue(
            mailing.once(1, "a@example.org"),
            mailing.once(2, "A@example.org"),
            mailing.once(3, "b@example.org"));
    Set<Long> second = enqueue(mailing.once(4, "b@example.org"), mailing.once(5, "c@example.org"));

    assertThat(first).containsExactly(2L);
    assertThat(second).containsExactly(4L);
    int rows = db.ask(sql -> sql.fetchCount(OUTBOX));
    assertThat(rows).isEqualTo(3);
  }

  @Test
  void without_once_the_same_address_gets_as_many_as_there_are() {
    assertThat(
            enqueue(
                mailing.mail(1, "a@example.org", false), mailing.mail(2, "a@example.org", false)))
        .isEmpty();
  }

  @Test
  void chunks_that_race_for_an_address_queue_it_once_X4() {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    Phaser begin = new Phaser(4);
    List<List<Outbox.NewMessage>> chunks = new ArrayList<>();
    for (int t = 0; t < 4; t++) {
      List<Outbox.NewMessage> chunk = new ArrayList<>();
      for (long i = 1; i <= 500; i++) {
        chunk.add(mailing.once(t * 1_000 + i, "a" + i + "@example.org"));
      }
      if (t % 2 == 1) {
        Collections.reverse(chunk); // and none of them waits in a ring (D2)
      }
      chunks.add(chunk);
    }

    List<CompletableFuture<Set<Long>>> racing =
        chunks.stream()
            .map(
                chunk ->
                    CompletableFuture.supplyAsync(
                        () ->
                            db.ask(
                                sql -> {
                                  begin.arriveAndAwaitAdvance();
                                  return mailing.outbox.enqueue(chunk, db.clock().instant());
                                }),
                        threads))
            .toList();
    int duplicates = racing.stream().mapToInt(c -> c.join().size()).sum();
    threads.shutdown();
    int rows = db.ask(sql -> sql.fetchCount(OUTBOX));
    assertThat(rows).isEqualTo(500);
    assertThat(duplicates).isEqualTo(1_500);
  }

  @Test
  void suppressing_withdraws_what_is_queued_and_again_is_no_error_X11() {
    mailing.queue(3);

    for (int i = 0; i < 2; i++) {
      mailing.withdrawal.suppress(
          List.of(new Entry(Channel.EMAIL, "c2@example.org", Why.MANUAL, "asked by phone")),
          db.clock().instant());
    }

    assertThat(mailing.state(2)).isEqualTo(MessageState.WITHDRAWN);
    assertThat(mailing.state(1)).isEqualTo(MessageState.QUEUED);
    assertThat(mailing.gate.withdrawn).containsExactly(2L);
    assertThat(mailing.suppressions.page(0, 10))
        .singleElement()
        .satisfies(
            s -> {
              assertThat(s.address()).isEqualTo("c2@example.org");
              assertThat(s.reason()).isEqualTo("manual");
              assertThat(s.note()).isEqualTo("asked by phone");
            });
  }

  /** One run of the job, to a gateway that takes everything. */
  private void send() {
    SendWork work =
        new SendWork(
            Kind.MAIL,
            mailing.leases,
            mailing.suppressions,
            mailing.withdrawal,
            db.clock(),
            (owner, messages, claimedAt) -> {
              Instant now = db.clock().instant();
              mailing.leases.begin(owner, messages, now);
              mailing.answers.record(
                  owner,
                  messages.stream().map(m -> new Answer.Accepted(m, "250 ok")).toList(),
                  now);
              return new SendWork.Outcome(messages.size(), null);
            });
    boolean more = true;
    while (more) {
      more = work.next().isPresent();
    }
  }

  @Test
  void what_is_held_waits_for_its_time_and_the_rest_goes_X12() {
    mailing.queue(3);
    Instant later = db.clock().instant().plusSeconds(3_600);
    mailing.gate.holds.put(mailing.id(2), new Hold(later));

    send();
    send();

    assertThat(mailing.state(1)).isEqualTo(MessageState.SENT);
    assertThat(mailing.state(2)).isEqualTo(MessageState.QUEUED);
    assertThat(mailing.state(3)).isEqualTo(MessageState.SENT);
    db.clock().set(later);
    send();
    assertThat(mailing.state(2)).isEqualTo(MessageState.SENT);
  }

  @Test
  void what_is_held_for_too_long_is_withdrawn_and_its_trace_says_so_X12() {
    mailing.queue(2);
    mailing.gate.holds.put(mailing.id(2), new Hold(null));

    send();

    assertThat(mailing.state(1)).isEqualTo(MessageState.SENT);
    assertThat(mailing.state(2)).isEqualTo(MessageState.WITHDRAWN);
    assertThat(mailing.gate.capped).containsExactly(2L);
    assertThat(mailing.gate.withdrawn).isEmpty();
  }

  @Test
  void messages_of_tests_are_never_held_T5_X12() {
    mailing.queue(List.of(mailing.mail(1, "c1@example.org", true)));
    mailing.gate.holds.put(mailing.id(1), new Hold(null));

    send();

    assertThat(mailing.state(1)).isEqualTo(MessageState.SENT);
  }

  @Test
  void events_are_appended_with_their_message_and_those_of_none_are_left_out_D11() {
    mailing.queue(2);
    Instant now = db.clock().instant();

    int appended =
        db.ask(
            sql ->
                mailing.inbox.append(
                    List.of(
                        new Incoming(
                            mailing.id(1),
                            EventType.CLICKED,
                            now,
                            now,
                            null,
                            true,
                            "https://example.org/ü",
                            "x1"),
                        new Incoming(
                            mailing.id(2), EventType.BOUNCED, now, now, true, false, null, null),
                        new Incoming(
                            999_999, EventType.OPENED, now, now, null, false, null, null))));

    assertThat(appended).isEqualTo(2);
    List<String> rows =
        db.ask(
            sql ->
                sql.selectFrom(EVENT_INBOX)
                    .orderBy(EVENT_INBOX.TRACE_ID)
                    .fetch(
                        r ->
                            r.getTraceId()
                                + " "
                                + EventType.of(r.getType())
                                + " "
                                + r.getAt().equals(now)
                                + " "
                                + r.getHard()
                                + " "
                                + r.getBot()
                                + " "
                                + r.getUrl()));
    assertThat(rows)
        .containsExactly(
            "1 CLICKED true null true https://example.org/ü", "2 BOUNCED true true false null");
  }

  @Test
  void a_text_goes_with_short_links_that_lead_back() {
    mailing.queue(
        List.of(
            mailing.sms(
                1,
                "+393471234567",
                "Hi {{ object.first_name }}: https://example.org/a?b={{ object.first_name }}. Or"
                    + " https://example.org/c!")));
    Map<String, String> sent = new HashMap<>();

    Mailing.run(
        mailing.sendSms(
            SmsRoutes.Route.to(
                sms -> {
                  sent.put(sms.phone(), sms.text());
                  return CompletableFuture.completedFuture(new SmsGateway.Accepted(List.of()));
                })));

    String text = sent.get("+393471234567");
    assertThat(text)
        .matches(
            "Hi Ann1: https://crm\\.example\\.org/nurture/t/s/[\\w-]+\\. Or"
                + " https://crm\\.example\\.org/nurture/t/s/[\\w-]+!");
    assertThat(mailing.state(1)).isEqualTo(MessageState.SENT);
    assertThat(mailing.texts.resolve(mailing.id(1), 0)).contains("https://example.org/a?b=Ann1");
    assertThat(mailing.texts.resolve(mailing.id(1), 1)).contains("https://example.org/c");
    assertThat(mailing.texts.resolve(mailing.id(1), 2)).isEmpty();
  }

  @Test
  void without_an_sms_gateway_texts_stay_and_the_reason_is_told() {
    mailing.queue(List.of(mailing.sms(1, "+393471234567", "Hi")));

    var work = Mailing.run(mailing.sendSms(SmsRoutes.Route.none("not supported yet")));

    assertThat(work.remark()).contains("not supported yet");
    assertThat(mailing.state(1)).isEqualTo(MessageState.QUEUED);
  }

  private Plan plan(Kind kind) {
    return db.ask(sql -> composer.plan(kind, 1, "contact"));
  }

  private List<Composition> compose(Kind kind, Recipient... recipients) {
    return db.ask(sql -> composer.compose(composer.plan(kind, 1, "contact"), List.of(recipients)));
  }

  private Set<Long> enqueue(Outbox.NewMessage... messages) {
    return db.ask(sql -> mailing.outbox.enqueue(List.of(messages), db.clock().instant()));
  }

  private void suppress(String address) {
    db.run(
        sql ->
            mailing.suppressions.add(
                List.of(new Entry(Channel.EMAIL, address, Why.MANUAL, null)),
                db.clock().instant()));
  }

  private static Recipient of(long trace, Object... values) {
    return new Recipient(trace, values(values), null);
  }

  private static Map<String, @Nullable Object> values(Object... pairs) {
    Map<String, @Nullable Object> values = new HashMap<>(Map.of("n", 4L, "d", 2L));
    for (int i = 0; i < pairs.length; i += 2) {
      values.put((String) pairs[i], pairs[i + 1]);
    }
    return values;
  }
}
