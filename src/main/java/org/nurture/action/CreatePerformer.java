package org.nurture.action;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.nurture.action.ServerActions.Occasion;
import org.nurture.action.ServerActions.Subject;
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
  public boolean writesHost() {
    return true;
  }

  @Override
  public void check(String target, CreateRecord effect, Problems problems) {
    writer
        .checkInsert(target, effect.insertion())
        .forEach(v -> problems.invalid(v.path(), v.message()));
  }

  @Override
  public Map<String, @Nullable Object> observe(
      String target, CreateRecord effect, Occasion occasion, Subject subject, boolean after) {
    if (!after) {
      return Map.of();
    }
    List<String> paths =
        effect.set().stream().map(Setting::from).filter(Objects::nonNull).distinct().toList();
    Map<String, @Nullable Object> read =
        RecordText.values(
            RecordText.read(audience, target, List.of(subject), paths, occasion.now()),
            subject.key());
    Map<String, @Nullable Object> made = new LinkedHashMap<>();
    for (Setting setting : effect.set()) {
      made.put(
          effect.in() + "." + setting.field(),
          setting.from() == null ? setting.assignment().value() : read.get(setting.from()));
    }
    if (effect.linkField() != null) {
      made.put(effect.in() + "." + effect.linkField(), subject.key().toString());
    }
    return made;
  }

  @Override
  public Map<Long, String> perform(
      String target, CreateRecord effect, Occasion occasion, int slot, List<Subject> subjects) {
    List<RecordKey> keys = subjects.stream().map(Subject::key).distinct().toList();
    Set<RecordKey> there = audience.existing(target, keys);
    // a record that two traces are for gets two, as each of them says
    for (List<RecordKey> once : Apart.of(subjects, there)) {
      writer.insert(target, once, effect.insertion(), occasion.now());
    }
    return UpdatePerformer.gone(subjects, there);
  }
}
