package org.nurture.action;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jooq.SQLDialect;
import org.jooq.exception.DataAccessException;
import org.nurture.audience.HostWriter;
import org.nurture.audience.RecordKey;
import org.nurture.platform.Database;
import org.nurture.platform.SqlFailures;

/**
 * Runs actions a set at a time (D15): one UPDATE for all records of a chunk; where it fails, the
 * set is halved behind savepoints, down to the poison row.
 */
@ApplicationScoped
public class SetBasedActions implements ServerActions {
  /** As long as the column that keeps the reason. */
  private static final int LONGEST_REASON = 900;

  private Database database;
  private Actions actions;
  private HostWriter writer;

  /** For the container's proxy. */
  @SuppressWarnings("NullAway.Init")
  protected SetBasedActions() {}

  @Inject
  public SetBasedActions(Database database, Actions actions, HostWriter writer) {
    this.database = database;
    this.actions = actions;
    this.writer = writer;
  }

  @Override
  public Map<Long, String> execute(long actionId, List<Subject> subjects, Instant now) {
    Map<Long, String> failures = new HashMap<>();
    Optional<ActionView> action = actions.find(actionId);
    if (action.isEmpty()) {
      subjects.forEach(s -> failures.put(s.traceId(), "The action is no longer there"));
      return failures;
    }
    // in key order: so that two servers lock the host's rows in one order (D2)
    List<Subject> ordered =
        subjects.stream().sorted(java.util.Comparator.comparing(Subject::key)).toList();
    new Update(action.get().document(), now, failures).run(ordered);
    return failures;
  }

  /** One execution of one {@code update_record}. */
  private final class Update {
    private final String target;
    private final List<HostWriter.Assignment> assignments;
    private final Instant now;
    private final Map<Long, String> failures;

    Update(ActionDocument document, Instant now, Map<Long, String> failures) {
      this.target = document.target();
      this.assignments = document.assignments();
      this.now = now;
      this.failures = failures;
    }

    void run(List<Subject> subjects) {
      if (subjects.isEmpty()) {
        return;
      }
      List<RecordKey> keys = subjects.stream().map(Subject::key).distinct().toList();
      database.sql().execute("savepoint nurture_action");
      try {
        Set<RecordKey> written = writer.update(target, keys, assignments, now);
        surfaceDeferred();
        database.sql().execute("release savepoint nurture_action");
        for (Subject subject : subjects) {
          if (!written.contains(subject.key())) {
            failures.put(subject.traceId(), "The record was deleted in between");
          }
        }
      } catch (DataAccessException e) {
        if (SqlFailures.passing(e)) {
          throw e;
        }
        database.sql().execute("rollback to savepoint nurture_action");
        database.sql().execute("release savepoint nurture_action");
        divide(subjects, keys, e);
      }
    }

    private void divide(List<Subject> subjects, List<RecordKey> keys, DataAccessException e) {
      if (keys.size() == 1 || SqlFailure.concernsAllRows(e)) {
        String reason = SqlFailure.words(e, LONGEST_REASON);
        subjects.forEach(s -> failures.put(s.traceId(), reason));
        return;
      }
      // by key, not by place: two subjects of one record stay together
      RecordKey middle = keys.get(keys.size() / 2);
      run(subjects.stream().filter(s -> s.key().compareTo(middle) < 0).toList());
      run(subjects.stream().filter(s -> s.key().compareTo(middle) >= 0).toList());
    }

    /** What the host checks only at commit would take the whole chunk with it. */
    private void surfaceDeferred() {
      if (database.dialect() == SQLDialect.POSTGRES) {
        database.sql().execute("set constraints all immediate");
      }
    }
  }
}
