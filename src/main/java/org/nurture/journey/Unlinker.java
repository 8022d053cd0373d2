package org.nurture.journey;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.nurture.audience.Audience;
import org.nurture.audience.Audience.KeyRange;
import org.nurture.audience.RecordKey;
import org.nurture.audience.Target;
import org.nurture.journey.EnrolCourse.Part;
import org.nurture.journey.RangeStore.Walked;
import org.nurture.platform.Database;
import org.nurture.platform.FailPoint;
import org.nurture.platform.SlicedWork.Slice;

/** One slice of finding participants whose record is gone (E4). */
final class Unlinker {
  private final Audience audience;
  private final Tuning tuning;
  private final Chunk chunk;
  private final Target target;
  private final EnrolStore store;
  private final MarkStore marks;
  private final RangeStore ranges;

  Unlinker(Database db, Audience audience, Tuning tuning, Chunk chunk) {
    this.audience = audience;
    this.tuning = tuning;
    this.chunk = chunk;
    this.target = audience.target(chunk.workflow.target());
    this.store = new EnrolStore(db, chunk, target.numericKey());
    this.marks = new MarkStore(db);
    this.ranges =
        new RangeStore(db, chunk.workflow.campaignId(), Walked.PARTICIPANTS, target.numericKey());
  }

  Slice unlink(EnrolCourse at) {
    SharedWalk walk =
        new SharedWalk(ranges, at, after -> store.keyAfter(after, tuning.enroll()), this::unlink);
    Optional<Slice> done = walk.step();
    if (done.isEmpty() || at.walked) {
      marks.walked(chunk.workflow, requireNonNull(at.begunAt));
      at.next(Part.ENROL);
    }
    return done.orElse(new Slice(0, 0, 0));
  }

  private Slice unlink(KeyRange range) {
    List<Long> gone =
        audience.local(target.name())
            ? store.gone(range, audience.exists(target.name(), store.ourKey()))
            : goneRemotely(store.linked(range));
    if (!gone.isEmpty()) {
      chunk.unlink(chunk.participants.lock(gone).stream().filter(Unlinker::mayUnlink).toList());
      chunk.reached(FailPoint.UNLINKED);
    }
    return new Slice(gone.size(), gone.size(), 0);
  }

  private static boolean mayUnlink(Participant participant) {
    return participant.state() == ParticipantState.RUNNING
        || participant.state() == ParticipantState.COMPLETED;
  }

  private List<Long> goneRemotely(Map<Long, RecordKey> linked) {
    Set<RecordKey> existing = audience.existing(target.name(), linked.values());
    return linked.entrySet().stream()
        .filter(e -> !existing.contains(e.getValue()))
        .map(Map.Entry::getKey)
        .toList();
  }
}
