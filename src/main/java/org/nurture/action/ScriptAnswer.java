package org.nurture.action;

import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nurture.audience.HostWriter.Assignment;
import org.nurture.platform.Text;
import org.nurture.platform.Violation;
import org.nurture.platform.json.DocumentReader;
import org.nurture.platform.json.JsonText;
import org.nurture.platform.json.Problems;

/**
 * What a script returned for one record: nothing, or {@code {set: {field: value}, todo: {summary,
 * note, due, assignee}, note: {subject, text}}}.
 *
 * @param set fields of the record
 * @param todo null: none
 * @param note null: none
 */
record ScriptAnswer(List<Assignment> set, @Nullable Todo todo, @Nullable Note note) {
  private static final ScriptAnswer NOTHING = new ScriptAnswer(List.of(), null, null);

  /** A to-do on the record. */
  record Todo(
      String summary, @Nullable String note, @Nullable Instant due, @Nullable String assignee) {}

  /** A note on the record, plain text. */
  record Note(String subject, String text) {}

  /** It is of another form; the message says which. */
  static final class Unfit extends Exception {
    private static final long serialVersionUID = 1L;

    Unfit(String message) {
      super(message);
    }
  }

  static ScriptAnswer read(String json) throws Unfit {
    JsonValue returned = JsonText.parse(json);
    if (returned == JsonValue.NULL) {
      return NOTHING;
    }
    if (!(returned instanceof JsonObject object)) {
      throw new Unfit(
          Text.of(
              "A script returns nothing, or an object with “set”, “todo”, “note”; this one returned"
                  + " {0}",
              JsonText.typeOf(returned)));
    }
    Problems problems = new Problems();
    ScriptAnswer answer = DocumentReader.read(object, "", problems, ScriptAnswer::read);
    if (!problems.isEmpty()) {
      Violation first = problems.violations().get(0);
      throw new Unfit(Text.of("The script returned {0}: {1}", first.path(), first.message()));
    }
    return answer;
  }

  private static ScriptAnswer read(DocumentReader in) {
    return new ScriptAnswer(
        set(in),
        in.object(
            "todo",
            t ->
                new Todo(
                    t.text("summary", Todos.LONGEST_SUMMARY),
                    t.optionalText("note", Todos.LONGEST_NOTE),
                    t.optionalInstant("due"),
                    t.optionalText("assignee", Todos.LONGEST_NAME))),
        in.object(
            "note",
            n ->
                new Note(
                    n.text("subject", Notes.LONGEST_SUBJECT), n.text("text", Notes.LONGEST_BODY))));
  }

  private static List<Assignment> set(DocumentReader in) {
    List<Assignment> set = new ArrayList<>();
    JsonValue given = in.value("set");
    if (given instanceof JsonObject fields) {
      fields.forEach((field, value) -> set.add(new Assignment(field, constant(value), null)));
    } else if (given != null) {
      in.wrongType("set", Text.of("an object of fields and their values"), given);
    }
    return set;
  }

  private static @Nullable Object constant(JsonValue value) {
    return switch (value.getValueType()) {
      case TRUE -> Boolean.TRUE;
      case FALSE -> Boolean.FALSE;
      case STRING -> ((JsonString) value).getString();
      case NUMBER -> number(((JsonNumber) value).bigDecimalValue());
      case NULL -> null;
      // no column takes it: it is refused with its field's name
      case ARRAY, OBJECT -> List.of();
    };
  }

  /** JavaScript has one sort of numbers: 3.0 is a whole one. */
  private static Object number(BigDecimal decimal) {
    BigDecimal plain = decimal.stripTrailingZeros();
    return Setting.number(plain.scale() < 0 ? plain.setScale(0) : plain);
  }
}
