package org.nurture.insight;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.nurture.audience.RecordKey;
import org.nurture.journey.Reason;
import org.nurture.journey.TraceState;
import org.nurture.message.Kind;
import org.nurture.message.MessageState;

/**
 * A trace as lists show it.
 *
 * @param activity its activity's ref
 * @param due planned; null: waiting for its event. Where X10 holds it, the planned one
 * @param since what the interval counts from
 * @param parent null at the root
 * @param detail the engine's note, such as the placeholder that has no value
 * @param message null: none was composed
 */
public record TraceRow(
    long id,
    long campaignId,
    long participantId,
    RecordKey record,
    long activityId,
    String activity,
    TraceState state,
    @Nullable Reason reason,
    Instant since,
    @Nullable Instant due,
    @Nullable Instant waitUntil,
    @Nullable Instant processedAt,
    @Nullable Long parent,
    int attempts,
    boolean test,
    @Nullable String detail,
    @Nullable MessageRow message) {

  /** Whether it waits for an event (C3). */
  public boolean waiting() {
    return state == TraceState.SCHEDULED && due == null;
  }

  /**
   * Its message (slot 0).
   *
   * @param to null: erased
   * @param state as API.md names it; a leased one is QUEUED
   * @param answer what the gateway said last
   */
  public record MessageRow(
      long id,
      Kind kind,
      @Nullable String to,
      MessageState state,
      @Nullable Instant sentAt,
      @Nullable Instant deliveredAt,
      @Nullable Instant openedAt,
      @Nullable Instant clickedAt,
      @Nullable Instant repliedAt,
      @Nullable Instant bouncedAt,
      @Nullable Instant unsubscribedAt,
      @Nullable String answer) {}
}
