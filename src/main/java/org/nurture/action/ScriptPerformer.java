package org.nurture.action;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.jsoup.nodes.Entities;
import org.jspecify.annotations.Nullable;
import org.nurture.action.ServerActions.Occasion;
import org.nurture.action.ServerActions.Result;
import org.nurture.action.ServerActions.Subject;
import org.nurture.action.script.Answer;
import org.nurture.action.script.Sandbox;
import org.nurture.action.script.ScriptRefused;
import org.nurture.audience.Audience;
import org.nurture.audience.Audience.Examined;
import org.nurture.audience.FieldInfo;
import org.nurture.audience.HostWriter;
import org.nurture.audience.HostWriter.Computed;
import org.nurture.audience.RecordKey;
import org.nurture.platform.Text;
import org.nurture.platform.Violation;
import org.nurture.platform.json.Problems;

/**
 * Runs a script on each record, and writes what all of them returned in sets. What there is no time
 * for in one chunk is released (D15).
 */
final class ScriptPerformer implements Performer<ExecuteCode> {
  private static final String FIELD = "record.";
  private static final String SET = "set";

  private final Audience audience;
  private final HostWriter writer;
  private final Todos todos;
  private final Notes notes;
  private final Sandbox sandbox;
  private final BooleanSupplier allowed;

  /**
   * @param allowed whether an admin allows scripts on this server
   */
  ScriptPerformer(
      Audience audience,
      HostWriter writer,
      Todos todos,
      Notes notes,
      Sandbox sandbox,
      BooleanSupplier allowed) {
    this.audience = audience;
    this.writer = writer;
    this.todos = todos;
    this.notes = notes;
    this.sandbox = sandbox;
    this.allowed = allowed;
  }

  @Override
  public void check(String target, ExecuteCode effect, Problems problems) {
    if (effect.disabled()) {
      // it may wait for somebody who makes a script of it; no campaign starts with it
      return;
    }
    if (!allowed.getAsBoolean()) {
      problems.invalid("/kind", switchedOff());
      return;
    }
    ScriptRecords.paths(audience, target, effect, problems);
    try {
      sandbox.check(effect.script());
    } catch (ScriptRefused e) {
      problems.invalid("/script", String.valueOf(e.getMessage()));
    }
  }

  @Override
  public @Nullable String obstacle(ExecuteCode effect) {
    return effect.disabled() ? disabled() : null;
  }

  private static String switchedOff() {
    return Text.of("Scripts are switched off on this server; an admin can set NURTURE_SCRIPTS=on");
  }

  private static String disabled() {
    return Text.of("The script is disabled: somebody has to write it, and take “disabled” away");
  }

  /** In another database, only one that says “set”: locks and a second commit are not for free. */
  @Override
  public boolean writesHost(String target, ExecuteCode effect) {
    return audience.target(target).writable() && (audience.local(target) || effect.names(SET));
  }

  @Override
  public Result perform(
      String target, ExecuteCode effect, Occasion occasion, int slot, List<Subject> subjects) {
    Problems problems = new Problems();
    Set<String> paths = ScriptRecords.paths(audience, target, effect, problems);
    String no =
        effect.disabled()
            ? disabled()
            : !allowed.getAsBoolean()
                ? switchedOff()
                : problems.isEmpty() ? null : problems.violations().get(0).message();
    if (no != null) {
      return Result.failed(Subjects.failed(subjects, no));
    }
    Set<RecordKey> there = lock(target, effect, subjects, occasion.now());
    Map<Long, String> failed = Subjects.gone(subjects, there);
    Set<Long> released = new HashSet<>();
    for (List<Subject> once : Subjects.apart(Subjects.of(subjects, there))) {
      try {
        run(target, effect, paths, occasion, once, failed, released);
      } catch (ScriptRefused e) {
        return Result.failed(Subjects.failed(subjects, String.valueOf(e.getMessage())));
      }
    }
    return new Result(failed, released);
  }

  /** What scripts read is what they change: nobody else may, in between. */
  private Set<RecordKey> lock(
      String target, ExecuteCode effect, List<Subject> subjects, Instant now) {
    List<RecordKey> keys = Subjects.keys(subjects);
    return writesHost(target, effect)
        ? writer.update(target, keys, List.of(), now)
        : audience.existing(target, keys);
  }

  private void run(
      String target,
      ExecuteCode effect,
      Set<String> paths,
      Occasion occasion,
      List<Subject> subjects,
      Map<Long, String> failed,
      Set<Long> released)
      throws ScriptRefused {
    Map<RecordKey, Examined> records =
        RecordText.read(audience, target, subjects, paths, occasion.now());
    List<String> given =
        subjects.stream()
            .map(s -> ScriptRecords.given(paths, RecordText.values(records, s.key()), occasion))
            .toList();
    List<Answer> answers = sandbox.run(effect.script(), given);
    Map<Subject, ScriptAnswer> read = new LinkedHashMap<>();
    for (int i = 0; i < subjects.size(); i++) {
      Subject subject = subjects.get(i);
      if (i >= answers.size()) {
        released.add(subject.traceId());
        continue;
      }
      String text = answers.get(i).text();
      try {
        if (text == null) {
          failed.put(subject.traceId(), String.valueOf(answers.get(i).failure()));
        } else {
          read.put(subject, ScriptAnswer.read(text));
        }
      } catch (ScriptAnswer.Unfit e) {
        failed.put(subject.traceId(), String.valueOf(e.getMessage()));
      }
    }
    write(target, effect, occasion, read, failed);
    read.keySet().removeIf(s -> failed.containsKey(s.traceId()));
    follow(target, occasion, read);
  }

  private void write(
      String target,
      ExecuteCode effect,
      Occasion occasion,
      Map<Subject, ScriptAnswer> answers,
      Map<Long, String> failed) {
    List<Computed> rows = new ArrayList<>();
    answers.forEach(
        (subject, answer) -> {
          if (!answer.set().isEmpty()) {
            rows.add(new Computed(subject.key(), answer.set()));
          }
        });
    if (rows.isEmpty()) {
      return;
    }
    Map<RecordKey, String> refused = new HashMap<>();
    List<Violation> wrong = writer.check(target, List.of());
    if (!wrong.isEmpty()) {
      rows.forEach(row -> refused.put(row.key(), wrong.get(0).message()));
    } else if (!writesHost(target, effect)) {
      String unforeseen =
          Text.of(
              "The script sets fields of “{0}” in another database: the word “set” has to stand in"
                  + " it",
              target);
      rows.forEach(row -> refused.put(row.key(), unforeseen));
    } else {
      refused.putAll(writer.updateEach(target, List.of(), rows, occasion.now()));
    }
    for (Subject subject : answers.keySet()) {
      String why = refused.get(subject.key());
      if (why != null) {
        failed.put(subject.traceId(), why);
      }
    }
  }

  private void follow(String target, Occasion occasion, Map<Subject, ScriptAnswer> answers) {
    Map<@Nullable Instant, List<Todos.New>> byDue = new LinkedHashMap<>();
    List<Notes.New> written = new ArrayList<>();
    answers.forEach(
        (subject, answer) -> {
          ScriptAnswer.Todo todo = answer.todo();
          if (todo != null) {
            byDue
                .computeIfAbsent(todo.due(), due -> new ArrayList<>())
                .add(new Todos.New(subject, todo.summary(), todo.note(), todo.assignee()));
          }
          ScriptAnswer.Note note = answer.note();
          if (note != null) {
            written.add(new Notes.New(subject, note.subject(), Entities.escape(note.text())));
          }
        });
    byDue.forEach((due, fresh) -> todos.add(target, occasion, due, fresh));
    notes.add(target, occasion, written);
  }

  /** The fields that the script names anywhere; its to-do and its note. */
  @Override
  public Map<String, @Nullable Object> observe(
      String target, ExecuteCode effect, Occasion occasion, Subject subject, boolean after) {
    Set<String> named =
        audience.fields(target).stream()
            .filter(f -> !f.many())
            .map(FieldInfo::name)
            .filter(effect::names)
            .collect(Collectors.toSet());
    Map<String, @Nullable Object> seen = new LinkedHashMap<>();
    RecordText.values(
            RecordText.read(audience, target, List.of(subject), named, occasion.now()),
            subject.key())
        .forEach((path, value) -> seen.put(FIELD + path, value));
    todos.of(target, subject.key(), 1).stream()
        .filter(todo -> todo.traceId() == subject.traceId())
        .forEach(
            todo -> {
              seen.put("summary", todo.summary());
              seen.put("note", todo.note());
              seen.put("dueIn", todo.dueAt());
              seen.put("assignee", todo.assignee());
            });
    notes.of(target, subject.key(), 1).stream()
        .filter(note -> note.traceId() == subject.traceId())
        .forEach(
            note -> {
              seen.put("subject", note.subject());
              seen.put("text", note.body());
            });
    return seen;
  }
}
