package org.nurture.action;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.nurture.action.ServerActions.Occasion;
import org.nurture.action.ServerActions.Result;
import org.nurture.action.ServerActions.Subject;
import org.nurture.audience.Audience;
import org.nurture.audience.FieldInfo;
import org.nurture.audience.HostWriter;
import org.nurture.audience.HostWriter.Assignment;
import org.nurture.audience.HostWriter.Link;
import org.nurture.audience.RecordKey;
import org.nurture.audience.Target;
import org.nurture.platform.NurtureException;
import org.nurture.platform.Violation;
import org.nurture.platform.json.Problems;

/** One UPDATE for all records, and one statement for each relation that changes. */
final class UpdatePerformer implements Performer<UpdateRecord> {
  private final Audience audience;
  private final HostWriter writer;

  UpdatePerformer(Audience audience, HostWriter writer) {
    this.audience = audience;
    this.writer = writer;
  }

  @Override
  public boolean writesHost(String target, UpdateRecord effect) {
    return true;
  }

  @Override
  public void check(String target, UpdateRecord effect, Problems problems) {
    List<Integer> settings = new ArrayList<>();
    List<Integer> linkings = new ArrayList<>();
    for (int i = 0; i < effect.set().size(); i++) {
      (effect.set().get(i) instanceof Setting ? settings : linkings).add(i);
    }
    note(writer.check(target, assignments(effect)), settings, problems);
    note(writer.checkLinks(target, links(effect)), linkings, problems);
    Computations.of(audience, target, target, effect.set(), problems);
  }

  /** From places among the lines of one sort to those among all. */
  private static void note(List<Violation> found, List<Integer> lines, Problems problems) {
    for (Violation v : found) {
      String[] steps = v.path().split("/", 3);
      problems.invalid(
          steps.length < 3
              ? "/target"
              : "/set/" + lines.get(Integer.parseInt(steps[1])) + "/" + steps[2],
          v.message());
    }
  }

  private static List<Assignment> assignments(UpdateRecord effect) {
    return effect.set().stream()
        .filter(Setting.class::isInstance)
        .map(change -> ((Setting) change).assignment())
        .toList();
  }

  private static List<Link> links(UpdateRecord effect) {
    return effect.set().stream()
        .filter(Linking.class::isInstance)
        .map(change -> ((Linking) change).link())
        .toList();
  }

  @Override
  public Result perform(
      String target, UpdateRecord effect, Occasion occasion, int slot, List<Subject> subjects) {
    if (Computations.any(effect.set())) {
      return Result.failed(compute(target, effect, occasion, subjects));
    }
    Set<RecordKey> there =
        writer.update(target, Subjects.keys(subjects), assignments(effect), occasion.now());
    links(effect).forEach(link -> writer.link(target, there, link));
    return Result.failed(Subjects.gone(subjects, there));
  }

  /** Locks first: what expressions read is what they change. */
  private Map<Long, String> compute(
      String target, UpdateRecord effect, Occasion occasion, List<Subject> subjects) {
    Problems problems = new Problems();
    Computations computations = Computations.of(audience, target, target, effect.set(), problems);
    if (!problems.isEmpty()) {
      return Subjects.failed(subjects, problems.violations().get(0).message());
    }
    Set<RecordKey> there =
        writer.update(target, Subjects.keys(subjects), List.of(), occasion.now());
    Map<Long, String> failed = Subjects.gone(subjects, there);
    List<Subject> left = Subjects.of(subjects, there);
    List<Assignment> shared =
        assignments(effect).stream()
            .filter(a -> computations.fields().stream().noneMatch(a.field()::equals))
            .toList();
    failed.putAll(
        new EachRecord(audience, target, computations, occasion.now())
            .write(left, rows -> writer.updateEach(target, shared, rows, occasion.now())));
    List<RecordKey> written = Subjects.keys(Subjects.without(left, failed.keySet()));
    links(effect).forEach(link -> writer.link(target, written, link));
    return failed;
  }

  @Override
  public Map<String, @Nullable Object> observe(
      String target, UpdateRecord effect, Occasion occasion, Subject subject, boolean after) {
    List<String> paths = new ArrayList<>();
    for (Change change : effect.set()) {
      paths.add(change instanceof Linking ? named(target, change.field()) : change.field());
    }
    return RecordText.values(
        RecordText.read(audience, target, List.of(subject), paths, occasion.now()), subject.key());
  }

  /** The others by name, where they have one. */
  private String named(String target, String relation) {
    return audience
        .field(target, relation)
        .map(FieldInfo::relation)
        .map(FieldInfo.Relation::target)
        .filter(far -> targets(far).isPresent())
        .map(far -> audience.target(far).roles().get(Target.Role.NAME))
        .map(name -> relation + "." + name)
        .orElse(relation);
  }

  private Optional<Target> targets(String name) {
    try {
      return Optional.of(audience.target(name));
    } catch (NurtureException e) {
      // a table that is no target has no names
      return Optional.empty();
    }
  }
}
