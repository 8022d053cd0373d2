package org.nurture.journey;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.nurture.message.UnusedContents;
import org.nurture.platform.SlicedWork;
import org.nurture.platform.Time;

/**
 * Job {@code purge} (P3): traces, events and contents of messages of participants that ended longer
 * ago than the retention. Campaign after campaign, in chunks; what was done is not found again, so
 * any number of servers may do it at once, and one that is killed loses nothing.
 */
final class PurgeWork implements SlicedWork {
  /** How many participants are looked at in one slice, however few of them have ended. */
  private static final int LOOK_AT = 20_000;

  private final Slices slices;
  private final Tuning tuning;
  private final Duration retention;
  private final @Nullable Long only;
  private final Deque<Part> parts = new ArrayDeque<>();
  private boolean listed;

  /** Where the work stands in a campaign. */
  private record Part(long campaign, long after) {}

  /** What a slice did, and where it goes on; null: the campaign is done. */
  private record Done(Slice slice, @Nullable Part next) {}

  PurgeWork(Slices slices, Tuning tuning, Duration retention, @Nullable Long only) {
    this.slices = slices;
    this.tuning = tuning;
    this.retention = retention;
    this.only = only;
  }

  @Override
  public Optional<Slice> next() {
    if (!listed) {
      listed = true;
      if (only == null) {
        forgetStrangers();
      }
      slices
          .transactions
          .inNew(Slices.AT_MOST, () -> new VerifyStore(slices.db).campaigns())
          .stream()
          .filter(id -> only == null || only.equals(id))
          .forEach(id -> parts.add(new Part(id, 0)));
    }
    while (!parts.isEmpty()) {
      Part part = parts.element();
      Optional<Done> done = slices.on(part.campaign, chunk -> Optional.of(purge(chunk, part)));
      parts.remove();
      if (done.isEmpty()) {
        continue; // a campaign that is gone
      }
      Part next = done.get().next;
      if (next != null) {
        parts.addFirst(next);
      } else {
        dropSecrets(part.campaign);
      }
      return Optional.of(done.get().slice);
    }
    return Optional.empty();
  }

  /** By the server's clock, as texts and reports are dated: they belong to no campaign. */
  private void forgetStrangers() {
    slices.transactions.inNew(
        Slices.AT_MOST,
        () -> {
          new PurgeStore(slices.db).forgetStrangers(Time.now(slices.clock).minus(retention));
          return true;
        });
  }

  private Done purge(Chunk chunk, Part part) {
    PurgeStore store = new PurgeStore(slices.db);
    Optional<Long> end = store.endOf(part.campaign, part.after, LOOK_AT);
    if (end.isEmpty()) {
      return new Done(new Slice(0, 0, 0), null);
    }
    Instant before = chunk.now.minus(retention);
    List<Long> ended = store.ended(part.campaign, part.after, end.get(), before, tuning.process());
    List<Participant> locked =
        ended.isEmpty()
            ? List.of()
            : chunk.participants.lock(ended).stream()
                .filter(p -> p.state() != ParticipantState.RUNNING && !p.purged())
                .toList();
    List<Participant> settled = store.settled(locked);
    forget(chunk, store, settled);
    long reached = ended.size() < tuning.process() ? end.get() : ended.get(ended.size() - 1);
    return new Done(new Slice(settled.size(), settled.size(), 0), new Part(part.campaign, reached));
  }

  /** Of its webhooks that are all forgotten. */
  private void dropSecrets(long campaign) {
    UnusedContents unused = new UnusedContents(slices.db, campaign);
    if (slices.transactions.inNew(Slices.AT_MOST, unused::exist)) {
      slices.alone(campaign, unused::drop);
    }
  }

  /** Forgets locked participants. */
  static void forget(Chunk chunk, PurgeStore store, List<Participant> locked) {
    if (!locked.isEmpty()) {
      List<Long> ids = locked.stream().map(Participant::id).toList();
      store.count(chunk.workflow.campaignId(), ids);
      store.forget(ids, chunk.now);
    }
  }
}
