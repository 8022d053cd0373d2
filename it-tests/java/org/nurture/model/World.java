package org.nurture.model;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.nurture.journey.ParticipantState;
import org.nurture.journey.Reason;
import org.nurture.journey.TraceState;
import org.nurture.tracking.EventType;

/**
 * One campaign over a small CRM, as a test drives it: either the model or the engine on a database.
 * Records are named by their key, activities by their ref.
 */
public interface World {
  Instant now();

  /** Sets the clock; never back. */
  void moveTo(Instant instant);

  /** Puts a record into the CRM. */
  void put(Contact contact);

  void change(long key, String field, @Nullable Object value);

  void delete(long key);

  /** Makes whatever an action does to this record fail for now, as on a host that is busy (X5). */
  void lock(long key, boolean locked);

  /** Stores the campaign and starts it. */
  void launch(Plan plan);

  /**
   * Edits the campaign and makes the edit live; activities are the same where their refs are.
   *
   * @param onlyNew new activities are for those enrolled from now on
   */
  void update(Plan next, boolean onlyNew);

  /** Somebody edits the activity's action: the campaign goes on with what it keeps until Update. */
  void rewrite(String ref, Act act);

  void start();

  void stop();

  void enroll();

  void process();

  /**
   * One run of sending: what is queued and allowed is handed over, or not, as its record's fate.
   */
  void send(Map<Long, Fate> fates);

  /** A tracking hit or report that lands in the inbox. */
  void event(long key, String ref, Happening happening);

  /** {@code POST /traces/{id}/events}: applied when it returns. */
  void report(long key, String ref, Happening happening);

  /** P1. */
  void remove(long key);

  /** P3: forgets what participants did that ended longer ago than that. */
  void purge(Duration retention);

  /** P3: forgets one person, who has a participant. */
  void erase(long key);

  /** Suppresses an address by hand. */
  void suppress(String address);

  List<ParticipantView> participants();

  List<TraceView> traces();

  /**
   * What actions have done, and what lies in the outbox: a line for each contact, task, to-do,
   * note, follower and message, in no order.
   */
  List<String> effects();

  /** A line of {@link #effects}. */
  static String told(Object... what) {
    return Arrays.stream(what).map(String::valueOf).collect(Collectors.joining(" "));
  }

  /** Fails where its data contradict themselves, figures among them (D10, D17). */
  default void verify() {}

  /** What sending a message comes to; those without one are accepted. */
  enum Fate {
    /** The gateway takes it. */
    ACCEPTED,
    /** 5xx to RCPT, the address does not exist. */
    HARD_BOUNCE,
    /** 5xx to RCPT with a status that says full or busy. */
    SOFT_BOUNCE,
    /** 4xx: stays queued. */
    LATER,
    /** Given up (X9). */
    GIVEN_UP,
    /** No recorded answer (X6). */
    IN_DOUBT;

    /** For a webhook, which knows neither bounces nor doubt. */
    public Fate ofWebhook() {
      return switch (this) {
        case ACCEPTED, GIVEN_UP, LATER -> this;
        case HARD_BOUNCE, SOFT_BOUNCE -> ACCEPTED;
        case IN_DOUBT -> LATER;
      };
    }
  }

  /**
   * @param at when it says that it happened
   * @param hard for BOUNCED
   * @param id the sender's own; null: none
   */
  record Happening(EventType type, Instant at, @Nullable Boolean hard, @Nullable String id) {}

  /**
   * @param record 0: it is erased
   * @param completedAt null while RUNNING
   */
  record ParticipantView(long record, ParticipantState state, @Nullable Instant completedAt) {}

  /**
   * @param processedAt when it ended; of those that X9 or X11 undid when they were processed
   * @param message null: none
   */
  record TraceView(
      long record,
      String ref,
      TraceState state,
      @Nullable Reason reason,
      @Nullable Instant due,
      @Nullable Instant processedAt,
      @Nullable MessageView message) {}

  /** When each kind of event counted first; null: not yet. */
  record MessageView(
      String state,
      @Nullable Instant opened,
      @Nullable Instant clicked,
      @Nullable Instant replied,
      @Nullable Instant bounced) {}
}
