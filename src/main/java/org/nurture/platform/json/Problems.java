package org.nurture.platform.json;

import java.util.ArrayList;
import java.util.List;
import org.nurture.platform.NurtureException;
import org.nurture.platform.Violation;

/** Collects what is wrong with a document, so that all of it is told at once. */
public final class Problems {
  /** More than a person would mend in one go; keeps the answer to a hostile document small. */
  private static final int MOST = 200;

  private final List<Violation> violations = new ArrayList<>();
  private boolean malformed;

  /** A value has the wrong JSON type: the answer will be 400. */
  public void malformed(String path, String message) {
    malformed = true;
    add(path, message);
  }

  /** The content is wrong: 422, unless something else is malformed. */
  public void invalid(String path, String message) {
    add(path, message);
  }

  /** Adds what another check found, seen from this document. */
  public void invalid(String prefix, NurtureException found) {
    if (found.violations().isEmpty()) {
      add(prefix, String.valueOf(found.getMessage()));
    }
    for (Violation v : found.violations()) {
      add(prefix + v.path(), v.message());
    }
  }

  public boolean isEmpty() {
    return violations.isEmpty();
  }

  public List<Violation> violations() {
    return List.copyOf(violations);
  }

  /**
   * Ends the reading.
   *
   * @throws NurtureException MALFORMED if a JSON type was wrong, else INVALID; not if all is well
   */
  public void throwIfAny() {
    if (violations.isEmpty()) {
      return;
    }
    NurtureException invalid = NurtureException.invalid(violations);
    if (malformed) {
      throw new NurtureException(
          NurtureException.Kind.MALFORMED, String.valueOf(invalid.getMessage()), violations);
    }
    throw invalid;
  }

  private void add(String path, String message) {
    if (violations.size() < MOST) {
      violations.add(new Violation(path, message));
    }
  }
}
