package org.nurture.message;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes to the outbox in sets, in the caller's transaction. */
public interface Outbox {

  /**
   * Queues messages, one statement for all.
   *
   * @param now of the chunk
   * @return traces whose address already has a message of the activity (X4 duplicate_address)
   */
  Set<Long> enqueue(List<NewMessage> messages, Instant now);

  /** Withdraws what is still QUEUED of these participants (P1), and says of which traces. */
  Set<Long> withdraw(Collection<Long> participants);

  /** Withdraws what is still QUEUED of these participants and activities (U4), as above. */
  Set<Long> withdraw(Collection<Long> participants, Collection<Long> activities);

  /**
   * @param slot of the trace: 0, its activity's own message; 1 …, those of actions (D7)
   * @param once whether the campaign says oncePerAddress (tests never)
   */
  record NewMessage(
      Kind kind,
      long campaignId,
      long activityId,
      long participantId,
      long traceId,
      int slot,
      boolean test,
      @Nullable String address,
      boolean once,
      long contentId,
      String data) {

    /** The activity's own. */
    public NewMessage(
        Kind kind,
        long campaignId,
        long activityId,
        long participantId,
        long traceId,
        boolean test,
        @Nullable String address,
        boolean once,
        long contentId,
        String data) {
      this(
          kind,
          campaignId,
          activityId,
          participantId,
          traceId,
          0,
          test,
          address,
          once,
          contentId,
          data);
    }
  }
}
