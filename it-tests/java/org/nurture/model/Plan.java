package org.nurture.model;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A campaign, built as prose: {@code of(email("hello")).to(is("country", "IT"))}. */
public final class Plan {
  private final List<Activity> roots;
  private Cond filter = Cond.ALL;
  private @Nullable String uniqueField;
  private ZoneId zone = ZoneOffset.UTC;
  private boolean oncePerAddress;

  private Plan(List<Activity> roots) {
    this.roots = roots;
  }

  public static Plan of(Activity... roots) {
    return new Plan(Arrays.asList(roots));
  }

  public Plan to(Cond cond) {
    filter = cond;
    return this;
  }

  public Plan uniqueBy(String field) {
    uniqueField = field;
    return this;
  }

  public Plan zone(String id) {
    zone = ZoneId.of(id);
    return this;
  }

  public Plan oncePerAddress() {
    oncePerAddress = true;
    return this;
  }

  public List<Activity> roots() {
    return roots;
  }

  /** Depth first: the index is the position in the workflow (X8). */
  public List<Activity> activities() {
    List<Activity> all = new ArrayList<>();
    roots.forEach(root -> collect(root, all));
    return all;
  }

  private static void collect(Activity activity, List<Activity> into) {
    into.add(activity);
    activity.children().forEach(child -> collect(child, into));
  }

  public Cond filter() {
    return filter;
  }

  public @Nullable String uniqueField() {
    return uniqueField;
  }

  public ZoneId zone() {
    return zone;
  }

  public boolean once() {
    return oncePerAddress;
  }

  @Override
  public String toString() {
    return "campaign "
        + filter
        + (uniqueField == null ? "" : " unique " + uniqueField)
        + " "
        + zone
        + (oncePerAddress ? " once" : "")
        + activities().stream().map(a -> "\n    " + a).collect(Collectors.joining());
  }
}
