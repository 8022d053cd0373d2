package org.nurture.web.action;

import jakarta.faces.component.UIComponent;
import jakarta.faces.context.FacesContext;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nurture.action.ActionKind;
import org.nurture.web.filter.Fields;

/** What the form of an action offers for its lines, each of which changes a field. */
public final class ActionLines implements Serializable {
  private static final long serialVersionUID = 1L;

  private final ActionForm form;
  private final Fields fields;
  private final ActionFields more;

  ActionLines(ActionForm form, Fields fields, ActionFields more) {
    this.form = form;
    this.fields = fields;
    this.more = more;
  }

  /** Fields that a line can set, and relations that it can tie. */
  public List<Fields.Choice> getFields() {
    if (form.getWritten().isBlank()) {
      return List.of();
    }
    List<Fields.Choice> all = new ArrayList<>(more.own(form.getWritten()));
    if (form.getDraft().getKind() == ActionKind.UPDATE_RECORD) {
      all.addAll(more.ties(form.getWritten()));
    }
    return all;
  }

  /** Another field: what was chosen for the old one does not fit. */
  public void fieldChanged(ActionRow row) {
    row.setValue("");
    row.setValues(List.of());
    row.setHow(isTie(row) ? "add" : "value");
  }

  private boolean isTie(ActionRow row) {
    return form.getDraft().getKind() == ActionKind.UPDATE_RECORD
        && !row.getField().isBlank()
        && more.ties(form.getWritten()).stream().anyMatch(t -> t.name().equals(row.getField()));
  }

  /** How a line can change its field. */
  public List<String> hows(ActionRow row) {
    return isTie(row) ? List.of("add", "remove") : List.of("value", "from", "expression", "empty");
  }

  /**
   * What the line's value is edited with: none, path, expression, many, boolean, one (record),
   * date, text.
   */
  public String editorOf(ActionRow row) {
    return switch (row.getHow()) {
      case "empty" -> "none";
      case "from" -> "path";
      case "expression" -> "expression";
      case "add", "remove" -> "many";
      default ->
          switch (form.getWritten().isBlank() || row.getField().isBlank()
              ? "text"
              : fields.kind(form.getWritten(), row.getField())) {
            case "boolean" -> "boolean";
            case "relation" -> "one";
            case "date", "datetime" -> "date";
            case "number" -> "number";
            default -> "text";
          };
    };
  }

  /** Records by name, values that the field has already, or paths. */
  public List<String> suggest(String typed) {
    UIComponent component = UIComponent.getCurrentComponent(FacesContext.getCurrentInstance());
    ActionRow row = (ActionRow) component.getAttributes().get("row");
    if (row == null || row.getField().isBlank()) {
      return List.of();
    }
    return row.getHow().equals("from")
        ? more.paths(form.getDraft().getTarget(), typed)
        : fields.values(form.getWritten(), row.getField(), typed);
  }

  /** A value as people read it. */
  public String label(ActionRow row, @Nullable String value) {
    if (value == null || value.isBlank()) {
      return "";
    }
    return row.getHow().equals("from")
        ? fields.label(form.getDraft().getTarget(), value)
        : fields.valueLabel(form.getWritten(), row.getField(), value);
  }
}
