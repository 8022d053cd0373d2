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

  boolean has(ActivityType channel, String address) {
    return suppressed.contains(new Place(channel, address));
  }

  void add(ActivityType channel, String address) {
    suppressed.add(new Place(channel, address));
  }

  /** Whether this soft bounce is one too many. */
  boolean softBounce(ActivityType channel, String address, Instant at) {
    List<Instant> bounces =
        soft.computeIfAbsent(new Place(channel, address), p -> new ArrayList<>());
    bounces.add(at);
    return bounces.stream().filter(b -> !b.isBefore(at.minus(WITHIN))).count() >= SOFT_BOUNCES;
  }

  void delivered(ActivityType channel, String address) {
    soft.remove(new Place(channel, address));
  }
}
