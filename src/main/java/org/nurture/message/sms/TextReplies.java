package org.nurture.message.sms;

import static org.nurture.platform.schema.Tables.OUTBOX;
import static org.nurture.platform.schema.Tables.SMS_INBOUND;
import static org.nurture.platform.schema.Tables.SUPPRESSION;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.nurture.message.Addresses;
import org.nurture.message.Kind;
import org.nurture.message.Suppressions;
import org.nurture.message.Suppressions.Channel;
import org.nurture.message.Suppressions.Entry;
import org.nurture.message.Suppressions.Why;
import org.nurture.message.Withdrawal;
import org.nurture.message.sms.StopWords.Meaning;
import org.nurture.platform.Database;
import org.nurture.platform.Time;
import org.nurture.platform.Transactions;
import org.nurture.tracking.EventInbox;
import org.nurture.tracking.EventInbox.Incoming;
import org.nurture.tracking.EventType;

/**
 * Texts from recipients. STOP suppresses the number on SMS at once (C11), and counts as
 * unsubscribed for the last message that went there; START lifts that, but not a bounce, a
 * complaint or what a person entered; anything else is a note on the record, and triggers nothing.
 */
@ApplicationScoped
public class TextReplies {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final int LONGEST = 2000;

  private final Transactions transactions;
  private final Database database;
  private final Suppressions suppressions;
  private final Withdrawal withdrawal;
  private final EventInbox inbox;
  private final ReplyNotes notes;
  private final InstantSource clock;

  @Inject
  public TextReplies(
      Transactions transactions,
      Database database,
      Suppressions suppressions,
      Withdrawal withdrawal,
      EventInbox inbox,
      ReplyNotes notes,
      InstantSource clock) {
    this.transactions = transactions;
    this.database = database;
    this.suppressions = suppressions;
    this.withdrawal = withdrawal;
    this.inbox = inbox;
    this.notes = notes;
    this.clock = clock;
  }

  /** For the container's proxy. */
  @SuppressWarnings("NullAway")
  protected TextReplies() {
    this(null, null, null, null, null, null, null);
  }

  /**
   * A text that came in.
   *
   * @param from its sender, as the gateway writes it, with the country's code
   * @param meaning as the gateway understood it; null: by its words
   * @param externalId the gateway's own, twice the same is one; null: it gives none
   */
  public record Text(
      String from, String body, @Nullable Meaning meaning, @Nullable String externalId) {
    public Text {
      // some gateways end a text with NUL, which PostgreSQL does not take
      body = body.replace("\u0000", "");
    }
  }

  /** Takes it; when this returns it is committed, and STOP holds. */
  public void take(Text text) {
    Optional<String> phone = phone(text.from());
    if (phone.isEmpty()) {
      return; // a short code or a name: nobody whom we write to
    }
    Instant now = Time.now(clock);
    Meaning meaning = text.meaning() == null ? StopWords.of(text.body()) : text.meaning();
    boolean fresh = transactions.inNew(TIMEOUT, () -> keep(phone.get(), text, meaning, now));
    if (fresh && meaning == Meaning.STOP) {
      withdrawal.withdraw();
    }
  }

  private static Optional<String> phone(String from) {
    String digits = from.strip().replaceFirst("^(\\+|00)", "");
    return Addresses.phone("+" + digits, null);
  }

  private boolean keep(String phone, Text text, Meaning meaning, Instant now) {
    if (text.externalId() != null
        && database.sql().fetchExists(SMS_INBOUND, SMS_INBOUND.EXTERNAL_ID.eq(text.externalId()))) {
      return false;
    }
    Long message = lastTo(phone);
    String body = text.body().length() > LONGEST ? text.body().substring(0, LONGEST) : text.body();
    database
        .sql()
        .insertInto(SMS_INBOUND)
        .set(SMS_INBOUND.RECEIVED_AT, now)
        .set(SMS_INBOUND.PHONE, phone)
        .set(SMS_INBOUND.BODY, body)
        .set(SMS_INBOUND.MEANING, meaning.name())
        .set(SMS_INBOUND.MESSAGE_ID, message)
        .set(SMS_INBOUND.EXTERNAL_ID, text.externalId())
        .execute();
    switch (meaning) {
      case STOP -> stop(phone, message, now);
      case START -> start(phone);
      case OTHER -> {
        if (message != null) {
          notes.note(message, phone, body, now);
        }
      }
    }
    return true;
  }

  private @Nullable Long lastTo(String phone) {
    return database
        .sql()
        .select(OUTBOX.ID)
        .from(OUTBOX)
        .where(OUTBOX.ADDRESS.eq(phone))
        .and(OUTBOX.KIND.eq(Kind.SMS.code()))
        .and(OUTBOX.SENT_AT.isNotNull())
        .orderBy(OUTBOX.SENT_AT.desc(), OUTBOX.ID.desc())
        .limit(1)
        .fetchOne(OUTBOX.ID);
  }

  private void stop(String phone, @Nullable Long message, Instant now) {
    List<Entry> entry = List.of(new Entry(Channel.SMS, phone, Why.UNSUBSCRIBED, null));
    suppressions.add(entry, now);
    withdrawal.owe(entry);
    if (message != null) {
      inbox.append(
          List.of(
              new Incoming(message, EventType.UNSUBSCRIBED, now, now, null, false, null, null)));
    }
  }

  private void start(String phone) {
    database
        .sql()
        .deleteFrom(SUPPRESSION)
        .where(SUPPRESSION.CHANNEL.eq(Channel.SMS.code()))
        .and(SUPPRESSION.ADDRESS.eq(Addresses.key(phone)))
        .and(SUPPRESSION.REASON.eq(Why.UNSUBSCRIBED.word()))
        .execute();
  }
}
