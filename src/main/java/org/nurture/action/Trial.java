package org.nurture.action;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.nurture.action.ServerActions.Occasion;
import org.nurture.action.ServerActions.Subject;
import org.nurture.audience.Audience;
import org.nurture.audience.RecordKey;
import org.nurture.platform.NurtureException;
import org.nurture.platform.Time;
import org.nurture.platform.Transactions;

/** Tries an action on one record: what it would change. All of it is rolled back. */
@ApplicationScoped
public class Trial {
  private static final Duration LONGEST = Duration.ofSeconds(20);

  /** No trace has it. */
  private static final long NO_TRACE = -1;

  private final Transactions transactions;
  private final Actions actions;
  private final SetBasedActions executor;
  private final Performers performers;
  private final Audience audience;
  private final InstantSource clock;

  @Inject
  public Trial(
      Transactions transactions,
      Actions actions,
      SetBasedActions executor,
      Performers performers,
      Audience audience,
      InstantSource clock) {
    this.transactions = transactions;
    this.actions = actions;
    this.executor = executor;
    this.performers = performers;
    this.audience = audience;
    this.clock = clock;
  }

  /** For the container's proxy. */
  @SuppressWarnings("NullAway")
  protected Trial() {
    this(null, null, null, null, null, null);
  }

  /**
   * What came of it.
   *
   * @param failure why it would fail; null: it would not
   */
  public record Result(@Nullable String failure, List<Line> lines) {}

  /**
   * One thing that was looked at.
   *
   * @param part of a sequence, or the action itself
   * @param what a path of the record, a member of the effect, or target and field of a new record
   */
  public record Line(
      ActionDocument part, String what, @Nullable Object before, @Nullable Object after) {
    public boolean changed() {
      return !Objects.equals(before, after);
    }
  }

  /**
   * Tries it.
   *
   * @throws NurtureException INVALID with what is wrong with the action; NOT_FOUND: there is no
   *     such record; FORBIDDEN: a script, by somebody who may not write it
   */
  public Result on(ActionDocument action, RecordKey key) {
    Undone undone = new Undone();
    try {
      transactions.inNew(
          LONGEST,
          () -> {
            undone.result = attempt(action, key);
            throw undone;
          });
    } catch (Undone expected) {
      return Objects.requireNonNull(expected.result);
    }
    throw new IllegalStateException("the trial was not rolled back");
  }

  private Result attempt(ActionDocument action, RecordKey key) {
    actions.demandScripting(action);
    if (audience.existing(action.target(), List.of(key)).isEmpty()) {
      throw NurtureException.notFound(action.target(), key);
    }
    List<ActionDocument> parts = actions.parts(action);
    Instant now = Time.now(clock);
    Occasion occasion = new Occasion(NO_TRACE, NO_TRACE, ZoneOffset.UTC, now);
    Subject subject = new Subject(NO_TRACE, NO_TRACE, key, true);
    List<Map<String, @Nullable Object>> before = look(parts, occasion, subject, false);
    String failure = executor.execute(parts, occasion, List.of(subject)).failed().get(NO_TRACE);
    if (failure != null) {
      return new Result(failure, List.of());
    }
    List<Map<String, @Nullable Object>> after = look(parts, occasion, subject, true);
    List<Line> lines = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      Set<String> all = new LinkedHashSet<>(before.get(i).keySet());
      all.addAll(after.get(i).keySet());
      for (String what : all) {
        lines.add(new Line(parts.get(i), what, before.get(i).get(what), after.get(i).get(what)));
      }
    }
    return new Result(null, lines);
  }

  private List<Map<String, @Nullable Object>> look(
      List<ActionDocument> parts, Occasion occasion, Subject subject, boolean after) {
    List<Map<String, @Nullable Object>> seen = new ArrayList<>();
    for (ActionDocument part : parts) {
      seen.add(new LinkedHashMap<>(performers.observe(part, occasion, subject, after)));
    }
    return seen;
  }

  /** Ends the transaction without a trace. */
  private static final class Undone extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private transient @Nullable Result result;

    Undone() {
      super("undone", null, false, false);
    }
  }
}
