package org.nurture.journey;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;
import org.nurture.audience.Audience;
import org.nurture.campaign.CampaignState;
import org.nurture.journey.EnrolCourse.Part;
import org.nurture.platform.SlicedWork;

/**
 * Job {@code enroll}: for each campaign, first E4 over its participants, then E1 over the target's
 * records, in key ranges that all servers share (E6). A range is a slice. Campaigns take turns.
 */
final class EnrolWork implements SlicedWork {
  private final Slices slices;
  private final Audience audience;
  private final Tuning tuning;
  private final @Nullable Long only;
  private final boolean incremental;

  /** Those of one execution; the ones that still have something to do are in {@link #turns}. */
  private final List<EnrolCourse> courses = new ArrayList<>();

  private final Deque<EnrolCourse> turns = new ArrayDeque<>();
  private final Map<Long, String> remarks = new HashMap<>();
  private final Map<Long, Double> ranges = new HashMap<>();
  private boolean listed;

  /**
   * @param only null: all campaigns
   * @param incremental look at what was modified since the last time only (E7)
   */
  EnrolWork(
      Slices slices, Audience audience, Tuning tuning, @Nullable Long only, boolean incremental) {
    this.slices = slices;
    this.audience = audience;
    this.tuning = tuning;
    this.only = only;
    this.incremental = incremental;
  }

  @Override
  public Optional<Slice> next() {
    if (!listed) {
      listed = true;
      slices.transactions.inNew(Slices.AT_MOST, () -> slices.workflows.running()).stream()
          .filter(id -> only == null || only.equals(id))
          .map(EnrolCourse::new)
          .forEach(courses::add);
      turns.addAll(courses);
    }
    while (!turns.isEmpty()) {
      EnrolCourse course = turns.element();
      Optional<Slice> done = slices.on(course.campaign, chunk -> step(chunk, course));
      turns.remove();
      if (done.isEmpty()) {
        course.next(Part.DONE);
        continue;
      }
      if (course.part != Part.DONE) {
        turns.add(course);
      }
      slices.changed(done.get().written());
      return done;
    }
    return Optional.empty();
  }

  @Override
  public Optional<String> remark() {
    return remarks.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", remarks.values()));
  }

  @Override
  public Optional<Integer> progress() {
    double done = 0;
    for (EnrolCourse course : courses) {
      done += course.fraction(ranges.getOrDefault(course.campaign, 0.0));
    }
    return courses.isEmpty()
        ? Optional.empty()
        : Optional.of((int) Math.floor(100 * done / courses.size()));
  }

  private Optional<Slice> step(Chunk chunk, EnrolCourse course) {
    if (chunk.workflow.state() != CampaignState.RUNNING) {
      return Optional.empty();
    }
    EnrolCourse at = course.copy();
    Slice slice = advance(chunk, at);
    chunk.afterCommit(() -> course.become(at));
    return Optional.of(slice);
  }

  private Slice advance(Chunk chunk, EnrolCourse at) {
    try {
      Enroller enroller = new Enroller(slices.db, audience, tuning, chunk);
      if (at.part == Part.BEGIN) {
        begin(chunk, enroller, at);
      }
      return at.part == Part.UNLINK
          ? new Unlinker(slices.db, audience, tuning, chunk).unlink(at)
          : enroller.enrol(at);
    } catch (DataAccessException e) {
      // a column of the host in our own statement may be gone
      throw audience.explain(chunk.workflow.target(), e);
    }
  }

  private void begin(Chunk chunk, Enroller enroller, EnrolCourse at) {
    at.begunAt = chunk.now;
    at.next(Part.UNLINK);
    if (incremental) {
      enroller.beginIncrementally(at).ifPresent(words -> remarks.put(at.campaign, words));
    }
    if (!ranges.containsKey(at.campaign)) {
      ranges.put(at.campaign, (double) enroller.rows() / tuning.enroll());
    }
  }
}
