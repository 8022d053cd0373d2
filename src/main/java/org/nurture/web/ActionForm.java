package org.nurture.web;

import jakarta.json.JsonObject;
import java.io.Serializable;
import java.util.List;
import org.nurture.audience.FieldInfo;
import org.nurture.platform.NurtureException;
import org.nurture.platform.Violation;

/** What {@code WEB-INF/templates/action-fields.xhtml} edits: a draft, and what is wrong with it. */
public final class ActionForm implements Serializable {
  private static final long serialVersionUID = 1L;

  private final Fields fields;
  private ActionDraft draft = new ActionDraft("");
  private final FieldErrors errors = new FieldErrors();

  ActionForm(Fields fields) {
    this.fields = fields;
  }

  void open(ActionDraft opened) {
    draft = opened;
    errors.clear();
  }

  /** The document as it stands in the form. */
  JsonObject write() {
    errors.clear();
    return draft.write(
        path -> draft.getTarget().isBlank() ? null : fields.type(draft.getTarget(), path));
  }

  void tell(List<Violation> wrong) {
    wrong.forEach(v -> errors.add(ActionDraft.fieldOf(v.path()), v.message()));
  }

  void tell(NurtureException refused) {
    tell(refused.violations());
    if (refused.violations().isEmpty()) {
      errors.add(null, String.valueOf(refused.getMessage()));
    }
  }

  public ActionDraft getDraft() {
    return draft;
  }

  public FieldErrors getErrors() {
    return errors;
  }

  /** Fields that an action can write. */
  public List<FieldInfo> getFields() {
    return draft.getTarget().isBlank() ? List.of() : fields.plain(draft.getTarget());
  }
}
