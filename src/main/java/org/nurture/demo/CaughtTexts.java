package org.nurture.demo;

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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jooq.Condition;
import org.jspecify.annotations.Nullable;
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
  void keep(String phone, String body) {
    Instant now = Time.now(clock);
    transactions.inNew(
        TIMEOUT,
        () ->
            database
                .sql()
                .insertInto(DEMO_SMS, DEMO_SMS.RECEIVED_AT, DEMO_SMS.PHONE, DEMO_SMS.BODY)
                .values(now, phone, body)
                .execute());
  }

  /**
   * A page of them, newest first.
   *
   * @param to the number, E.164; null: all
   * @param before only with a lower id; 0: from the newest
   */
  List<CaughtText> list(@Nullable String to, long before, int limit) {
    return database
        .sql()
        .select(DEMO_SMS.ID, DEMO_SMS.RECEIVED_AT, DEMO_SMS.PHONE, DEMO_SMS.BODY)
        .from(DEMO_SMS)
        .where(matching(to))
        .and(before == 0 ? noCondition() : DEMO_SMS.ID.lt(before))
        .orderBy(DEMO_SMS.ID.desc())
        .limit(limit)
        .fetch(row -> new CaughtText(row.value1(), row.value2(), row.value3(), row.value4()));
  }

  private static Condition matching(@Nullable String to) {
    return to == null || to.isBlank() ? noCondition() : DEMO_SMS.PHONE.eq(to.strip());
  }

  /** A text message that was "sent". */
  public record CaughtText(long id, Instant receivedAt, String phone, String body)
      implements Serializable {
    private static final long serialVersionUID = 1L;

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
