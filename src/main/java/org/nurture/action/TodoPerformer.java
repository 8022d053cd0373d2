package org.nurture.action;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.nurture.action.CreateActivity.Assignee;
import org.nurture.action.ServerActions.Occasion;
import org.nurture.action.ServerActions.Result;
import org.nurture.action.ServerActions.Subject;
import org.nurture.audience.Audience;
import org.nurture.audience.Audience.Examined;
import org.nurture.audience.FieldInfo;
import org.nurture.audience.FieldType;
import org.nurture.audience.RecordKey;
import org.nurture.platform.Text;
import org.nurture.platform.json.Problems;
import org.nurture.template.LiquidException;

/** Reads what the texts name of all records, renders, and writes the to-dos in one statement. */
final class TodoPerformer implements Performer<CreateActivity> {
  private final Audience audience;
  private final Todos todos;

  TodoPerformer(Audience audience, Todos todos) {
    this.audience = audience;
    this.todos = todos;
  }

  @Override
  public void check(String target, CreateActivity effect, Problems problems) {
    RecordText.check(effect.summary(), "/summary", target, audience, problems);
    if (effect.note() != null) {
      RecordText.check(effect.note(), "/note", target, audience, problems);
    }
    String from = effect.assignee() == null ? null : effect.assignee().from();
    if (from == null) {
      return;
    }
    Optional<FieldInfo> field = audience.field(target, from);
    if (field.isEmpty()) {
      problems.invalid("/assignee/from", Text.of("“{0}” is not a field of {1}", from, target));
    } else if (field.get().many() || field.get().type() != FieldType.TEXT) {
      problems.invalid(
          "/assignee/from", Text.of("“{0}” is no text with the name of one user", from));
    }
  }

  @Override
  public Result perform(
      String target, CreateActivity effect, Occasion occasion, int slot, List<Subject> subjects) {
    RecordText summary = new RecordText(effect.summary());
    RecordText note = new RecordText(effect.note() == null ? "" : effect.note());
    Set<String> paths = new LinkedHashSet<>(summary.paths());
    paths.addAll(note.paths());
    String from = effect.assignee() == null ? null : effect.assignee().from();
    if (from != null) {
      paths.add(from);
    }
    Map<RecordKey, Examined> records =
        RecordText.read(audience, target, subjects, paths, occasion.now());
    Instant due =
        effect.dueIn() == null ? null : effect.dueIn().after(occasion.now(), occasion.zone());
    Map<Long, String> failed = new HashMap<>();
    List<Todos.New> fresh = new ArrayList<>();
    for (Subject subject : subjects) {
      Map<String, @Nullable Object> values = RecordText.values(records, subject.key());
      try {
        String text = note.render(values, occasion.now(), Todos.LONGEST_NOTE);
        fresh.add(
            new Todos.New(
                subject,
                summary.line(values, occasion.now(), Todos.LONGEST_SUMMARY),
                text.isBlank() ? null : text,
                assigned(effect.assignee(), values)));
      } catch (LiquidException e) {
        failed.put(subject.traceId(), String.valueOf(e.getMessage()));
      }
    }
    todos.add(target, occasion, due, fresh);
    return Result.failed(failed);
  }

  @Override
  public Map<String, @Nullable Object> observe(
      String target, CreateActivity effect, Occasion occasion, Subject subject, boolean after) {
    Map<String, @Nullable Object> seen = new LinkedHashMap<>();
    for (Todos.Todo todo : todos.of(target, subject.key(), 1)) {
      if (todo.traceId() == subject.traceId()) {
        seen.put("summary", todo.summary());
        seen.put("note", todo.note());
        seen.put("dueIn", todo.dueAt());
        seen.put("assignee", todo.assignee());
      }
    }
    return seen;
  }

  private static @Nullable String assigned(
      @Nullable Assignee assignee, Map<String, @Nullable Object> values) {
    if (assignee == null || assignee.from() == null) {
      return assignee == null ? null : assignee.user();
    }
    Object value = values.get(assignee.from());
    String name = value == null ? "" : value.toString().strip();
    return name.isEmpty() ? null : RecordText.cut(name, Todos.LONGEST_NAME);
  }
}
