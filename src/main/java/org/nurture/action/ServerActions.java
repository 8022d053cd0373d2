package org.nurture.action;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.nurture.audience.RecordKey;

/** Runs server actions on sets of records, in the caller's transaction. */
public interface ServerActions {

  /**
   * Runs one action on these records. One poison row stops nothing: a set that fails is halved
   * behind savepoints, down to the row.
   *
   * @return the traces that failed for good, each with its reason in words (ERROR, action)
   * @throws org.jooq.exception.DataAccessException for a passing failure (X5): the caller rolls
   *     back
   */
  Map<Long, String> execute(long actionId, Occasion occasion, List<Subject> subjects);

  /**
   * What the action is executed for.
   *
   * @param zone the campaign's
   * @param now of the chunk
   */
  record Occasion(long campaignId, long activityId, ZoneId zone, Instant now) {}

  /** One record and the trace that it is executed for. */
  record Subject(long traceId, long participantId, RecordKey key, boolean test) {
    public Subject(long traceId, long participantId, RecordKey key) {
      this(traceId, participantId, key, false);
    }
  }
}
