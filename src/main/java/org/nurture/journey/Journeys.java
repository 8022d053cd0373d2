package org.nurture.journey;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.nurture.audience.RecordKey;
import org.nurture.platform.SlicedWork;
import org.nurture.tracking.EventType;

/**
 * The engine: enrolment, processing and events. Each call and slice is a transaction of its own.
 */
public interface Journeys {

  /**
   * Job {@code enroll} in full (E1–E6).
   *
   * @param campaignId null: all that are RUNNING
   */
  default SlicedWork enroll(@Nullable Long campaignId) {
    return enroll(campaignId, false);
  }

  /**
   * Job {@code enroll}.
   *
   * @param campaignId null: all that are RUNNING
   * @param incremental E1 for records that were modified since the last time, E4 once a day (E7)
   */
  SlicedWork enroll(@Nullable Long campaignId, boolean incremental);

  /**
   * Job {@code process}: events received so far (X0), then what is due (X1–X5).
   *
   * @param campaignId null: all
   */
  SlicedWork process(@Nullable Long campaignId);

  /**
   * Job {@code purge} (P3).
   *
   * @param retention how long ago a participant must have ended; more than zero
   * @param campaignId null: all
   */
  SlicedWork purge(Duration retention, @Nullable Long campaignId);

  /**
   * Job {@code verify} (D17): looks for contradictions, which are its findings; changes nothing.
   *
   * @param campaignId null: all
   */
  SlicedWork verify(@Nullable Long campaignId);

  /**
   * Applies one event of a trace's message, and returns when it and its consequences are committed
   * (executing is left to process). Waits for the participant's lock, bounded, then 503.
   *
   * @throws org.nurture.platform.NurtureException NOT_FOUND; CONFLICT: the trace has no message;
   *     INVALID: the type does not fit it, or {@code at} is more than 5 minutes ahead
   */
  void report(long traceId, ReportedEvent event);

  /**
   * Erases one person from all campaigns of a target (P3): nothing that tells who it was is left,
   * and who comes again under the same key or unique value is not enrolled again. Idempotent; a
   * campaign at a time, each in a transaction of its own.
   *
   * @return how many participations there were
   */
  int erase(String target, RecordKey key);

  /**
   * P1. Idempotent. Waits for the participant's lock, bounded, then 503.
   *
   * @throws org.nurture.platform.NurtureException NOT_FOUND; UNAVAILABLE
   */
  void remove(long campaignId, long participantId);

  /**
   * @param at null: now
   * @param hard for BOUNCED; null: true
   * @param externalId the same id twice is one event
   */
  record ReportedEvent(
      EventType type,
      @Nullable Instant at,
      @Nullable Boolean hard,
      @Nullable String url,
      @Nullable String externalId) {}
}
