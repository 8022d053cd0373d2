package org.nurture.journey;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nurture.audience.Audience.Candidate;

/**
 * What one execution has still to do for one campaign. Copied before a slice that may be undone.
 */
final class EnrolCourse {
  /** The parts of the work, in their order. */
  enum Part {
    BEGIN,
    UNLINK,
    ENROL,
    DONE
  }

  final long campaign;
  Part part = Part.BEGIN;

  /** Where the walk will have been everywhere; null: not joined yet. */
  @Nullable Position goal;

  /** Where the walk was when it was joined, and when it was looked at last. */
  long handedBefore;

  long handed;

  /** Ranges beyond this number are none of ours any more. */
  long upTo = Long.MAX_VALUE;

  /** Nothing is left of the walk, and that is known already. */
  boolean walked;

  /** When the execution came to this campaign, by the engine's clock. */
  @Nullable Instant begunAt;

  /** The newest modification of a record then; null: not asked, or the target does not tell. */
  @Nullable Instant modifiedTo;

  /** Only what was modified then or later is looked at; null: all. */
  @Nullable Instant since;

  /** Of those, who is not looked at yet, in key order; null: not read. */
  @Nullable List<Candidate> found;

  EnrolCourse(long campaign) {
    this.campaign = campaign;
  }

  EnrolCourse copy() {
    EnrolCourse copy = new EnrolCourse(campaign);
    copy.become(this);
    return copy;
  }

  void become(EnrolCourse other) {
    part = other.part;
    goal = other.goal;
    handedBefore = other.handedBefore;
    handed = other.handed;
    upTo = other.upTo;
    walked = other.walked;
    begunAt = other.begunAt;
    modifiedTo = other.modifiedTo;
    since = other.since;
    found = other.found;
  }

  void next(Part following) {
    part = following;
    goal = null;
    upTo = Long.MAX_VALUE;
    walked = false;
    handedBefore = 0;
    handed = 0;
  }

  void join(Position here, Position until) {
    goal = until;
    handedBefore = here.handed();
    handed = here.handed();
  }

  /** How much of it is done, from 0 to 1, where a walk has so many ranges. */
  double fraction(double ranges) {
    double walked = ranges <= 0 ? 0 : Math.min(1, (handed - handedBefore) / ranges);
    return switch (part) {
      case BEGIN -> 0;
      case UNLINK -> walked / 2;
      case ENROL -> (1 + walked) / 2;
      case DONE -> 1;
    };
  }
}
