package org.nurture.action;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.nurture.action.ServerActions.Subject;
import org.nurture.action.expression.Expression;
import org.nurture.audience.Audience;
import org.nurture.audience.Audience.Examined;
import org.nurture.audience.HostWriter.Computed;
import org.nurture.audience.RecordKey;

/** Computes what an action's expressions give for each record of a set, and has it written. */
final class EachRecord {
  private final Audience audience;
  private final String target;
  private final Computations computations;
  private final Instant now;

  EachRecord(Audience audience, String target, Computations computations, Instant now) {
    this.audience = audience;
    this.target = target;
    this.computations = computations;
    this.now = now;
  }

  /**
   * One set after the other, none with a key twice: the second trace of a record finds what the
   * first one wrote.
   *
   * @param write writes rows; answers the keys that it refused, with the reason
   * @return the traces that failed, each with the reason
   */
  Map<Long, String> write(
      List<Subject> subjects, Function<List<Computed>, Map<RecordKey, String>> write) {
    Map<Long, String> failed = new HashMap<>();
    for (List<Subject> once : Subjects.apart(subjects)) {
      Map<RecordKey, Examined> records =
          RecordText.read(audience, target, once, computations.paths(), now);
      List<Computed> rows = new ArrayList<>();
      for (Subject subject : once) {
        Map<String, @Nullable Object> values = RecordText.values(records, subject.key());
        try {
          rows.add(new Computed(subject.key(), computations.values(values, now)));
        } catch (Expression.Failed e) {
          failed.put(subject.traceId(), String.valueOf(e.getMessage()));
        }
      }
      Map<RecordKey, String> refused = rows.isEmpty() ? Map.of() : write.apply(rows);
      for (Subject subject : once) {
        String why = refused.get(subject.key());
        if (why != null) {
          failed.put(subject.traceId(), why);
        }
      }
    }
    return failed;
  }
}
