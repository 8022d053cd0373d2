package org.nurture.web;

import jakarta.json.JsonArray;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All filters that an activity obeys, from the campaign's down to its own, and their count. */
public final class AppliedFilter implements Serializable {
  private static final long serialVersionUID = 1L;

  private final Fields fields;
  private final List<Line> lines = new ArrayList<>();
  private @Nullable Long count;

  AppliedFilter(Fields fields) {
    this.fields = fields;
  }

  /** One filter on the way. */
  public record Line(String name, String words) implements Serializable {
    public String getName() {
      return name;
    }

    public String getWords() {
      return words;
    }
  }

  /** A filter with the name of what it belongs to. */
  record Named(String name, JsonArray filter) {}

  void of(@Nullable String target, List<Named> all) {
    lines.clear();
    count = null;
    if (target == null || target.isBlank()) {
      return;
    }
    all.forEach(each -> lines.add(new Line(each.name(), words(target, each.filter()))));
    try {
      count = fields.count(target, all.stream().map(Named::filter).toList());
    } catch (RuntimeException e) {
      // what is wrong stands at the filter that has it
      count = null;
    }
  }

  private String words(String target, JsonArray filter) {
    try {
      return fields.describe(target, filter);
    } catch (RuntimeException e) {
      return String.valueOf(e.getMessage());
    }
  }

  public List<Line> getLines() {
    return lines;
  }

  public @Nullable Long getCount() {
    return count;
  }
}
