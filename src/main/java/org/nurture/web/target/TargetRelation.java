package org.nurture.web.target;

import jakarta.json.JsonObject;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;
import org.nurture.audience.Survey.SurveyRelation;
import org.nurture.platform.json.DocumentWriter;

/** One relation of a target's form. */
public class TargetRelation implements Serializable {
  private static final long serialVersionUID = 1L;

  private final SurveyRelation relation;
  private final @Nullable String label;
  private String name;

  /**
   * @param label the one that somebody gave it; kept
   */
  TargetRelation(SurveyRelation relation, @Nullable String label) {
    this.relation = relation;
    this.label = label;
    this.name = relation.name();
  }

  /** Whether the catalogue does not tell it, or tells it under another name. */
  boolean said() {
    return !name.equals(relation.found());
  }

  boolean labelled() {
    return label != null;
  }

  String getLabel() {
    return label == null ? "" : label;
  }

  JsonObject write() {
    DocumentWriter out =
        new DocumentWriter()
            .put("name", name)
            .put("table", relation.far())
            .put("columns", relation.columns())
            .put("many", relation.many());
    if (relation.through() != null) {
      out.put("through", relation.through());
    }
    return out.build();
  }

  /** ONE, MANY or THROUGH: how many records it leads to, and how. */
  public String getKind() {
    return relation.through() != null ? "THROUGH" : relation.many() ? "MANY" : "ONE";
  }

  /** The columns that hold the key. */
  public String getColumns() {
    return String.join(", ", relation.columns());
  }

  public String getThrough() {
    return relation.through() == null ? "" : relation.through();
  }

  public String getFar() {
    return relation.far();
  }

  /** The target that it leads to; empty: the table is none yet. */
  public String getTarget() {
    return relation.target() == null ? "" : relation.target();
  }

  /** Its name without an admin; empty: the catalogue does not tell it. */
  public String getFound() {
    return relation.found() == null ? "" : relation.found();
  }

  public boolean isRenamable() {
    return relation.renamable();
  }

  public String getName() {
    return name;
  }

  public void setName(@Nullable String name) {
    this.name = name == null || name.isBlank() ? relation.name() : name.strip();
  }
}
