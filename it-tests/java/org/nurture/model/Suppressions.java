package org.nurture.model;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.nurture.campaign.ActivityType;

/** Addresses that get nothing more on their channel (C11, section 7). */
final class Suppressions {
  private static final int SOFT_BOUNCES = 5;
  private static final Duration WITHIN = Duration.ofDays(30);

  private record Place(ActivityType channel, String address) {}

  private final Set<Place> suppressed = new HashSet<>();
  private final Map<Place, List<Instant>> soft = new HashMap<>();
  private final Map<Place, List<Instant>> deliveries = new HashMap<>();

  boolean has(ActivityType channel, String address) {
    return suppressed.contains(new Place(channel, address));
  }

  void add(ActivityType channel, String address) {
    suppressed.add(new Place(channel, address));
  }

  /** A message bounced for the first time, softly. */
  void softBounce(ActivityType channel, String address, Instant at) {
    soft.computeIfAbsent(new Place(channel, address), p -> new ArrayList<>()).add(at);
  }

  /** A message was delivered, for the first time. */
  void delivered(ActivityType channel, String address, Instant at) {
    deliveries.computeIfAbsent(new Place(channel, address), p -> new ArrayList<>()).add(at);
  }

  /** Five within 30 days, without a delivery between; all that is known so far counts. */
  boolean bouncedTooOften(ActivityType channel, String address) {
    Place place = new Place(channel, address);
    List<Instant> bounces = soft.getOrDefault(place, List.of()).stream().sorted().toList();
    for (int i = SOFT_BOUNCES - 1; i < bounces.size(); i++) {
      Instant first = bounces.get(i - SOFT_BOUNCES + 1);
      Instant last = bounces.get(i);
      // a delivery at the instant of a bounce came before it (C12)
      boolean between =
          deliveries.getOrDefault(place, List.of()).stream()
              .anyMatch(d -> d.isAfter(first) && !d.isAfter(last));
      if (!between && !last.isAfter(first.plus(WITHIN))) {
        return true;
      }
    }
    return false;
  }
}
