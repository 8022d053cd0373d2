package org.nurture.web.testing;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/** A field of a record that is made to test with, as it is typed. */
public final class MadeField implements Serializable {
  private static final long serialVersionUID = 1L;

  private final TestDesk.NewField field;
  private String value = "";

  MadeField(TestDesk.NewField field) {
    this.field = field;
  }

  public String getName() {
    return field.name();
  }

  public String getLabel() {
    return field.label();
  }

  public boolean isNeeded() {
    return field.needed();
  }

  public String getValue() {
    return value;
  }

  public void setValue(@Nullable String value) {
    this.value = value == null ? "" : value;
  }
}
