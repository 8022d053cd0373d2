package org.nurture.journey;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.nurture.platform.Finding;

/** What one execution of {@code verify} has found so far: bounded, whatever the damage. */
final class Flaws {
  /** Of each kind, so many are named. */
  private static final int NAMED = 20;

  private final Map<Flaw, Found> found = new EnumMap<>(Flaw.class);

  /** Notes those concerned by their ids. */
  void add(Flaw flaw, Collection<Long> ids) {
    ids.forEach(id -> add(flaw, flaw.table() + " " + id));
  }

  /** Notes one in words. */
  void add(Flaw flaw, String subject) {
    found.computeIfAbsent(flaw, f -> new Found()).add(subject);
  }

  long count() {
    return found.values().stream().mapToLong(f -> f.count).sum();
  }

  List<Finding> findings() {
    List<Finding> findings = new ArrayList<>();
    found.forEach(
        (flaw, of) -> findings.add(new Finding(flaw.word(), flaw.says(), of.count, of.named)));
    return findings;
  }

  private static final class Found {
    private final List<String> named = new ArrayList<>();
    private long count;

    void add(String subject) {
      count++;
      if (named.size() < NAMED) {
        named.add(subject);
      }
    }
  }
}
