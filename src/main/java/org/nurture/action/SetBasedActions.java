package org.nurture.action;

import static java.util.stream.Collectors.toMap;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jooq.SQLDialect;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;
import org.nurture.audience.Filter;
import org.nurture.audience.RecordKey;
import org.nurture.platform.Database;
import org.nurture.platform.NurtureException;
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

  private static final String SAVEPOINT = "nurture_action";

  private Database database;
  private KeptActions kept;
  private Performers performers;

  /** For the container's proxy. */
  @SuppressWarnings("NullAway.Init")
  protected SetBasedActions() {}

  @Inject
  public SetBasedActions(Database database, KeptActions kept, Performers performers) {
    this.database = database;
    this.kept = kept;
    this.performers = performers;
  }

  @Override
  public Result execute(long actionId, Occasion occasion, List<Subject> subjects) {
    KeptActions.Parts parts = kept.resolve(actionId, occasion.terms());
    String gone = parts.gone();
    return gone == null
        ? execute(parts.documents(), occasion, subjects)
        : Result.failed(subjects.stream().collect(toMap(Subject::traceId, s -> gone)));
  }

  @Override
  public @Nullable Terms keep(long actionId) {
    try {
      KeptActions.Pin pin = kept.pin(actionId);
      return new Terms(pin.version(), pin.by(), Map.of());
    } catch (NurtureException e) {
      // a part is gone: running it says so
      return null;
    }
  }

  @Override
  public Optional<Map<RecordKey, Boolean>> hold(
      long actionId,
      Occasion occasion,
      Collection<RecordKey> keys,
      Filter filter,
      boolean includeInactive) {
    return kept.resolve(actionId, occasion.terms()).documents().stream()
        .filter(performers::writesElsewhere)
        .findFirst()
        .map(
            part ->
                performers
                    .host()
                    .hold(part.target(), keys, filter, includeInactive, occasion.now()));
  }

  /** Runs these parts, one after the other for the whole set. */
  Result execute(List<ActionDocument> parts, Occasion occasion, List<Subject> subjects) {
    // in key order: so that two servers lock the host's rows in one order (D2)
    List<Subject> ordered = subjects.stream().sorted(Comparator.comparing(Subject::key)).toList();
    Execution execution = new Execution(parts, occasion);
    execution.run(ordered);
    return new Result(execution.failures, execution.released);
  }

  /** Later parts were not done for these: what earlier ones did for them has to be undone. */
  private static final class Undo extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient Result of;

    Undo(Result of) {
      super("undo", null, false, false);
      this.of = of;
    }
  }

  /** One execution of one action. */
  private final class Execution {
    private final List<ActionDocument> parts;
    private final Occasion occasion;

    /** The target in another database that is written; null: there is none. */
    private final @Nullable String elsewhere;

    private final Map<Long, String> failures = new HashMap<>();
    private final Set<Long> released = new HashSet<>();

    Execution(List<ActionDocument> parts, Occasion occasion) {
      this.parts = parts;
      this.occasion = occasion;
      this.elsewhere =
          parts.stream()
              .filter(performers::writesElsewhere)
              .map(ActionDocument::target)
              .findFirst()
              .orElse(null);
    }

    void run(List<Subject> subjects) {
      if (subjects.isEmpty()) {
        return;
      }
      mark();
      try {
        Result result = perform(subjects);
        release();
        keep(result);
      } catch (Undo undo) {
        undo();
        keep(undo.of);
        run(without(subjects, undo.of));
      } catch (DataAccessException e) {
        if (SqlFailures.passing(e)) {
          throw e;
        }
        undo();
        divide(subjects, e);
      }
    }

    private void keep(Result result) {
      failures.putAll(result.failed());
      released.addAll(result.released());
    }

    private Result perform(List<Subject> subjects) {
      Map<Long, String> failed = new HashMap<>();
      Set<Long> left = new HashSet<>();
      List<Subject> open = subjects;
      for (int i = 0; i < parts.size() && !open.isEmpty(); i++) {
        Result now = performers.perform(parts.get(i), occasion, i + 1, open);
        failed.putAll(now.failed());
        left.addAll(now.released());
        if (i > 0 && !(now.failed().isEmpty() && now.released().isEmpty())) {
          throw new Undo(new Result(failed, left));
        }
        open = without(open, now);
      }
      return new Result(failed, left);
    }

    private static List<Subject> without(List<Subject> subjects, Result of) {
      return of.failed().isEmpty() && of.released().isEmpty()
          ? subjects
          : subjects.stream()
              .filter(s -> !of.failed().containsKey(s.traceId()))
              .filter(s -> !of.released().contains(s.traceId()))
              .toList();
    }

    private void mark() {
      database.sql().execute("savepoint " + SAVEPOINT);
      if (elsewhere != null) {
        performers.host().mark(elsewhere, SAVEPOINT);
      }
    }

    private void undo() {
      database.sql().execute("rollback to savepoint " + SAVEPOINT);
      database.sql().execute("release savepoint " + SAVEPOINT);
      if (elsewhere != null) {
        performers.host().undo(elsewhere, SAVEPOINT);
      }
    }

    private void release() {
      surfaceDeferred();
      if (elsewhere != null) {
        performers.host().release(elsewhere, SAVEPOINT);
      }
      database.sql().execute("release savepoint " + SAVEPOINT);
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
