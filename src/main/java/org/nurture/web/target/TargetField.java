package org.nurture.web.target;

import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nurture.audience.Survey.SurveyField;

/** One field of a target's form. */
public class TargetField implements Serializable {
  private static final long serialVersionUID = 1L;

  private final SurveyField field;
  private String label;
  private List<String> samples = List.of();
  private boolean hidden;

  TargetField(SurveyField field, @Nullable String label) {
    this.field = field;
    this.label = label == null ? field.label() : label;
    this.hidden = field.secret();
  }

  /**
   * @param values null: they were not asked for
   */
  void show(@Nullable List<String> values) {
    if (values != null) {
      samples = List.copyOf(values);
      hidden = false;
    }
  }

  /** Whether the label is another than the one made of the name. */
  boolean said() {
    return !label.isEmpty() && !label.equals(field.label());
  }

  public String getName() {
    return field.name();
  }

  public String getType() {
    return field.type().name();
  }

  public String getSqlType() {
    return field.sqlType();
  }

  public boolean isNullable() {
    return field.nullable();
  }

  /** Whether its values are kept from view until somebody asks. */
  public boolean isHidden() {
    return hidden;
  }

  public String getSamples() {
    return String.join(" · ", samples);
  }

  public String getLabel() {
    return label;
  }

  public void setLabel(@Nullable String label) {
    this.label = label == null || label.isBlank() ? field.label() : label.strip();
  }
}
