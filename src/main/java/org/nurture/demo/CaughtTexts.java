package org.nurture.demo;

import static org.jooq.impl.DSL.lower;
import static org.jooq.impl.DSL.noCondition;
import static org.nurture.platform.schema.Tables.DEMO_SMS;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jooq.Condition;
import org.jspecify.annotations.Nullable;
import org.nurture.message.sms.Segments;
import org.nurture.platform.Database;
import org.nurture.platform.Time;
import org.nurture.platform.Transactions;

/** The text messages that the demo's catcher has accepted, newest first. */
@ApplicationScoped
public class CaughtTexts {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final Pattern URL = Pattern.compile("https?://[^\\s<>\"]*[^\\s<>\".,;:!?)\\]]");

  private final Database database;
  private final Transactions transactions;
  private final InstantSource clock;

  /** For the container's proxies. */
  @SuppressWarnings("NullAway")
  protected CaughtTexts() {
    this(null, null, null);
  }

  @Inject
  public CaughtTexts(Database database, Transactions transactions, InstantSource clock) {
    this.database = database;
    this.transactions = transactions;
    this.clock = clock;
  }

  /** Keeps a text message; when this returns it is committed. */
  void keep(long message, String phone, String body) {
    Instant now = Time.now(clock);
    transactions.inNew(
        TIMEOUT,
        () ->
            database
                .sql()
                .insertInto(
                    DEMO_SMS, DEMO_SMS.RECEIVED_AT, DEMO_SMS.PHONE, DEMO_SMS.BODY, DEMO_SMS.MESSAGE)
                .values(now, phone, body, message)
                .execute());
  }

  /**
   * A page of them, newest first.
   *
   * @param to the number, E.164; null: all
   * @param before only with a lower id; 0: from the newest
   */
  List<CaughtText> list(@Nullable String to, long before, int limit) {
    return page(matching(to), before, limit);
  }

  /**
   * The same for a page.
   *
   * @param search part of a number or text, in any case; empty: all
   */
  List<CaughtText> search(String search, long before, int limit) {
    return page(holding(search), before, limit);
  }

  /** How many the page's list has. */
  int found(String search) {
    return database.sql().fetchCount(DEMO_SMS, holding(search));
  }

  Optional<CaughtText> find(long id) {
    return page(DEMO_SMS.ID.eq(id), 0, 1).stream().findFirst();
  }

  /** What one of our messages became. */
  Optional<Long> ofMessage(long message) {
    return page(DEMO_SMS.MESSAGE.eq(message), 0, 1).stream().map(CaughtText::id).findFirst();
  }

  private List<CaughtText> page(Condition which, long before, int limit) {
    return database
        .sql()
        .select(DEMO_SMS.ID, DEMO_SMS.RECEIVED_AT, DEMO_SMS.PHONE, DEMO_SMS.BODY, DEMO_SMS.MESSAGE)
        .from(DEMO_SMS)
        .where(which)
        .and(before == 0 ? noCondition() : DEMO_SMS.ID.lt(before))
        .orderBy(DEMO_SMS.ID.desc())
        .limit(limit)
        .fetch(
            row ->
                new CaughtText(
                    row.value1(), row.value2(), row.value3(), row.value4(), row.value5()));
  }

  private static Condition holding(String search) {
    String sought = search.strip().toLowerCase(Locale.ROOT);
    return sought.isEmpty()
        ? noCondition()
        : DEMO_SMS
            .PHONE
            .contains(sought.replace(" ", ""))
            .or(lower(DEMO_SMS.BODY).contains(sought));
  }

  private static Condition matching(@Nullable String to) {
    return to == null || to.isBlank() ? noCondition() : DEMO_SMS.PHONE.eq(to.strip());
  }

  /**
   * A text message that was "sent".
   *
   * @param message ours that it was; null: caught by an earlier version
   */
  public record CaughtText(
      long id, Instant receivedAt, String phone, String body, @Nullable Long message)
      implements CaughtBacking.Line {
    private static final long serialVersionUID = 1L;

    /** A part of the text; links can be pressed. */
    public record Piece(String text, boolean link) implements Serializable {
      private static final long serialVersionUID = 1L;
    }

    /** The text, its links apart. */
    public List<Piece> pieces() {
      List<Piece> pieces = new ArrayList<>();
      Matcher url = URL.matcher(body);
      int end = 0;
      while (url.find()) {
        if (url.start() > end) {
          pieces.add(new Piece(body.substring(end, url.start()), false));
        }
        pieces.add(new Piece(url.group(), true));
        end = url.end();
      }
      if (end < body.length()) {
        pieces.add(new Piece(body.substring(end), false));
      }
      return pieces;
    }

    /** How many segments it took. */
    public Segments segments() {
      return Segments.of(body);
    }

    /** Where its reader can click. */
    public List<String> links() {
      List<String> links = new ArrayList<>();
      Matcher url = URL.matcher(body);
      while (url.find()) {
        links.add(url.group());
      }
      return links;
    }
  }
}
