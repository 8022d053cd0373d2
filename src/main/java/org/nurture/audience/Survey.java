package org.nurture.audience;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nurture.audience.Target.Role;
import org.nurture.platform.Violation;

/**
 * What an admin sees of a table before it becomes a target.
 *
 * @param table schema and table as people call them
 * @param roles one for each role
 * @param wrong what keeps it from being stored, with places in its document
 * @param remarks what it will not be able to do
 */
public record Survey(
    String table,
    boolean view,
    List<SurveyField> fields,
    List<SurveyRelation> relations,
    Map<Role, SurveyRole> roles,
    List<Violation> wrong,
    List<Remark> remarks) {

  /** What a guess rests on. */
  public enum Why {
    PRIMARY_KEY,
    UNIQUE_KEY,
    NAME,
    FIRST_TEXT,
    RELATION
  }

  /** What the target will lack. */
  public enum Lack {
    EMAIL,
    PHONE,
    NAME,
    UNIQUE_KEY
  }

  /**
   * @param detail the value that shows it; null: the lack says it all
   */
  public record Remark(Lack lack, @Nullable String detail) {}

  /**
   * A column.
   *
   * @param label the one that is made of its name
   * @param secret whether its name sounds like something that is not for looking at
   */
  public record SurveyField(
      String name, String label, FieldType type, String sqlType, boolean nullable, boolean secret)
      implements Serializable {
    private static final long serialVersionUID = 1L;
  }

  /**
   * A way to another table.
   *
   * @param name as filters name it
   * @param found its name without an admin; null: the catalogue does not tell it
   * @param far schema and table where it leads
   * @param target the far target; null: the table is none
   * @param columns those that hold the key: ours, the far table's or the join table's
   * @param through the join table; null: direct
   * @param renamable whether its document can say it under another name
   */
  public record SurveyRelation(
      String name,
      @Nullable String found,
      String far,
      @Nullable String target,
      List<String> columns,
      boolean many,
      @Nullable String through,
      boolean renamable)
      implements Serializable {
    private static final long serialVersionUID = 1L;
  }

  /**
   * A role.
   *
   * @param field null: the target has none
   * @param guessed null: nothing was found for it
   * @param why null: nothing was guessed
   * @param choices fields and paths that fit
   */
  public record SurveyRole(
      @Nullable String field, @Nullable String guessed, @Nullable Why why, List<String> choices)
      implements Serializable {
    private static final long serialVersionUID = 1L;
  }
}
