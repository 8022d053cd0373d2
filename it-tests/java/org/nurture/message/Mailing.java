package org.nurture.message;

import static org.nurture.platform.schema.Tables.OUTBOX;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.nurture.message.mail.MailWriter;
import org.nurture.message.mail.SendMail;
import org.nurture.message.mail.SmtpSettings;
import org.nurture.message.sms.Receipts;
import org.nurture.message.sms.SendSms;
import org.nurture.message.sms.SmsRoutes;
import org.nurture.message.sms.SmsTexts;
import org.nurture.message.sms.SubmittedParts;
import org.nurture.message.sms.TextReplies;
import org.nurture.platform.SlicedWork;
import org.nurture.support.TestDatabase;
import org.nurture.template.MailContent;
import org.nurture.template.SmsContent;
import org.nurture.tracking.InboxRows;
import org.nurture.tracking.Links;
import org.nurture.tracking.Tokens;

/** Everything that sends, wired by hand over a test database. */
public final class Mailing {
  public static final long CAMPAIGN = 7;
  public static final long ACTIVITY = 70;

  public final TestDatabase db;
  public final FakeGate gate = new FakeGate();
  public final Contents contents;
  public final Suppressions suppressions;
  public final OutboxRows outbox;
  public final Withdrawal withdrawal;
  public final Leases leases;
  public final Answers answers;
  public final InboxRows inbox;
  public final Links links =
      new Links(
          () -> "https://crm.example.org/nurture",
          new Tokens(() -> "secret".getBytes(StandardCharsets.UTF_8)));
  public final MailWriter writer = new MailWriter(links);
  public final SmsTexts texts;
  public final SubmittedParts parts;
  public final Receipts receipts;
  public final TextReplies replies;
  public final Resolution resolution;

  /** Texts that came in and are for people to read, as “phone: text”. */
  public final List<String> notes = new CopyOnWriteArrayList<>();

  public Mailing(TestDatabase db) {
    this.db = db;
    contents = new Contents(db.database());
    suppressions = new Suppressions(db.database());
    outbox = new OutboxRows(db.database());
    inbox = new InboxRows(db.database());
    withdrawal = new Withdrawal(db.transactions(), db.database(), suppressions, outbox, gate);
    leases = new Leases(db.transactions(), db.database(), gate);
    answers = new Answers(db.transactions(), db.database(), gate, inbox);
    texts = new SmsTexts(db.database(), contents, links);
    parts = new SubmittedParts(db.database(), inbox);
    resolution = new Resolution(db.transactions(), db.database(), gate, db.clock());
    receipts = new Receipts(db.transactions(), db.database(), inbox, resolution, db.clock());
    replies =
        new TextReplies(
            db.transactions(),
            db.database(),
            suppressions,
            withdrawal,
            inbox,
            (message, phone, text, at) -> notes.add(phone + ": " + text),
            db.clock());
  }

  /** Ordinary mails to {@code c1@example.org} …; traces and participants have the same numbers. */
  public void queue(int count) {
    queue(
        IntStream.rangeClosed(1, count)
            .mapToObj(i -> mail(i, "c" + i + "@example.org", false))
            .toList());
  }

  public void queue(List<Outbox.NewMessage> messages) {
    db.run(sql -> outbox.enqueue(messages, db.clock().instant()));
  }

  public Outbox.NewMessage mail(long trace, String address, boolean test) {
    return message(Kind.MAIL, trace, address, test, false, content());
  }

  public Outbox.NewMessage once(long trace, String address) {
    return message(Kind.MAIL, trace, address, false, true, content());
  }

  public Outbox.NewMessage sms(long trace, String phone, String text) {
    long content = db.ask(sql -> contents.store(new SmsContent(text), true).id());
    return message(Kind.SMS, trace, phone, false, false, content);
  }

  /** One that an action sends (D7). */
  public Outbox.NewMessage actionSms(long trace, String phone, String text) {
    Outbox.NewMessage own = sms(trace, phone, text);
    return new Outbox.NewMessage(
        own.kind(),
        own.campaignId(),
        own.activityId(),
        own.participantId(),
        own.traceId(),
        1,
        own.test(),
        own.address(),
        own.once(),
        own.contentId(),
        own.data());
  }

  private static Outbox.NewMessage message(
      Kind kind, long trace, String address, boolean test, boolean once, long content) {
    return new Outbox.NewMessage(
        kind,
        CAMPAIGN,
        ACTIVITY,
        trace,
        trace,
        test,
        address,
        once,
        content,
        Values.write(Map.of("first_name", "Ann" + trace)));
  }

  private long content() {
    return db.ask(
        sql ->
            contents
                .store(
                    new MailContent(
                        "Hello {{ object.first_name }}",
                        "Shop <shop@example.org>",
                        null,
                        "Look inside",
                        "<p>Hi {{ object.first_name }}, <a"
                            + " href=\"https://example.org/offer\">go</a></p>",
                        null),
                    true)
                .id());
  }

  public SlicedWork sendMail(int port) {
    return sendMail(port, Duration.ofSeconds(20));
  }

  /**
   * @param patience with each answer
   */
  public SlicedWork sendMail(int port, Duration patience) {
    return sendMail(new SmtpSettings("127.0.0.1", port, false, false, null, null, patience));
  }

  public SlicedWork sendMail(@Nullable SmtpSettings settings) {
    return new SendMail(
            leases,
            answers,
            suppressions,
            withdrawal,
            contents,
            writer,
            db.clock(),
            () -> Optional.ofNullable(settings))
        .begin();
  }

  public SlicedWork sendSms(SmsRoutes.Route route) {
    return new SendSms(
            leases, answers, suppressions, withdrawal, texts, parts, db.clock(), () -> route)
        .begin();
  }

  /** Withdraws a trace's message, and answers the traces that are told. */
  public Set<Long> withdraw(long trace) {
    long message = id(trace);
    return db.ask(sql -> outbox.withdrawMessages(List.of(message)));
  }

  /** Runs an execution to its end. */
  public static SlicedWork run(SlicedWork work) {
    while (work.next().isPresent()) {
      // the next one
    }
    return work;
  }

  /** From state to how many messages are in it. */
  public Map<MessageState, Integer> states() {
    return db.ask(
        sql ->
            sql.select(OUTBOX.STATE, org.jooq.impl.DSL.count())
                .from(OUTBOX)
                .groupBy(OUTBOX.STATE)
                .fetchMap(r -> MessageState.of(r.value1()), r -> r.value2()));
  }

  public MessageState state(long trace) {
    return db.ask(
        sql ->
            MessageState.of(
                sql.select(OUTBOX.STATE)
                    .from(OUTBOX)
                    .where(OUTBOX.TRACE_ID.eq(trace))
                    .fetchSingle(OUTBOX.STATE)));
  }

  public long id(long trace) {
    return db.ask(
        sql ->
            sql.select(OUTBOX.ID)
                .from(OUTBOX)
                .where(OUTBOX.TRACE_ID.eq(trace))
                .fetchSingle(OUTBOX.ID));
  }

  public Instant sendAt(long trace) {
    return db.ask(
        sql ->
            sql.select(OUTBOX.SEND_AT)
                .from(OUTBOX)
                .where(OUTBOX.TRACE_ID.eq(trace))
                .fetchSingle(OUTBOX.SEND_AT));
  }

  public static List<Long> numbers(long first, long last) {
    return LongStream.rangeClosed(first, last).boxed().toList();
  }
}
