package org.nurture.audience;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * A table or view that could become a target.
 *
 * @param name as people call it
 * @param rows about how many, as the database's own statistics have it; null: not known
 */
public record TableInfo(String name, boolean view, @Nullable Long rows) implements Serializable {
  private static final long serialVersionUID = 1L;
}
