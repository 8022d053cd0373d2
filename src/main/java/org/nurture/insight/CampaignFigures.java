package org.nurture.insight;

import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import org.nurture.journey.CounterKind;
import org.nurture.journey.ParticipantState;

/**
 * A campaign's figures, tests out.
 *
 * @param asOf when they were read
 * @param participants how many are in each state
 * @param activities by ref, in the workflow's order, removed ones last
 */
public record CampaignFigures(
    Instant asOf,
    Map<ParticipantState, Long> participants,
    Map<String, ActivityFigures> activities) {

  /** One activity's; what was never counted is 0. */
  public static final class ActivityFigures {
    private final Map<CounterKind, Long> counts = new EnumMap<>(CounterKind.class);

    void add(CounterKind kind, long n) {
      counts.merge(kind, n, Long::sum);
    }

    public long get(CounterKind kind) {
      return counts.getOrDefault(kind, 0L);
    }

    public long scheduled() {
      return get(CounterKind.SCHEDULED);
    }

    public long waiting() {
      return get(CounterKind.WAITING);
    }

    public long success() {
      return get(CounterKind.SUCCESS);
    }

    public long rejected() {
      return get(CounterKind.REJECTED);
    }

    public long canceled() {
      return get(CounterKind.CANCELED);
    }

    public long error() {
      return get(CounterKind.ERROR);
    }

    public long sent() {
      return get(CounterKind.SENT);
    }

    public long delivered() {
      return get(CounterKind.DELIVERED);
    }

    public long opened() {
      return get(CounterKind.OPENED);
    }

    public long clicked() {
      return get(CounterKind.CLICKED);
    }

    public long replied() {
      return get(CounterKind.REPLIED);
    }

    public long bounced() {
      return get(CounterKind.BOUNCED);
    }

    public long unsubscribed() {
      return get(CounterKind.UNSUBSCRIBED);
    }
  }

  /** All participants, in whatever state. */
  public long total() {
    return participants.values().stream().mapToLong(Long::longValue).sum();
  }
}
