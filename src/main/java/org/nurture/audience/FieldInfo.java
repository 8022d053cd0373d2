package org.nurture.audience;

import org.jspecify.annotations.Nullable;

/**
 * A field or relation of a target, as people and templates see it.
 *
 * @param name the last name of its path
 * @param label as people see it
 * @param type of the values that are compared and read; of a relation: that of the far key
 * @param nullable whether it may be empty
 * @param relation null: a plain field
 * @param many whether it leads to several values: it is a relation to many, or its path passes one
 */
public record FieldInfo(
    String name,
    String label,
    FieldType type,
    boolean nullable,
    @Nullable Relation relation,
    boolean many) {

  /**
   * @param target the name of the far target, or of its table where no target has it
   * @param many whether it leads to several records; a path that passes it means “at least one”
   */
  public record Relation(String target, boolean many) {}
}
