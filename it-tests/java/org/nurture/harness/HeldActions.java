package org.nurture.harness;

import static java.util.Objects.requireNonNull;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jooq.exception.DataAccessException;
import org.nurture.action.ActionDocument;
import org.nurture.action.RealActions;
import org.nurture.action.ServerActions;
import org.nurture.model.Act;
import org.nurture.model.Activity;

/**
 * Server actions held in memory, and executed as the server does; whatever is done to some records
 * fails, as tests want it.
 */
final class HeldActions implements ServerActions {
  /** ISO 9075: transaction rollback, serialization failure. */
  private static final String SERIALIZATION_FAILURE = "40001";

  private final RealActions real;
  private final Map<Long, List<ActionDocument>> actions = new ConcurrentHashMap<>();
  private final Map<Long, List<ActionDocument>> versions = new ConcurrentHashMap<>();
  private final AtomicLong lastVersion = new AtomicLong();
  private final Map<Long, String> failing = new ConcurrentHashMap<>();

  HeldActions(RealActions real) {
    this.real = real;
  }

  /** The action of that activity, if it has one. */
  void put(long actionId, Activity activity) {
    put(actionId, activity.act());
  }

  void put(long actionId, Act act) {
    actions.put(actionId, ActionDocuments.of(act));
  }

  /** The action as it is now: what a campaign keeps. */
  long version(long actionId) {
    long version = lastVersion.incrementAndGet();
    versions.put(version, requireNonNull(actions.get(actionId)));
    return version;
  }

  void lock(long key, boolean lock) {
    if (lock) {
      fail(key, SERIALIZATION_FAILURE);
    } else {
      failing.remove(key);
    }
  }

  /** From now on whatever is done to this record fails with that SQLState, after it was done. */
  void fail(long key, String sqlState) {
    failing.put(key, sqlState);
  }

  @Override
  public Result execute(long actionId, Occasion occasion, List<Subject> subjects) {
    Long version = occasion.terms().version();
    List<ActionDocument> parts =
        requireNonNull(version == null ? actions.get(actionId) : versions.get(version));
    Result result = real.execute(parts, occasion, subjects);
    for (Subject subject : subjects) {
      String state = failing.get(requireNonNull(subject.key().number()));
      if (state != null) {
        String what = "record " + subject.key() + " fails";
        throw new DataAccessException(what, new SQLException(what, state));
      }
    }
    return result;
  }
}
