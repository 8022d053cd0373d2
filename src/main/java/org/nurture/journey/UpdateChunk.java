package org.nurture.journey;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.nurture.campaign.Consequences;
import org.nurture.campaign.Workflow.Step;
import org.nurture.journey.WorkStore.Work;
import org.nurture.message.Outbox;
import org.nurture.platform.Database;
import org.nurture.platform.FailPoint;
import org.nurture.platform.SlicedWork.Slice;

/**
 * What updates have left to do to a campaign's participants (U9), chunk by chunk in the order of
 * their ids, before anything else happens to them. How far it has come is committed with each
 * chunk, so a killed one is simply done again.
 */
final class UpdateChunk {
  private final Chunk chunk;
  private final Outbox outbox;
  private final WorkStore works;
  private final PlantStore store;

  UpdateChunk(Chunk chunk, Outbox outbox, Database db) {
    this.chunk = chunk;
    this.outbox = outbox;
    this.works = new WorkStore(db);
    this.store = new PlantStore(db);
  }

  /** Does the next chunk. Empty: nothing is left to do, and nobody else is doing it. */
  Optional<Slice> next(int size) {
    return works.claim(chunk.workflow.campaignId()).map(work -> next(work, size));
  }

  private Slice next(Work work, int size) {
    chunk.reached(FailPoint.WORK_CLAIMED);
    List<Long> ids = works.participants(work, size);
    if (ids.isEmpty()) {
      works.close(work, moved(work.consequences()), chunk.now);
      chunk.reached(FailPoint.WORK_CLOSED);
      return new Slice(0, 0, 0);
    }
    List<Participant> locked = chunk.participants.lock(ids);
    Set<Long> done = works.done(work, ids);
    List<Participant> turn =
        locked.stream().filter(p -> !p.purged() && !done.contains(p.id())).toList();
    long dropped = carryOut(work, turn).values().stream().mapToLong(Long::longValue).sum();
    works.advance(work, ids.get(ids.size() - 1), dropped);
    chunk.reached(FailPoint.WORK_ADVANCED);
    return new Slice(turn.size(), turn.size(), ids.size() - turn.size());
  }

  /**
   * Brings locked participants up to date out of turn: an event, an answer or a removal is about to
   * befall them and can't wait for the rest of the campaign.
   *
   * @return them as they then are
   */
  List<Participant> catchUp(List<Participant> locked) {
    List<Participant> real = locked.stream().filter(p -> !p.test() && !p.purged()).toList();
    boolean changed = false;
    if (real.isEmpty()) {
      return locked;
    }
    for (Work work : works.open(chunk.workflow.campaignId())) {
      if (changed) {
        real = chunk.participants.lock(real.stream().map(Participant::id).toList());
      }
      List<Participant> open =
          real.stream().filter(p -> p.id() > work.doneTo() && p.id() <= work.upTo()).toList();
      if (open.isEmpty()) {
        continue;
      }
      Set<Long> done = works.done(work, open.stream().map(Participant::id).toList());
      List<Participant> late = open.stream().filter(p -> !done.contains(p.id())).toList();
      if (!late.isEmpty()) {
        Map<Long, Long> dropped = new HashMap<>();
        late.forEach(p -> dropped.put(p.id(), 0L));
        dropped.putAll(carryOut(work, late));
        works.outOfTurn(work, dropped);
        changed = true;
      }
    }
    return changed
        ? chunk.participants.lock(locked.stream().map(Participant::id).toList())
        : locked;
  }

  private Map<Long, Long> carryOut(Work work, List<Participant> participants) {
    return new Changeover(chunk, store, outbox, work.consequences(), participants).carryOut();
  }

  private String moved(Consequences what) {
    return what.moved().stream()
        .map(chunk::step)
        .filter(java.util.Objects::nonNull)
        .map(Step::ref)
        .sorted()
        .collect(Collectors.joining(", "));
  }
}
