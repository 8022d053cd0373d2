package org.nurture.action;

import static org.jooq.impl.DSL.val;

import java.util.List;
import java.util.function.Function;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.TableField;
import org.jspecify.annotations.Nullable;
import org.nurture.action.ServerActions.Subject;
import org.nurture.audience.RecordKey;

/** Rows of ours that hang on host records, many in one statement: as array binds. */
final class RecordRows {
  private RecordRows() {}

  static <T> Field<Long[]> numbers(List<T> rows, Function<T, @Nullable Long> column) {
    return val(rows.stream().map(column).toArray(Long[]::new));
  }

  static <T> Field<String[]> texts(List<T> rows, Function<T, @Nullable String> column) {
    return val(rows.stream().map(column).toArray(String[]::new));
  }

  static Field<Long[]> recordNumbers(List<Subject> subjects) {
    return numbers(subjects, s -> s.key().number());
  }

  static Field<String[]> recordTexts(List<Subject> subjects) {
    return texts(subjects, s -> s.key().text());
  }

  /** The row hangs on this record. */
  static Condition on(
      TableField<?, String> target,
      TableField<?, Long> number,
      TableField<?, String> text,
      String of,
      RecordKey key) {
    Condition record =
        key.number() != null ? number.eq(key.number()) : text.eq(String.valueOf(key.text()));
    return target.eq(of).and(record);
  }

  static RecordKey key(@Nullable Long number, @Nullable String text) {
    return number != null ? RecordKey.of(number) : RecordKey.of(String.valueOf(text));
  }
}
