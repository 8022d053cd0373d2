package org.nurture.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a server action does (SPEC section 9). The texts are always the same: what varies is what an
 * engine may get wrong.
 */
public sealed interface Act {
  /** Sets fields of the record, all to values as they were before. */
  record Update(List<Line> set) implements Act {}

  /** A field and what it is set to. */
  record Line(String field, Value value) {}

  /**
   * Makes a task that refers to the record.
   *
   * @param ifAbsent none where the record has one of that title already
   */
  record Create(Value title, boolean ifAbsent) implements Act {}

  /**
   * A to-do, for the user that the record's stage names, or for Ann.
   *
   * @param due from when it runs; null: no due date
   */
  record Todo(@Nullable Span due, boolean byStage) implements Act {}

  /** Adds or removes followers. */
  record Follow(boolean add, List<String> followers) implements Act {}

  /** Sends the one template that there is, keeps it as a note, or both. */
  record Send(Form form) implements Act {
    /** What becomes of it. */
    public enum Form {
      EMAIL,
      MESSAGE,
      NOTE,
      SMS;

      boolean sent() {
        return this != NOTE;
      }

      boolean noted() {
        return this == MESSAGE || this == NOTE;
      }
    }
  }

  /** Code. */
  record Script(Code code) implements Act {
    /** All but the first fail where the score is above 5, and count it on elsewhere. */
    public enum Code {
      /** Leaves a to-do. */
      DILIGENT,
      THROWING,
      /** Does not end. */
      ENDLESS,
      /** Returns what the host does not take. */
      MISFIT
    }
  }

  /** Posts name and score. */
  record Hook() implements Act {}

  /** Existing actions, all or nothing. */
  record Sequence(List<Act> parts) implements Act {}

  /** An update of one field to a constant. */
  static Act set(String field, @Nullable Object value) {
    return new Update(List.of(new Line(field, new Value.Constant(value))));
  }

  static Act sequence(Act... parts) {
    return new Sequence(List.of(parts));
  }
}
