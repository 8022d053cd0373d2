package org.nurture.template;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.nurture.audience.Audience;
import org.nurture.audience.Filter;
import org.nurture.platform.NurtureException;

/** Knows whether a target has the fields that placeholders name. */
@ApplicationScoped
public class Placeholders {
  private final Audience audience;

  @Inject
  public Placeholders(Audience audience) {
    this.audience = audience;
  }

  /** For the container's proxy. */
  @SuppressWarnings("NullAway")
  protected Placeholders() {
    this(null);
  }

  /** What is wrong with the target's name; empty: it is known. */
  Optional<String> target(String name) {
    try {
      audience.target(name);
      return Optional.empty();
    } catch (NurtureException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  /** What is wrong with these paths, one sentence for each that is unknown. */
  List<String> problems(String target, Set<String> paths) {
    if (paths.isEmpty() || problem(target, paths).isEmpty()) {
      return List.of();
    }
    List<String> problems = new ArrayList<>();
    for (String path : paths) {
      problem(target, List.of(path)).ifPresent(p -> problems.add("object." + path + ": " + p));
    }
    return problems;
  }

  /** Reading one record is the one question about paths that every kind of target answers. */
  private Optional<String> problem(String target, Collection<String> paths) {
    try {
      audience.records(target, Filter.ALL, true, paths, 1, Instant.EPOCH);
      return Optional.empty();
    } catch (NurtureException e) {
      return Optional.of(
          e.violations().isEmpty()
              ? String.valueOf(e.getMessage())
              : e.violations().get(0).message());
    }
  }
}
