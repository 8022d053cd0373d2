package org.nurture.web.filter;

import jakarta.faces.component.UIComponent;
import jakarta.faces.context.FacesContext;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the builder offers for a rule: words of its field, operators, editors and values. */
public final class FilterChoices implements Serializable {
  private static final long serialVersionUID = 1L;

  private final Fields fields;
  private final @Nullable String target;

  FilterChoices(Fields fields, @Nullable String target) {
    this.fields = fields;
    this.target = target;
  }

  /** “Company › Country”; a hint where no field is chosen. */
  public String labelOf(String path) {
    return path.isBlank()
        ? fields.say("filter.rule.field.placeholder")
        : target == null ? path : fields.label(target, path);
  }

  public List<String> operatorsFor(FilterDraft.Rule rule) {
    List<String> offered = FilterValues.operators(kindOf(rule));
    if (offered.contains(rule.getOperator())) {
      return offered;
    }
    List<String> all = new ArrayList<>(offered);
    all.add(rule.getOperator());
    return all;
  }

  /** The operator in words that fit the field. */
  public String operatorLabel(FilterDraft.Rule rule, String operator) {
    String kind = kindOf(rule);
    String dated = "filter.operator.date." + operator;
    String words = isDate(kind) || kind.equals("time") ? fields.say(dated) : dated;
    return words.equals(dated) ? fields.say("filter.operator." + operator) : words;
  }

  /** {@code boolean}, {@code number}, {@code date}, {@code relation}, {@code text} … */
  public String kindOf(FilterDraft.Rule rule) {
    return target == null || rule.getPath().isBlank() ? "any" : fields.kind(target, rule.getPath());
  }

  /** What the value is edited with: none, span, many, boolean, one (record), date or text. */
  public String editorOf(FilterDraft.Rule rule) {
    if (!rule.isCompared() || rule.getPath().isBlank()) {
      return "none";
    }
    String kind = kindOf(rule);
    if (rule.isSpan()) {
      return "span";
    } else if (rule.isMany()) {
      return "many";
    } else if (kind.equals("relation")) {
      return "one";
    } else if (isDate(kind) && rule.getValue().matches("(\\d{4}-\\d\\d-\\d\\d)?")) {
      return "date";
    }
    return kind.equals("boolean") ? "boolean" : "text";
  }

  /** Values to pick from, for the rule that the component carries. */
  public List<String> suggestValues(String typed) {
    UIComponent component = UIComponent.getCurrentComponent(FacesContext.getCurrentInstance());
    FilterDraft.Rule rule = (FilterDraft.Rule) component.getAttributes().get("rule");
    String of = target;
    if (of == null || rule == null || rule.getPath().isBlank()) {
      return List.of();
    }
    return fields.values(of, rule.getPath(), typed);
  }

  /** The value as people read it: a record's name. */
  public String valueLabel(FilterDraft.Rule rule, @Nullable String value) {
    return target == null || value == null || value.isBlank()
        ? ""
        : fields.valueLabel(target, rule.getPath(), value);
  }

  static boolean isDate(String kind) {
    return kind.equals("date") || kind.equals("datetime");
  }
}
