package org.nurture.action;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.nurture.audience.Filter;
import org.nurture.audience.RecordKey;
import org.nurture.message.Kind;

/** Runs server actions on sets of records, in the caller's transaction. */
public interface ServerActions {

  /**
   * Runs one action on these records. One poison row stops nothing: a set that fails is halved
   * behind savepoints, down to the row.
   *
   * @return what became of the traces
   * @throws org.jooq.exception.DataAccessException for a passing failure (X5): the caller rolls
   *     back
   */
  Result execute(long actionId, Occasion occasion, List<Subject> subjects);

  /** What a test keeps of an action that it may run later; null: the action is gone. */
  default @Nullable Terms keep(long actionId) {
    return Terms.NONE;
  }

  /**
   * What became of traces; those not named were done.
   *
   * @param failed for good, each with its reason in words (ERROR, action)
   * @param released nothing was done for them, there was no time: they stay as they are (D15)
   */
  record Result(Map<Long, String> failed, Set<Long> released) {
    public Result {
      failed = Map.copyOf(failed);
      released = Set.copyOf(released);
    }

    public static Result failed(Map<Long, String> failed) {
      return new Result(failed, Set.of());
    }
  }

  /**
   * Locks the records that an action will write in another database than Nurture's, and looks at
   * them once more (D4).
   *
   * @return whether each still matches; those that are gone are not in it. Empty: there is no need
   * @throws org.jooq.exception.DataAccessException for a passing failure (X5)
   */
  default Optional<Map<RecordKey, Boolean>> hold(
      long actionId,
      Occasion occasion,
      Collection<RecordKey> keys,
      Filter filter,
      boolean includeInactive) {
    return Optional.empty();
  }

  /**
   * What the action is executed for.
   *
   * @param zone the campaign's
   * @param now of the chunk
   */
  record Occasion(long campaignId, long activityId, ZoneId zone, Instant now, Terms terms) {
    public Occasion(long campaignId, long activityId, ZoneId zone, Instant now) {
      this(campaignId, activityId, zone, now, Terms.NONE);
    }
  }

  /**
   * On what terms it is executed.
   *
   * @param version of the action that the campaign keeps; null: as the action is now
   * @param by roles of the one who runs it, as {@link Actions#pin} gave them; null: not asked
   * @param to where messages of that kind go instead of to the record (T3)
   */
  record Terms(@Nullable Long version, @Nullable String by, Map<Kind, String> to) {
    public static final Terms NONE = new Terms(null, null, Map.of());

    public Terms {
      to = Map.copyOf(to);
    }
  }

  /** One record and the trace that it is executed for. */
  record Subject(long traceId, long participantId, RecordKey key, boolean test) {
    public Subject(long traceId, long participantId, RecordKey key) {
      this(traceId, participantId, key, false);
    }
  }
}
