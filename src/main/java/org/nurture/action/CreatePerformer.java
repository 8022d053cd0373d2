package org.nurture.action;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.nurture.action.ServerActions.Occasion;
import org.nurture.action.ServerActions.Result;
import org.nurture.action.ServerActions.Subject;
import org.nurture.action.expression.Expression;
import org.nurture.audience.Audience;
import org.nurture.audience.HostWriter;
import org.nurture.audience.RecordKey;
import org.nurture.platform.json.Problems;

/** One INSERT … SELECT for all records. */
final class CreatePerformer implements Performer<CreateRecord> {
  private final Audience audience;
  private final HostWriter writer;

  CreatePerformer(Audience audience, HostWriter writer) {
    this.audience = audience;
    this.writer = writer;
  }

  @Override
  public boolean writesHost(String target, CreateRecord effect) {
    return true;
  }

  @Override
  public void check(String target, CreateRecord effect, Problems problems) {
    writer
        .checkInsert(target, effect.insertion())
        .forEach(v -> problems.invalid(v.path(), v.message()));
    if (problems.isEmpty()) {
      Computations.of(audience, target, effect.in(), effect.set(), problems);
    }
  }

  @Override
  public Map<String, @Nullable Object> observe(
      String target, CreateRecord effect, Occasion occasion, Subject subject, boolean after) {
    if (!after) {
      return Map.of();
    }
    Computations computations =
        Computations.of(audience, target, effect.in(), effect.set(), new Problems());
    Set<String> paths = new LinkedHashSet<>(computations.paths());
    effect.set().stream().map(Setting::from).filter(Objects::nonNull).forEach(paths::add);
    Map<String, @Nullable Object> read =
        RecordText.values(
            RecordText.read(audience, target, List.of(subject), paths, occasion.now()),
            subject.key());
    Map<String, @Nullable Object> made = new LinkedHashMap<>();
    for (Setting setting : effect.set()) {
      if (setting.expression() == null) {
        made.put(
            effect.in() + "." + setting.field(),
            setting.from() == null ? setting.assignment().value() : read.get(setting.from()));
      }
    }
    try {
      for (HostWriter.Assignment computed : computations.values(read, occasion.now())) {
        made.put(effect.in() + "." + computed.field(), computed.value());
      }
    } catch (Expression.Failed e) {
      throw new IllegalStateException("it was computed a moment ago", e);
    }
    if (effect.linkField() != null) {
      made.put(effect.in() + "." + effect.linkField(), subject.key().toString());
    }
    return made;
  }

  @Override
  public Result perform(
      String target, CreateRecord effect, Occasion occasion, int slot, List<Subject> subjects) {
    Set<RecordKey> there = audience.existing(target, Subjects.keys(subjects));
    Map<Long, String> failed = Subjects.gone(subjects, there);
    List<Subject> left = Subjects.of(subjects, there);
    if (Computations.any(effect.set())) {
      failed.putAll(compute(target, effect, occasion, left));
    } else {
      // a record that two traces are for gets two, as each of them says
      for (List<Subject> once : Subjects.apart(left)) {
        writer.insert(target, Subjects.keys(once), effect.insertion(), occasion.now());
      }
    }
    return Result.failed(failed);
  }

  private Map<Long, String> compute(
      String target, CreateRecord effect, Occasion occasion, List<Subject> subjects) {
    Problems problems = new Problems();
    Computations computations =
        Computations.of(audience, target, effect.in(), effect.set(), problems);
    if (!problems.isEmpty()) {
      return Subjects.failed(subjects, problems.violations().get(0).message());
    }
    return new EachRecord(audience, target, computations, occasion.now())
        .write(
            subjects, rows -> writer.insertEach(target, rows, effect.insertion(), occasion.now()));
  }
}
