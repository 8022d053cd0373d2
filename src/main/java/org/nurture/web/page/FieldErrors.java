package org.nurture.web.page;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is wrong, by the field of a form that shows it. */
public final class FieldErrors implements Serializable {
  private static final long serialVersionUID = 1L;

  private final Map<String, String> byField = new LinkedHashMap<>();
  private final List<String> others = new ArrayList<>();

  /** Nothing is wrong any more. */
  public void clear() {
    byField.clear();
    others.clear();
  }

  /**
   * @param field null: no field of the form shows it
   */
  public void add(@Nullable String field, String message) {
    if (field == null) {
      others.add(message);
    } else {
      byField.merge(field, message, (a, b) -> a.equals(b) ? a : a + " " + b);
    }
  }

  /** It was corrected. */
  public void remove(String field) {
    byField.remove(field);
  }

  public boolean isAny() {
    return !byField.isEmpty() || !others.isEmpty();
  }

  /** Whether that field is wrong. */
  public boolean has(String field) {
    return byField.containsKey(field);
  }

  /** Empty where the field is right. */
  public String of(String field) {
    return byField.getOrDefault(field, "");
  }

  public List<String> getFields() {
    return List.copyOf(byField.keySet());
  }

  /** What no field shows. */
  public List<String> getOthers() {
    return List.copyOf(others);
  }
}
