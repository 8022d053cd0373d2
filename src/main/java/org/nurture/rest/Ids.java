package org.nurture.rest;

import org.nurture.platform.NurtureException;

/** Ids of ours as they stand in paths. */
public final class Ids {
  private Ids() {}

  /**
   * @param what for the message: {@code campaign}
   * @throws NurtureException NOT_FOUND: it cannot be one
   */
  public static long of(String what, String id) {
    if (id.length() <= 19 && !id.isEmpty() && id.chars().allMatch(c -> c >= '0' && c <= '9')) {
      try {
        return Long.parseLong(id);
      } catch (NumberFormatException e) {
        // more than a long: cannot be one of ours
      }
    }
    throw NurtureException.notFound(what, id.length() > 60 ? id.substring(0, 59) + "…" : id);
  }
}
