package org.nurture.journey;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.nurture.audience.Audience.Candidate;
import org.nurture.audience.RecordKey;

/** Tells who of the records that match may be enrolled: E1's and E2's once for each, and P3. */
final class Newcomers {
  private final EnrolStore store;
  private final Erased erased;
  private final long campaign;

  Newcomers(EnrolStore store, Erased erased, long campaign) {
    this.store = store;
    this.erased = erased;
    this.campaign = campaign;
  }

  /** Whether somebody of the campaign was erased: they are known by hashes alone. */
  boolean anyErased() {
    return erased.anybody(campaign);
  }

  /**
   * Those that are not enrolled, the lowest key of each value, if the value is not taken (E2).
   *
   * @param page in key order
   * @return by key: the value that later records may not have
   */
  Map<RecordKey, Optional<String>> among(List<Candidate> page) {
    Set<RecordKey> enrolled = store.enrolled(page.stream().map(Candidate::key).toList());
    Map<RecordKey, Optional<String>> fresh = new LinkedHashMap<>();
    Set<String> values = new HashSet<>();
    for (Candidate candidate : page) {
      Optional<String> value = Optional.ofNullable(UniqueValue.of(candidate.value()));
      if (!enrolled.contains(candidate.key()) && (value.isEmpty() || values.add(value.get()))) {
        fresh.put(candidate.key(), value);
      }
    }
    Set<String> taken = new HashSet<>(store.taken(values));
    if (!fresh.isEmpty() && anyErased()) {
      fresh.keySet().removeAll(erased.keys(campaign, fresh.keySet()));
      taken.addAll(erased.values(campaign, values));
    }
    fresh.values().removeIf(v -> v.isPresent() && taken.contains(v.get()));
    return fresh;
  }
}
