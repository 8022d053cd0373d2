package org.nurture.demo;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.jooq.impl.DSL.lower;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.val;
import static org.nurture.platform.schema.Tables.DEMO_MAIL;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.InsertValuesStep6;
import org.jspecify.annotations.Nullable;
import org.nurture.demo.MailCatcher.Received;
import org.nurture.platform.Database;
import org.nurture.platform.Time;
import org.nurture.platform.Transactions;
import org.nurture.platform.schema.tables.records.DemoMailRecord;
import org.nurture.tracking.Links;
import org.nurture.tracking.Tokens;
import org.nurture.tracking.Tokens.Use;

/** The mails that the demo's catcher has accepted, one row per recipient; newest first. */
@ApplicationScoped
public class CaughtMails {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final Database database;
  private final Transactions transactions;
  private final InstantSource clock;
  private final Links links;

  /** For the container's proxies. */
  @SuppressWarnings("NullAway")
  protected CaughtMails() {
    this(null, null, null, null);
  }

  @Inject
  public CaughtMails(
      Database database, Transactions transactions, InstantSource clock, Links links) {
    this.links = links;
    this.database = database;
    this.transactions = transactions;
    this.clock = clock;
  }

  /** Keeps a mail; when this returns it is committed. */
  void keep(Received received) {
    String raw = new String(received.raw(), ISO_8859_1).replace("\0", "");
    MailContent content = MailContent.parse(raw);
    Instant now = Time.now(clock);
    transactions.inNew(
        TIMEOUT,
        () -> {
          InsertValuesStep6<DemoMailRecord, Instant, String, String, String, String, String>
              insert =
                  database
                      .sql()
                      .insertInto(
                          DEMO_MAIL,
                          DEMO_MAIL.RECEIVED_AT,
                          DEMO_MAIL.ENVELOPE_FROM,
                          DEMO_MAIL.ENVELOPE_TO,
                          DEMO_MAIL.MESSAGE_ID,
                          DEMO_MAIL.SUBJECT,
                          DEMO_MAIL.RAW);
          for (String to : received.to()) {
            insert =
                insert.values(
                    now,
                    cut(received.from(), 400),
                    cut(to, 400),
                    cut(content.messageId(), 400),
                    cut(content.subject(), 1000),
                    raw);
          }
          return insert.execute();
        });
  }

  /**
   * A page of them, newest first.
   *
   * @param to the recipient, in any case; null: all
   * @param before only with a lower id; 0: from the newest
   */
  List<CaughtMail> list(@Nullable String to, long before, int limit) {
    return database
        .sql()
        .select(DEMO_MAIL.fields())
        .from(DEMO_MAIL)
        .where(matching(to))
        .and(before == 0 ? noCondition() : DEMO_MAIL.ID.lt(before))
        .orderBy(DEMO_MAIL.ID.desc())
        .limit(limit)
        .fetch(row -> mail(row.into(DEMO_MAIL)));
  }

  /**
   * As {@link #list}, without the mails themselves.
   *
   * @param search part of an address or subject, in any case; empty: all
   */
  List<Line> lines(String search, long before, int limit) {
    return database
        .sql()
        .select(
            DEMO_MAIL.ID,
            DEMO_MAIL.RECEIVED_AT,
            DEMO_MAIL.ENVELOPE_FROM,
            DEMO_MAIL.ENVELOPE_TO,
            DEMO_MAIL.SUBJECT)
        .from(DEMO_MAIL)
        .where(holding(search))
        .and(before == 0 ? noCondition() : DEMO_MAIL.ID.lt(before))
        .orderBy(DEMO_MAIL.ID.desc())
        .limit(limit)
        .fetch(
            row -> new Line(row.value1(), row.value2(), row.value3(), row.value4(), row.value5()));
  }

  int count(@Nullable String to) {
    return database.sql().fetchCount(DEMO_MAIL, matching(to));
  }

  /** How many the list has. */
  int found(String search) {
    return database.sql().fetchCount(DEMO_MAIL, holding(search));
  }

  /** The newest that one of our messages became. */
  Optional<Long> ofMessage(long message) {
    String id =
        "<" + links.tokens().make(Use.MESSAGE_ID, message, 0, "") + "@" + links.host() + ">";
    return database
        .sql()
        .select(DEMO_MAIL.ID)
        .from(DEMO_MAIL)
        .where(DEMO_MAIL.MESSAGE_ID.eq(id))
        .orderBy(DEMO_MAIL.ID.desc())
        .limit(1)
        .fetchOptional(DEMO_MAIL.ID);
  }

  /** The message of ours that a mail is, by its Message-ID; empty: it is somebody else's. */
  Optional<Long> messageOf(CaughtMail mail) {
    String id = mail.content().messageId();
    return id == null
        ? Optional.empty()
        : links
            .tokens()
            .read(Use.MESSAGE_ID, id.replaceAll("^<|@.*$", ""), "")
            .map(Tokens.Claim::messageId);
  }

  private static Condition holding(String search) {
    String sought = search.strip().toLowerCase(Locale.ROOT);
    return sought.isEmpty()
        ? noCondition()
        : lower(DEMO_MAIL.ENVELOPE_TO)
            .contains(sought)
            .or(lower(DEMO_MAIL.SUBJECT).contains(sought));
  }

  Optional<CaughtMail> find(long id) {
    return database
        .sql()
        .select(DEMO_MAIL.fields())
        .from(DEMO_MAIL)
        .where(DEMO_MAIL.ID.eq(id))
        .fetchOptional(row -> mail(row.into(DEMO_MAIL)));
  }

  private static Condition matching(@Nullable String to) {
    return to == null || to.isBlank()
        ? noCondition()
        : lower(DEMO_MAIL.ENVELOPE_TO).eq(val(to.strip().toLowerCase(Locale.ROOT)));
  }

  private static CaughtMail mail(DemoMailRecord row) {
    return new CaughtMail(
        row.getId(),
        row.getReceivedAt(),
        row.getEnvelopeFrom() == null ? "" : row.getEnvelopeFrom(),
        row.getEnvelopeTo(),
        row.getRaw(),
        MailContent.parse(row.getRaw()));
  }

  private static @Nullable String cut(@Nullable String text, int length) {
    return text == null || text.length() <= length ? text : text.substring(0, length);
  }

  /** A line of the list. */
  public record Line(
      long id, Instant receivedAt, @Nullable String from, String to, @Nullable String subject)
      implements CaughtBacking.Line {
    private static final long serialVersionUID = 1L;
  }

  /**
   * @param raw as it was sent, one character per byte
   */
  public record CaughtMail(
      long id, Instant receivedAt, String from, String to, String raw, MailContent content) {}
}
