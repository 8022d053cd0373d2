package org.nurture.web.filter;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonValue;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A filter as the builder edits it: rules in groups of all or any. Not every filter can be shown
 * so: {@link #read} says which.
 */
public final class FilterDraft implements Serializable {
  private static final long serialVersionUID = 1L;

  private final Group root;

  private FilterDraft(Group root) {
    this.root = root;
  }

  public static FilterDraft empty() {
    return new FilterDraft(new Group(true));
  }

  /** The filter as groups and rules; empty: it has something that only the text form shows. */
  public static Optional<FilterDraft> read(JsonArray domain) {
    return DomainReader.read(domain).map(FilterDraft::new);
  }

  public Group root() {
    return root;
  }

  /** All rules, in the order of the text form. */
  List<Rule> rules() {
    List<Rule> rules = new ArrayList<>();
    collect(root, rules);
    return rules;
  }

  private static void collect(Group group, List<Rule> into) {
    for (Item item : group.items) {
      if (item instanceof Rule rule) {
        into.add(rule);
      } else if (item instanceof Group inner) {
        collect(inner, into);
      }
    }
  }

  /**
   * The JSON domain. Rules without a field or value are left out.
   *
   * @param typeOf type of the field at a path, as targets name it; null: unknown
   */
  public JsonArray write(Function<String, @Nullable String> typeOf) {
    JsonArrayBuilder out = Json.createArrayBuilder();
    List<List<JsonValue>> parts = written(root, typeOf);
    if (!root.all) {
      for (int i = 1; i < parts.size(); i++) {
        out.add("|");
      }
    }
    parts.forEach(part -> part.forEach(out::add));
    return out.build();
  }

  private static List<List<JsonValue>> written(
      Group group, Function<String, @Nullable String> typeOf) {
    List<List<JsonValue>> parts = new ArrayList<>();
    for (Item item : group.items) {
      if (item instanceof Rule rule) {
        if (rule.isComplete()) {
          parts.add(FilterValues.terms(rule, typeOf.apply(rule.path)));
        }
      } else if (item instanceof Group inner) {
        List<List<JsonValue>> under = written(inner, typeOf);
        List<JsonValue> one = new ArrayList<>();
        for (int i = 1; i < under.size(); i++) {
          one.add(Json.createValue(inner.all ? "&" : "|"));
        }
        under.forEach(one::addAll);
        if (!one.isEmpty()) {
          parts.add(one);
        }
      }
    }
    return parts;
  }

  /** A rule or a group of them. */
  public sealed interface Item extends Serializable permits Rule, Group {}

  /** Field, operator, value. */
  public static final class Rule implements Item {
    private static final long serialVersionUID = 1L;
    String path = "";
    String operator = "=";
    String value = "";
    final List<String> values = new ArrayList<>();

    /** What is wrong with it; null: nothing. */
    @Nullable String error;

    /** How its field is edited, as it was when it was looked up last; empty: not yet. */
    String kind = "";

    public String getPath() {
      return path;
    }

    public void setPath(@Nullable String path) {
      this.path = path == null ? "" : path.strip();
    }

    public String getOperator() {
      return operator;
    }

    public void setOperator(String operator) {
      this.operator = operator;
    }

    public String getValue() {
      return value;
    }

    public void setValue(@Nullable String value) {
      this.value = value == null ? "" : value;
    }

    /** Of the operators that compare with several. */
    public List<String> getValues() {
      return values;
    }

    public void setValues(@Nullable List<String> given) {
      List<String> kept = given == null ? List.of() : List.copyOf(given);
      values.clear();
      values.addAll(kept);
    }

    /** The number of “in the last 30 days”. */
    public String getSpanCount() {
      return value.replaceAll("\\D+$", "");
    }

    public void setSpanCount(@Nullable String count) {
      value = (count == null ? "" : count.strip()) + getSpanUnit();
    }

    /** The unit's letter of “in the last 30 days”. */
    public String getSpanUnit() {
      String unit = value.replaceAll("^.*\\d", "");
      return unit.length() == 1 && "hdwmy".contains(unit) ? unit : "d";
    }

    public void setSpanUnit(String unit) {
      value = getSpanCount() + unit;
    }

    /** Whether the operator compares with anything. */
    public boolean isCompared() {
      return !FilterValues.SET.equals(operator) && !FilterValues.UNSET.equals(operator);
    }

    public boolean isMany() {
      return operator.equals("in") || operator.equals("not in");
    }

    public boolean isSpan() {
      return operator.equals(FilterValues.LAST) || operator.equals(FilterValues.NEXT);
    }

    /** Whether it says something: a field, and a value where one is compared. */
    boolean isComplete() {
      if (path.isBlank() || !isCompared()) {
        return !path.isBlank();
      }
      if (isSpan()) {
        return FilterValues.isSpan(value);
      }
      return isMany() ? !values.isEmpty() : !value.isBlank();
    }

    /**
     * Another field may need another operator, and another kind of value.
     *
     * @param now how its field is edited; empty: it has none
     */
    void suit(String now) {
      error = null;
      if (!kind.isEmpty() && !now.equals(kind)) {
        value = "";
        values.clear();
      }
      kind = now;
      if (!kind.isEmpty() && !operator.contains("like")) {
        List<String> offered = FilterValues.operators(kind);
        if (!offered.contains(operator)) {
          operator = offered.get(0);
        }
      }
      if (isSpan() && value.isEmpty()) {
        value = "30d";
      } else if (!isSpan() && FilterValues.isSpan(value) && FilterChoices.isDate(kind)) {
        value = "";
      }
      if (kind.equals("boolean") && value.isEmpty()) {
        value = "true";
      }
    }

    public @Nullable String getError() {
      return error;
    }
  }

  /** All or any of the items in it. */
  public static final class Group implements Item {
    private static final long serialVersionUID = 1L;
    boolean all;
    final List<Item> items = new ArrayList<>();

    Group(boolean all) {
      this.all = all;
    }

    public boolean isAll() {
      return all;
    }

    public void setAll(boolean all) {
      this.all = all;
    }

    public List<Item> items() {
      return items;
    }
  }
}
