package org.nurture.web.filter;

import jakarta.json.JsonArray;
import java.io.Serializable;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.nurture.platform.NurtureException;
import org.nurture.platform.Violation;
import org.nurture.platform.json.JsonText;

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
  private FilterChoices choices;
  private NamedFilters named;

  public FilterEditor(Fields fields) {
    this.fields = fields;
    choices = new FilterChoices(fields, null);
    named = new NamedFilters(fields, null);
  }

  /** Starts over with a filter of a target. */
  public void open(@Nullable String newTarget, JsonArray filter) {
    aim(newTarget);
    take(filter);
  }

  private void take(JsonArray filter) {
    text = filter.toString();
    shelvedText = "";
    draft = FilterDraft.read(filter).orElse(null);
    refresh();
  }

  /** Another target is chosen: the rules stay, and are checked against its fields. */
  public void useTarget(@Nullable String newTarget) {
    aim(newTarget);
    refresh();
  }

  private void aim(@Nullable String newTarget) {
    target = newTarget;
    preview = null;
    choices = new FilterChoices(fields, newTarget);
    named = new NamedFilters(fields, newTarget);
  }

  /**
   * The filter as it stands.
   *
   * @throws NurtureException INVALID: the text is no list, or a rule lacks its value
   */
  public JsonArray filter() {
    FilterDraft rules = draft;
    if (rules != null
        && rules.rules().stream().anyMatch(r -> !r.isComplete() && !r.path.isBlank())) {
      throw NurtureException.invalid("/filter", say("filter.rule.value.missing"));
    }
    return known();
  }

  /** Whether it can be saved as it stands. */
  public boolean isWhole() {
    try {
      filter();
      return error == null;
    } catch (NurtureException e) {
      return false;
    }
  }

  /** The same without the rules that are not finished. */
  public JsonArray known() {
    FilterDraft rules = draft;
    if (rules != null) {
      return rules.write(path -> target == null ? null : fields.type(target, path));
    }
    try {
      return JsonText.array(text.isBlank() ? "[]" : text);
    } catch (NurtureException e) {
      throw NurtureException.invalid("/filter", say("filter.text.wrong"));
    }
  }

  /** All that would be lost, whether it is a filter yet or not. */
  public String state() {
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
      draft
          .rules()
          .forEach(rule -> rule.suit(rule.path.isBlank() ? "" : fields.kind(of, rule.path)));
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
  public String words() {
    try {
      return target == null ? "" : fields.describe(target, known());
    } catch (RuntimeException e) {
      return String.valueOf(e.getMessage());
    }
  }

  /** The builder's lines: heads of groups, rules, feet of groups. */
  public List<FilterLine> getLines() {
    return draft == null ? List.of() : FilterLine.of(draft.root());
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

  /** Named filters of the target. */
  public NamedFilters getNamed() {
    return named;
  }

  /** Copies a named filter into this one. */
  public void useNamed(String name) {
    named.find(name).ifPresent(found -> take(JsonText.array(found)));
  }

  /** Keeps a copy under the name that was typed. */
  public void saveNamed() {
    error = null;
    errors = List.of();
    try {
      named.save(filter().toString());
    } catch (NurtureException e) {
      error = e.violations().isEmpty() ? e.getMessage() : e.violations().get(0).message();
      errors = List.of(String.valueOf(error));
    }
  }

  public FilterChoices getChoices() {
    return choices;
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
