package org.nurture.web;

import jakarta.json.JsonArray;
import jakarta.json.JsonException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nurture.platform.NurtureException;

/** One filter on a form: as rules in groups, or as text; with its count. */
public final class FilterEditor implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int DEEPEST = 4;

  private final Fields fields;
  private @Nullable String target;
  private @Nullable FilterDraft draft = FilterDraft.empty();
  private String text = "[]";
  private @Nullable String error;
  private @Nullable Long count;
  private Fields.@Nullable Preview preview;

  FilterEditor(Fields fields) {
    this.fields = fields;
  }

  /** Starts over with a filter of a target. */
  void open(@Nullable String newTarget, JsonArray filter) {
    target = newTarget;
    text = filter.toString();
    draft = FilterDraft.read(filter).orElse(null);
    preview = null;
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
   * @throws NurtureException INVALID: the text is no list
   */
  JsonArray filter() {
    FilterDraft rules = draft;
    if (rules != null) {
      return rules.write(path -> target == null ? null : fields.type(target, path));
    }
    try {
      return Documents.array(text.isBlank() ? "[]" : text);
    } catch (JsonException | ClassCastException e) {
      throw NurtureException.invalid(
          "/filter",
          "This is no list. A filter is a list of terms, such as [[\"country.code\", \"=\","
              + " \"IT\"]]");
    }
  }

  /** Counts anew; what is wrong becomes the error. */
  public void refresh() {
    error = null;
    count = null;
    String of = target;
    if (of == null || of.isBlank()) {
      return;
    }
    try {
      JsonArray filter = filter();
      var violations = fields.check(of, filter);
      if (violations.isEmpty()) {
        count = fields.count(of, List.of(filter));
      } else {
        error = violations.get(0).message();
      }
    } catch (RuntimeException e) {
      error = String.valueOf(e.getMessage());
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
      preview = fields.records(target, filter(), 10);
    }
  }

  /** In plain words; empty: matches all. */
  String words() {
    try {
      return target == null ? "" : fields.describe(target, filter());
    } catch (RuntimeException e) {
      return String.valueOf(e.getMessage());
    }
  }

  /** The builder's lines: heads of groups, rules, feet of groups. */
  public List<Line> getLines() {
    List<Line> lines = new ArrayList<>();
    if (draft != null) {
      lines(draft.root(), null, 0, lines);
    }
    return lines;
  }

  private static void lines(
      FilterDraft.Group group, FilterDraft.@Nullable Group parent, int depth, List<Line> into) {
    into.add(new Line("head", depth, group, parent, null));
    for (FilterDraft.Item item : group.items()) {
      if (item instanceof FilterDraft.Rule rule) {
        into.add(new Line("rule", depth, group, parent, rule));
      } else if (item instanceof FilterDraft.Group inner) {
        lines(inner, group, depth + 1, into);
      }
    }
    into.add(new Line("foot", depth, group, parent, null));
  }

  public void addRule(Line line) {
    line.group.items().add(new FilterDraft.Rule());
  }

  public void addGroup(Line line) {
    FilterDraft.Group group = new FilterDraft.Group(!line.group.isAll());
    group.items().add(new FilterDraft.Rule());
    line.group.items().add(group);
  }

  public void remove(Line line) {
    if (line.rule != null) {
      line.group.items().remove(line.rule);
    } else if (line.parent != null) {
      line.parent.items().remove(line.group);
    }
    refresh();
  }

  public List<String> suggest(String query) {
    return target == null ? List.of() : fields.suggest(target, query);
  }

  public String labelOf(String path) {
    return target == null || path.isBlank() ? path : fields.label(target, path);
  }

  public List<String> operatorsFor(FilterDraft.Rule rule) {
    List<String> offered = FilterValues.operators(typeOf(rule));
    if (offered.contains(rule.getOperator())) {
      return offered;
    }
    List<String> all = new ArrayList<>(offered);
    all.add(rule.getOperator());
    return all;
  }

  /** {@code boolean}, {@code number}, {@code time}, {@code text} or {@code any}. */
  public String kindOf(FilterDraft.Rule rule) {
    return FilterValues.kind(typeOf(rule));
  }

  private @Nullable String typeOf(FilterDraft.Rule rule) {
    return target == null || rule.getPath().isBlank() ? null : fields.type(target, rule.getPath());
  }

  /** From rules to text and back, if the text can be shown as rules. */
  public void toggleText() {
    try {
      if (draft != null) {
        text = filter().toString();
        draft = null;
      } else {
        draft = FilterDraft.read(filter()).orElse(null);
        if (draft == null) {
          error = new Say().of("filter.text.only");
          return;
        }
      }
      refresh();
    } catch (RuntimeException e) {
      error = String.valueOf(e.getMessage());
    }
  }

  public boolean isAsText() {
    return draft == null;
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

  public @Nullable Long getCount() {
    return count;
  }

  public Fields.@Nullable Preview getPreview() {
    return preview;
  }

  /** A line of the builder. */
  public static final class Line implements Serializable {
    private static final long serialVersionUID = 1L;
    private final String kind;
    private final int depth;
    private final FilterDraft.Group group;
    private final FilterDraft.@Nullable Group parent;
    private final FilterDraft.@Nullable Rule rule;

    Line(
        String kind,
        int depth,
        FilterDraft.Group group,
        FilterDraft.@Nullable Group parent,
        FilterDraft.@Nullable Rule rule) {
      this.kind = kind;
      this.depth = depth;
      this.group = group;
      this.parent = parent;
      this.rule = rule;
    }

    public String getKind() {
      return kind;
    }

    public int getDepth() {
      return depth;
    }

    public FilterDraft.Group getGroup() {
      return group;
    }

    public FilterDraft.@Nullable Rule getRule() {
      return rule;
    }

    public boolean isRoot() {
      return parent == null;
    }

    public boolean isDeepest() {
      return depth >= DEEPEST;
    }
  }
}
