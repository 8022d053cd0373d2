package org.nurture.audience;

import org.jspecify.annotations.Nullable;

/**
 * One thing that changed in the host since a target was saved.
 *
 * @param what the field, relation, role or table
 * @param was null: it was not there
 * @param now null: it is no longer there
 */
public record HostChange(Kind kind, String what, @Nullable String was, @Nullable String now) {

  /** What changed. */
  public enum Kind {
    TABLE_GONE,
    FIELD_NEW,
    FIELD_GONE,
    FIELD_TYPE,
    RELATION_NEW,
    RELATION_GONE,
    ROLE_GONE,
    /** The target was saved before Nurture kept what it saw. */
    NOT_KNOWN
  }
}
