package org.nurture.journey;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.nurture.audience.Audience;
import org.nurture.audience.Audience.Candidate;
import org.nurture.audience.Audience.KeyRange;
import org.nurture.audience.RecordKey;
import org.nurture.audience.Target;
import org.nurture.campaign.Workflow;
import org.nurture.campaign.Workflow.Step;
import org.nurture.journey.EnrolCourse.Part;
import org.nurture.journey.MarkStore.Mark;
import org.nurture.journey.RangeStore.Walked;
import org.nurture.journey.rules.Plan;
import org.nurture.platform.Database;
import org.nurture.platform.FailPoint;
import org.nurture.platform.SlicedWork.Slice;
import org.nurture.platform.Text;

/** One slice of enrolment of who is new (E1 to E3, E7). */
final class Enroller {
  /**
   * How long a transaction of the host may take from the time that it writes into a record to its
   * commit, for an incremental enrolment to see it (E7).
   */
  static final Duration LATE_COMMITS = Duration.ofMinutes(10);

  /** When an incremental enrolment does E4 again. */
  private static final Duration WALK_EVERY = Duration.ofDays(1);

  /** Where more was modified, walking all records in key order is no worse. */
  private static final int MOST_MODIFIED = 50_000;

  private static final Slice NOTHING = new Slice(0, 0, 0);

  private final Database db;
  private final Audience audience;
  private final Tuning tuning;
  private final Chunk chunk;
  private final Workflow workflow;
  private final Target target;
  private final EnrolStore store;
  private final MarkStore marks;
  private final Newcomers newcomers;

  Enroller(Database db, Audience audience, Tuning tuning, Chunk chunk) {
    this.db = db;
    this.audience = audience;
    this.tuning = tuning;
    this.chunk = chunk;
    this.workflow = chunk.workflow;
    this.target = audience.target(workflow.target());
    this.store = new EnrolStore(db, chunk, target.numericKey());
    this.marks = new MarkStore(db);
    this.newcomers = new Newcomers(store, new Erased(db, target.name()), workflow.campaignId());
  }

  /** About how many records there are to be walked; 0: not known. */
  long rows() {
    return audience.rows(target.name());
  }

  /**
   * Leaves out what an incremental enrolment need not do (E7).
   *
   * @return what an operator should know
   */
  Optional<String> beginIncrementally(EnrolCourse at) {
    Mark mark = marks.find(workflow);
    if (mark.walkedAt() != null && mark.walkedAt().plus(WALK_EVERY).isAfter(chunk.now)) {
      at.next(Part.ENROL);
    }
    if (!target.roles().containsKey(Target.Role.MODIFIED)) {
      return Optional.of(
          Text.kept(
              () ->
                  Text.of(
                      "Target “{0}” has no field with the role “modified”: its campaigns are"
                          + " enrolled in full",
                      target.label())));
    }
    at.modifiedTo = audience.modifiedUpTo(target.name()).orElse(null);
    if (at.modifiedTo != null && mark.modifiedTo() != null) {
      at.since = mark.modifiedTo().minus(LATE_COMMITS);
    }
    return Optional.empty();
  }

  Slice enrol(EnrolCourse at) {
    Slice done = at.since != null ? enrolModified(at, at.since) : enrolAll(at);
    if (at.part == Part.DONE && at.modifiedTo != null) {
      marks.seen(workflow, at.modifiedTo);
    }
    return done;
  }

  private Slice enrolAll(EnrolCourse at) {
    if (workflow.uniqueField() != null) {
      return enrolInOrder(at);
    }
    SharedWalk walk =
        new SharedWalk(
            ranges(Walked.RECORDS),
            at,
            after -> audience.keyAfter(target.name(), after, tuning.enroll()),
            inSql() ? this::enrolRange : this::enrolPage);
    Optional<Slice> done = walk.step();
    if (done.isEmpty() || at.walked) {
      at.next(Part.DONE);
    }
    return done.orElse(NOTHING);
  }

  /** Who was erased is known by hashes, which the database can't tell (P3). */
  private boolean inSql() {
    return audience.local(target.name()) && !newcomers.anyErased();
  }

  /** A range in one INSERT … SELECT, or few. */
  private Slice enrolRange(KeyRange range) {
    Map<Step, Plan> roots = roots();
    int enrolled =
        store.enrol(
            audience.keys(target.name(), workflow.filter(), includeInactive(), range, chunk.now),
            range,
            roots);
    count(roots, enrolled);
    return new Slice(enrolled, enrolled, 0);
  }

  /** Candidates of a range through memory: in another database (D4), or where some were erased. */
  private Slice enrolPage(KeyRange range) {
    return enrol(page(range), range);
  }

  /**
   * With a unique field (E2): page by page in key order, one worker at a time, who holds the walk's
   * lock; the next page may be another's.
   */
  private Slice enrolInOrder(EnrolCourse at) {
    RangeStore ranges = ranges(Walked.RECORDS);
    Position here = ranges.lock();
    if (at.goal == null) {
      at.join(here, here.onceInOrder());
    }
    Position goal = Objects.requireNonNull(at.goal);
    Slice done = NOTHING;
    if (!here.reaches(goal)) {
      List<Candidate> page = page(new KeyRange(here.after(), null));
      RecordKey last = page.size() < tuning.enroll() ? null : page.get(page.size() - 1).key();
      done = enrol(page, new KeyRange(here.after(), last));
      here = here.past(last);
      ranges.move(here);
    }
    at.handed = here.handed();
    if (here.reaches(goal)) {
      at.next(Part.DONE);
    }
    return done;
  }

  /** E7: what was modified, in key order; with a unique field under the walk's lock, too. */
  private Slice enrolModified(EnrolCourse at, Instant since) {
    if (at.found == null) {
      List<Candidate> found =
          audience.modifiedSince(
              target.name(),
              workflow.filter(),
              includeInactive(),
              since,
              MOST_MODIFIED + 1,
              workflow.uniqueField(),
              chunk.now);
      if (found.size() > MOST_MODIFIED) {
        at.since = null;
        return NOTHING;
      }
      at.found = found.stream().sorted(Comparator.comparing(Candidate::key)).toList();
    }
    int n = Math.min(tuning.enroll(), at.found.size());
    if (n > 0 && workflow.uniqueField() != null) {
      ranges(Walked.RECORDS).lock();
    }
    Slice done = enrol(at.found.subList(0, n), null);
    at.found = at.found.subList(n, at.found.size());
    if (at.found.isEmpty()) {
      at.next(Part.DONE);
    }
    return done;
  }

  private List<Candidate> page(KeyRange range) {
    return audience.page(
        target.name(),
        workflow.filter(),
        includeInactive(),
        range,
        tuning.enroll(),
        workflow.uniqueField(),
        chunk.now);
  }

  /**
   * @param range that they are of; null: they lie anywhere
   */
  private Slice enrol(List<Candidate> page, @Nullable KeyRange range) {
    if (page.isEmpty()) {
      return NOTHING;
    }
    List<RecordKey> keys = new ArrayList<>();
    List<@Nullable String> values = new ArrayList<>();
    newcomers
        .among(page)
        .forEach(
            (key, value) -> {
              keys.add(key);
              values.add(value.orElse(null));
            });
    Map<Step, Plan> roots = roots();
    int enrolled = store.enrol(keys, values, range, roots);
    count(roots, enrolled);
    return new Slice(page.size(), enrolled, page.size() - enrolled);
  }

  private Map<Step, Plan> roots() {
    Map<Step, Plan> roots = new LinkedHashMap<>();
    for (Step root : workflow.roots()) {
      roots.put(root, Plan.root(root, chunk.now, workflow.zone()));
    }
    return roots;
  }

  private void count(Map<Step, Plan> roots, int enrolled) {
    chunk.reached(FailPoint.ENROLLED);
    roots.forEach((root, plan) -> chunk.tally.planned(root.id(), plan.waiting(), enrolled));
    chunk.tally.participants(
        null, roots.isEmpty() ? ParticipantState.COMPLETED : ParticipantState.RUNNING, enrolled);
  }

  private boolean includeInactive() {
    return audience.namesActive(target.name(), workflow.filter());
  }

  private RangeStore ranges(Walked walked) {
    return new RangeStore(db, workflow.campaignId(), walked, target.numericKey());
  }
}
