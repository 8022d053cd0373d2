package org.nurture.web;

import jakarta.faces.component.UIComponent;
import jakarta.faces.context.FacesContext;
import jakarta.json.JsonArray;
import jakarta.json.JsonException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.nurture.platform.NurtureException;
import org.nurture.platform.Violation;

/** One filter on a form: as rules in groups, or as text; with its count. */
public final class FilterEditor implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int MOST_SHOWN = 10;

  private final Fields fields;
  private @Nullable String target;
  private @Nullable FilterDraft draft = FilterDraft.empty();
  private String text = "[]";
  private @Nullable FilterDraft shelved;
  private String shelvedText = "";
  private @Nullable String error;
  private List<String> errors = List.of();
  private @Nullable Long count;
  private Fields.@Nullable Preview preview;
  private String newName = "";
  private boolean naming;

  FilterEditor(Fields fields) {
    this.fields = fields;
  }

  /** Starts over with a filter of a target. */
  void open(@Nullable String newTarget, JsonArray filter) {
    target = newTarget;
    preview = null;
    naming = false;
    take(filter);
  }

  private void take(JsonArray filter) {
    text = filter.toString();
    shelvedText = "";
    draft = FilterDraft.read(filter).orElse(null);
    refresh();
  }

  void useTarget(@Nullable String newTarget) {
    target = newTarget;
    preview = null;
    refresh();
  }

  /**
   * The filter as it stands.
   *
   * @throws NurtureException INVALID: the text is no list, or a rule lacks its value
   */
  JsonArray filter() {
    FilterDraft rules = draft;
    if (rules != null
        && rules.rules().stream().anyMatch(r -> !r.isComplete() && !r.path.isBlank())) {
      throw NurtureException.invalid("/filter", say("filter.rule.value.missing"));
    }
    return known();
  }

  /** Whether it can be saved as it stands. */
  boolean isWhole() {
    try {
      filter();
      return error == null;
    } catch (NurtureException e) {
      return false;
    }
  }

  /** The same without the rules that are not finished. */
  JsonArray known() {
    FilterDraft rules = draft;
    if (rules != null) {
      return rules.write(path -> target == null ? null : fields.type(target, path));
    }
    try {
      return Documents.array(text.isBlank() ? "[]" : text);
    } catch (JsonException | ClassCastException e) {
      throw NurtureException.invalid("/filter", say("filter.text.wrong"));
    }
  }

  /** All that would be lost, whether it is a filter yet or not. */
  String state() {
    FilterDraft rules = draft;
    if (rules == null) {
      return text;
    }
    return known()
        + rules.rules().stream()
            .filter(r -> !r.isComplete())
            .map(r -> r.path + r.operator + r.value)
            .collect(Collectors.joining());
  }

  /** Counts anew; what is wrong becomes the error, of its rule where one has it. */
  public void refresh() {
    error = null;
    errors = List.of();
    count = null;
    String of = target;
    if (of == null || of.isBlank()) {
      return;
    }
    if (draft != null) {
      draft.rules().forEach(rule -> tidy(of, rule));
    }
    try {
      JsonArray filter = known();
      List<Violation> violations = fields.check(of, filter);
      if (violations.isEmpty()) {
        count = fields.count(of, List.of(filter));
      } else {
        error = violations.get(0).message();
        errors =
            FilterProblems.place(violations, filter, draft == null ? List.of() : draft.rules());
      }
    } catch (NurtureException e) {
      error = String.valueOf(e.getMessage());
      errors =
          e.violations().isEmpty()
              ? List.of(error)
              : e.violations().stream().map(Violation::message).toList();
    } catch (RuntimeException e) {
      error = String.valueOf(e.getMessage());
      errors = List.of(error);
    }
    if (preview != null) {
      showRecords();
    }
  }

  /** Another field may need another operator, and another kind of value. */
  private void tidy(String of, FilterDraft.Rule rule) {
    rule.error = null;
    String kind = rule.path.isBlank() ? "" : fields.kind(of, rule.path);
    if (!rule.kind.isEmpty() && !kind.equals(rule.kind)) {
      rule.value = "";
      rule.values.clear();
    }
    rule.kind = kind;
    if (!kind.isEmpty() && !rule.operator.contains("like")) {
      List<String> offered = FilterValues.operators(kind);
      if (!offered.contains(rule.operator)) {
        rule.operator = offered.get(0);
      }
    }
    if (rule.isSpan() && rule.value.isEmpty()) {
      rule.value = "30d";
    } else if (!rule.isSpan() && FilterValues.isSpan(rule.value) && isDate(kind)) {
      rule.value = "";
    }
    if (kind.equals("boolean") && rule.value.isEmpty()) {
      rule.value = "true";
    }
  }

  private static boolean isDate(String kind) {
    return kind.equals("date") || kind.equals("datetime");
  }

  /** Shows the first matching records, or hides them. */
  public void toggleRecords() {
    if (preview == null) {
      showRecords();
    } else {
      preview = null;
    }
  }

  private void showRecords() {
    if (target != null && error == null) {
      preview = fields.records(target, known(), MOST_SHOWN);
    }
  }

  /** In plain words; empty: matches all. */
  String words() {
    try {
      return target == null ? "" : fields.describe(target, known());
    } catch (RuntimeException e) {
      return String.valueOf(e.getMessage());
    }
  }

  /** The builder's lines: heads of groups, rules, feet of groups. */
  public List<FilterLine> getLines() {
    List<FilterLine> lines = new ArrayList<>();
    if (draft != null) {
      lines(draft.root(), null, 0, lines);
    }
    return lines;
  }

  private static void lines(
      FilterDraft.Group group,
      FilterDraft.@Nullable Group parent,
      int depth,
      List<FilterLine> into) {
    into.add(new FilterLine("head", depth, group, parent, null));
    for (FilterDraft.Item item : group.items()) {
      if (item instanceof FilterDraft.Rule rule) {
        into.add(new FilterLine("rule", depth, group, parent, rule));
      } else if (item instanceof FilterDraft.Group inner) {
        lines(inner, group, depth + 1, into);
      }
    }
    into.add(new FilterLine("foot", depth, group, parent, null));
  }

  public void addRule(FilterLine line) {
    line.getGroup().items().add(new FilterDraft.Rule());
  }

  public void addGroup(FilterLine line) {
    FilterDraft.Group group = new FilterDraft.Group(!line.getGroup().isAll());
    group.items().add(new FilterDraft.Rule());
    line.getGroup().items().add(group);
  }

  public void remove(FilterLine line) {
    FilterDraft.Group parent = line.parent();
    if (line.getRule() != null) {
      line.getGroup().items().remove(line.getRule());
    } else if (parent != null) {
      parent.items().remove(line.getGroup());
    }
    refresh();
  }

  /** “Company › Country”; a hint where no field is chosen. */
  public String labelOf(String path) {
    return path.isBlank()
        ? say("filter.rule.field.placeholder")
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
    String words = isDate(kind) || kind.equals("time") ? say(dated) : dated;
    return words.equals(dated) ? say("filter.operator." + operator) : words;
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

  /** From rules to text and back, if the text can be shown as rules. */
  public void toggleText() {
    try {
      if (draft != null) {
        text = known().toString();
        shelved = draft;
        shelvedText = text;
        draft = null;
        refresh();
      } else {
        JsonArray filter = known();
        // rules that are not finished are in no text: they come back with the text that they left
        draft = text.equals(shelvedText) ? shelved : FilterDraft.read(filter).orElse(null);
        refresh();
        if (draft == null) {
          error = say("filter.text.only");
          errors = List.of(error);
        }
      }
    } catch (NurtureException e) {
      refresh();
    }
  }

  // ------------------------------------------------------------------ named filters

  public List<String> getNames() {
    return target == null || target.isBlank() ? List.of() : fields.saved().names(target);
  }

  /** Copies a named filter into this one. */
  public void useNamed(String name) {
    if (target != null) {
      fields.saved().find(target, name).ifPresent(found -> take(Documents.array(found)));
    }
  }

  public void deleteNamed(String name) {
    if (target != null) {
      fields.saved().delete(target, name);
    }
  }

  public void startNaming() {
    naming = true;
    newName = "";
  }

  public void stopNaming() {
    naming = false;
  }

  /** Keeps a copy under a name. */
  public void saveNamed() {
    error = null;
    errors = List.of();
    try {
      if (target != null) {
        fields.saved().save(target, newName, filter().toString());
        naming = false;
      }
    } catch (NurtureException e) {
      error = e.violations().isEmpty() ? e.getMessage() : e.violations().get(0).message();
      errors = List.of(String.valueOf(error));
    }
  }

  public boolean isNaming() {
    return naming;
  }

  public String getNewName() {
    return newName;
  }

  public void setNewName(@Nullable String newName) {
    this.newName = newName == null ? "" : newName.strip();
  }

  private String say(String key) {
    return fields.say(key);
  }

  public boolean isAsText() {
    return draft == null;
  }

  public @Nullable String getTarget() {
    return target;
  }

  public String getText() {
    return text;
  }

  public void setText(@Nullable String text) {
    this.text = text == null ? "[]" : text;
  }

  public @Nullable String getError() {
    return error;
  }

  /** What no rule shows. */
  public List<String> getErrors() {
    return errors;
  }

  public @Nullable Long getCount() {
    return count;
  }

  public Fields.@Nullable Preview getPreview() {
    return preview;
  }
}
