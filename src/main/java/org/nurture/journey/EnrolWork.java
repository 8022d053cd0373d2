package org.nurture.journey;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;
import org.nurture.audience.Audience;
import org.nurture.audience.Audience.Candidate;
import org.nurture.audience.Audience.KeyRange;
import org.nurture.audience.RecordKey;
import org.nurture.campaign.CampaignState;
import org.nurture.campaign.Workflow;
import org.nurture.campaign.Workflow.Step;
import org.nurture.journey.rules.Plan;
import org.nurture.platform.FailPoint;
import org.nurture.platform.SlicedWork;

/**
 * Job {@code enroll}: for each campaign, first E4 over its participants, then E1 over the target's
 * records, in key ranges. A range is a slice.
 *
 * <p>Ranges are walked in ascending order of keys, so of the records with equal unique values the
 * lowest key comes first (E2).
 */
final class EnrolWork implements SlicedWork {
  private final Slices slices;
  private final Audience audience;
  private final Tuning tuning;
  private final @Nullable Long only;
  private final Deque<Walk> walks = new ArrayDeque<>();
  private boolean listed;

  EnrolWork(Slices slices, Audience audience, Tuning tuning, @Nullable Long only) {
    this.slices = slices;
    this.audience = audience;
    this.tuning = tuning;
    this.only = only;
  }

  @Override
  public Optional<Slice> next() {
    if (!listed) {
      listed = true;
      slices.transactions.inNew(Slices.AT_MOST, () -> slices.workflows.running()).stream()
          .filter(id -> only == null || only.equals(id))
          .map(Walk::new)
          .forEach(walks::add);
    }
    while (!walks.isEmpty()) {
      Walk walk = walks.element();
      Optional<Slice> done = slices.on(walk.campaign, chunk -> step(chunk, walk));
      walks.remove();
      if (done.isPresent()) {
        if (!walk.ended) {
          walks.add(walk);
        }
        slices.changed(done.get().written());
        return done;
      }
    }
    return Optional.empty();
  }

  private Optional<Slice> step(Chunk chunk, Walk walk) {
    if (chunk.workflow.state() != CampaignState.RUNNING) {
      return Optional.empty();
    }
    Walk at = walk.copy();
    Slice slice = advance(chunk, at);
    chunk.afterCommit(() -> walk.become(at));
    return Optional.of(slice);
  }

  private Slice advance(Chunk chunk, Walk at) {
    try {
      return at.enrolling ? enrol(chunk, at) : unlink(chunk, at);
    } catch (DataAccessException e) {
      // a column of the host in our own statement may be gone
      throw audience.explain(chunk.workflow.target(), e);
    }
  }

  // ---------------------------------------------------------------- E4

  private Slice unlink(Chunk chunk, Walk at) {
    String target = chunk.workflow.target();
    EnrolStore store = store(chunk);
    Optional<RecordKey> upTo = store.keyAfter(at.after, tuning.enroll());
    KeyRange range = new KeyRange(at.after, upTo.orElse(null));
    List<Long> gone =
        audience.local(target)
            ? store.gone(range, audience.exists(target, store.ourKey()))
            : goneRemotely(target, store.linked(range));
    if (!gone.isEmpty()) {
      unlinked(chunk, gone);
    }
    at.after = upTo.orElse(null);
    at.enrolling = upTo.isEmpty();
    return new Slice(gone.size(), gone.size(), 0);
  }

  private static void unlinked(Chunk chunk, List<Long> gone) {
    chunk.unlink(chunk.participants.lock(gone).stream().filter(EnrolWork::mayUnlink).toList());
    chunk.reached(FailPoint.UNLINKED);
  }

  private static boolean mayUnlink(Participant participant) {
    return participant.state() == ParticipantState.RUNNING
        || participant.state() == ParticipantState.COMPLETED;
  }

  private List<Long> goneRemotely(String target, Map<Long, RecordKey> linked) {
    Set<RecordKey> existing = audience.existing(target, linked.values());
    return linked.entrySet().stream()
        .filter(e -> !existing.contains(e.getValue()))
        .map(Map.Entry::getKey)
        .toList();
  }

  // ---------------------------------------------------------------- E1 to E3

  private Slice enrol(Chunk chunk, Walk at) {
    Workflow workflow = chunk.workflow;
    boolean inSql = audience.local(workflow.target()) && workflow.uniqueField() == null;
    return inSql ? enrolRange(chunk, at) : enrolPage(chunk, at);
  }

  /** A range in one INSERT … SELECT, or few. */
  private Slice enrolRange(Chunk chunk, Walk at) {
    Workflow workflow = chunk.workflow;
    Optional<RecordKey> upTo = audience.keyAfter(workflow.target(), at.after, tuning.enroll());
    KeyRange range = new KeyRange(at.after, upTo.orElse(null));
    Map<Step, Plan> roots = roots(chunk);
    int enrolled =
        store(chunk)
            .enrol(
                audience.keys(
                    workflow.target(),
                    workflow.filter(),
                    includeInactive(workflow),
                    range,
                    chunk.now),
                range,
                roots);
    count(chunk, roots, enrolled);
    at.after = upTo.orElse(null);
    at.ended = upTo.isEmpty();
    return new Slice(enrolled, enrolled, 0);
  }

  /** A page of candidates through memory: other databases, and unique fields (E2). */
  private Slice enrolPage(Chunk chunk, Walk at) {
    Workflow workflow = chunk.workflow;
    List<Candidate> page =
        audience.page(
            workflow.target(),
            workflow.filter(),
            includeInactive(workflow),
            at.after,
            tuning.enroll(),
            workflow.uniqueField(),
            chunk.now);
    at.ended = page.size() < tuning.enroll();
    if (page.isEmpty()) {
      return new Slice(0, 0, 0);
    }
    RecordKey last = page.get(page.size() - 1).key();
    KeyRange range = new KeyRange(at.after, last);
    at.after = last;
    EnrolStore store = store(chunk);
    List<RecordKey> keys = new ArrayList<>();
    List<@Nullable String> values = new ArrayList<>();
    fresh(store, page)
        .forEach(
            (key, value) -> {
              keys.add(key);
              values.add(value.orElse(null));
            });
    Map<Step, Plan> roots = roots(chunk);
    int enrolled = store.enrol(keys, values, range, roots);
    count(chunk, roots, enrolled);
    return new Slice(page.size(), enrolled, page.size() - enrolled);
  }

  /** Those that are not enrolled, the lowest key of each value, if the value is not taken (E2). */
  private static Map<RecordKey, Optional<String>> fresh(EnrolStore store, List<Candidate> page) {
    Set<RecordKey> enrolled = store.enrolled(page.stream().map(Candidate::key).toList());
    Map<RecordKey, Optional<String>> fresh = new LinkedHashMap<>();
    Set<String> values = new HashSet<>();
    for (Candidate candidate : page) {
      Optional<String> value = Optional.ofNullable(UniqueValue.of(candidate.value()));
      if (!enrolled.contains(candidate.key()) && (value.isEmpty() || values.add(value.get()))) {
        fresh.put(candidate.key(), value);
      }
    }
    Set<String> taken = store.taken(values);
    fresh.values().removeIf(v -> v.isPresent() && taken.contains(v.get()));
    return fresh;
  }

  private static Map<Step, Plan> roots(Chunk chunk) {
    Map<Step, Plan> roots = new LinkedHashMap<>();
    for (Step root : chunk.workflow.roots()) {
      roots.put(root, Plan.root(root, chunk.now, chunk.workflow.zone()));
    }
    return roots;
  }

  private static void count(Chunk chunk, Map<Step, Plan> roots, int enrolled) {
    chunk.reached(FailPoint.ENROLLED);
    roots.forEach((root, plan) -> chunk.tally.planned(root.id(), plan.waiting(), enrolled));
    chunk.tally.participants(
        null, roots.isEmpty() ? ParticipantState.COMPLETED : ParticipantState.RUNNING, enrolled);
  }

  private boolean includeInactive(Workflow workflow) {
    return audience.namesActive(workflow.target(), workflow.filter());
  }

  private EnrolStore store(Chunk chunk) {
    boolean numeric = audience.target(chunk.workflow.target()).numericKey();
    return new EnrolStore(slices.db, chunk, numeric);
  }

  /** How far one campaign has come. */
  private static final class Walk {
    final long campaign;
    boolean enrolling;
    boolean ended;
    @Nullable RecordKey after;

    Walk(long campaign) {
      this.campaign = campaign;
    }

    /** To be changed in a transaction that may be rolled back. */
    Walk copy() {
      Walk copy = new Walk(campaign);
      copy.become(this);
      return copy;
    }

    void become(Walk other) {
      enrolling = other.enrolling;
      ended = other.ended;
      after = other.after;
    }
  }
}
