package org.nurture.journey;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.nurture.audience.Audience.KeyRange;
import org.nurture.audience.RecordKey;
import org.nurture.journey.RangeStore.Handed;
import org.nurture.platform.SlicedWork.Slice;

/**
 * One execution's part in walking keys that any number of servers share (E6). It joins where the
 * others are and goes once around, so what was there when it began is met, whoever does it; it ends
 * when that is done, by anyone.
 */
final class SharedWalk {
  /** Few: each is a look into the host's key index. Many: so that servers rarely meet. */
  private static final int AT_ONCE = 8;

  private final RangeStore ranges;
  private final EnrolCourse course;
  private final Function<@Nullable RecordKey, Optional<RecordKey>> endOfRange;
  private final Function<KeyRange, Slice> work;

  /**
   * @param endOfRange the last key of the range that begins after one; empty: there is no end
   */
  SharedWalk(
      RangeStore ranges,
      EnrolCourse course,
      Function<@Nullable RecordKey, Optional<RecordKey>> endOfRange,
      Function<KeyRange, Slice> work) {
    this.ranges = ranges;
    this.course = course;
    this.endOfRange = endOfRange;
    this.work = work;
  }

  /** Does a range, or hands some out. Empty: all is done. */
  Optional<Slice> step() {
    if (course.walked) {
      return Optional.empty();
    }
    if (course.goal != null) {
      Optional<Handed> free = ranges.free(course.upTo);
      if (free.isPresent()) {
        return Optional.of(workOn(free.get()));
      }
    }
    Position here = ranges.lock();
    if (course.goal == null) {
      course.join(here, here.onceAround());
    }
    course.handed = here.handed();
    Position goal = java.util.Objects.requireNonNull(course.goal);
    if (!here.reaches(goal)) {
      return handOut(here, goal);
    }
    course.upTo = Math.min(course.upTo, here.handed());
    return ranges.left(course.upTo).map(this::workOn);
  }

  private Slice workOn(Handed handed) {
    Slice done = work.apply(handed.range());
    ranges.done(handed);
    return done;
  }

  private Optional<Slice> handOut(Position from, Position goal) {
    Position here = from;
    List<Handed> handed = new ArrayList<>();
    do {
      RecordKey end = endOfRange.apply(here.after()).orElse(null);
      KeyRange range = new KeyRange(here.after(), end);
      here = here.past(end);
      if (range.after() == null && end == null) {
        return alone(range, here, goal);
      }
      handed.add(new Handed(here.handed(), range));
    } while (handed.size() < AT_ONCE && here.after() != null && !here.reaches(goal));
    ranges.add(handed);
    ranges.move(here);
    course.handed = here.handed();
    return Optional.of(new Slice(0, 0, 0));
  }

  /** All keys are one range: nothing to share, so it is done under the cursor's lock. */
  private Optional<Slice> alone(KeyRange range, Position after, Position goal) {
    Slice done = work.apply(range);
    ranges.move(after);
    course.handed = after.handed();
    course.walked = after.reaches(goal) && !ranges.anyLeft(after.handed());
    return Optional.of(done);
  }
}
