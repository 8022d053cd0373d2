package org.nurture.action;

import static java.util.stream.Collectors.toMap;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jooq.SQLDialect;
import org.jooq.exception.DataAccessException;
import org.nurture.audience.RecordKey;
import org.nurture.platform.Database;
import org.nurture.platform.SqlFailures;

/**
 * Runs actions a set at a time (D15): one statement for all records of a chunk; where it fails, the
 * set is halved behind savepoints, down to the poison row. The parts of a sequence go one after the
 * other for the whole set, all or nothing for each trace.
 */
@ApplicationScoped
public class SetBasedActions implements ServerActions {
  /** As long as the column that keeps the reason. */
  private static final int LONGEST_REASON = 900;

  private Database database;
  private Actions actions;
  private Performers performers;

  /** For the container's proxy. */
  @SuppressWarnings("NullAway.Init")
  protected SetBasedActions() {}

  @Inject
  public SetBasedActions(Database database, Actions actions, Performers performers) {
    this.database = database;
    this.actions = actions;
    this.performers = performers;
  }

  @Override
  public Map<Long, String> execute(long actionId, Occasion occasion, List<Subject> subjects) {
    Actions.Parts parts = actions.resolve(actionId);
    String gone = parts.gone();
    return gone == null
        ? execute(parts.documents(), occasion, subjects)
        : subjects.stream().collect(toMap(Subject::traceId, s -> gone));
  }

  /** Runs these parts, one after the other for the whole set. */
  Map<Long, String> execute(List<ActionDocument> parts, Occasion occasion, List<Subject> subjects) {
    // in key order: so that two servers lock the host's rows in one order (D2)
    List<Subject> ordered = subjects.stream().sorted(Comparator.comparing(Subject::key)).toList();
    Execution execution = new Execution(parts, occasion);
    execution.run(ordered);
    return execution.failures;
  }

  /** Later parts failed for these: what earlier ones did for them has to be undone. */
  private static final class Undo extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient Map<Long, String> failed;

    Undo(Map<Long, String> failed) {
      super("undo", null, false, false);
      this.failed = failed;
    }
  }

  /** One execution of one action. */
  private final class Execution {
    private final List<ActionDocument> parts;
    private final Occasion occasion;
    private final Map<Long, String> failures = new HashMap<>();

    Execution(List<ActionDocument> parts, Occasion occasion) {
      this.parts = parts;
      this.occasion = occasion;
    }

    void run(List<Subject> subjects) {
      if (subjects.isEmpty()) {
        return;
      }
      database.sql().execute("savepoint nurture_action");
      try {
        Map<Long, String> failed = perform(subjects);
        surfaceDeferred();
        database.sql().execute("release savepoint nurture_action");
        failures.putAll(failed);
      } catch (Undo undo) {
        undo();
        failures.putAll(undo.failed);
        run(without(subjects, undo.failed));
      } catch (DataAccessException e) {
        if (SqlFailures.passing(e)) {
          throw e;
        }
        undo();
        divide(subjects, e);
      }
    }

    private Map<Long, String> perform(List<Subject> subjects) {
      Map<Long, String> failed = new HashMap<>();
      List<Subject> left = subjects;
      for (int i = 0; i < parts.size() && !left.isEmpty(); i++) {
        Map<Long, String> now = performers.perform(parts.get(i), occasion, i + 1, left);
        failed.putAll(now);
        if (i > 0 && !now.isEmpty()) {
          throw new Undo(failed);
        }
        left = without(left, now);
      }
      return failed;
    }

    private static List<Subject> without(List<Subject> subjects, Map<Long, String> failed) {
      return failed.isEmpty()
          ? subjects
          : subjects.stream().filter(s -> !failed.containsKey(s.traceId())).toList();
    }

    private void undo() {
      database.sql().execute("rollback to savepoint nurture_action");
      database.sql().execute("release savepoint nurture_action");
    }

    private void divide(List<Subject> subjects, DataAccessException e) {
      List<RecordKey> keys = subjects.stream().map(Subject::key).distinct().toList();
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
