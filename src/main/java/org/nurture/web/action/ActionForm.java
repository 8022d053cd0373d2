package org.nurture.web.action;

import jakarta.json.JsonObject;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nurture.action.ActionKind;
import org.nurture.message.webhook.WebhookSecret;
import org.nurture.platform.NurtureException;
import org.nurture.platform.Violation;
import org.nurture.security.Role;
import org.nurture.web.filter.Fields;
import org.nurture.web.page.FieldErrors;

/** What {@code WEB-INF/templates/action-fields.xhtml} edits: a draft, and what is wrong with it. */
public final class ActionForm implements Serializable {
  private static final long serialVersionUID = 1L;

  private final Fields fields;
  private final ActionFields more;
  private final ActionDesk desk;
  private ActionDraft draft = new ActionDraft("");
  private final FieldErrors errors = new FieldErrors();
  private String assigning = "nobody";
  private String part = "";
  private boolean checked;
  private final ActionLines lines;
  private final ActionTrial trial;

  public ActionForm(Fields fields, ActionFields more, ActionDesk desk) {
    this.fields = fields;
    this.more = more;
    this.desk = desk;
    this.lines = new ActionLines(this, fields, more);
    this.trial = new ActionTrial(this, desk);
  }

  /** Edits another draft; what was told of the one before is forgotten. */
  public void open(ActionDraft opened) {
    draft = opened;
    errors.clear();
    checked = false;
    trial.close();
    if (!draft.isAssignedByPath()) {
      assigning = draft.assignee().isBlank() ? "nobody" : "user";
    } else {
      assigning = draft.assignee().equals(ownerPath()) ? "owner" : "path";
    }
  }

  /** The document as it stands in the form. */
  public JsonObject write() {
    errors.clear();
    checked = false;
    String written = getWritten();
    return draft.write(path -> written.isBlank() ? null : fields.type(written, path));
  }

  /** Puts what is wrong at its fields. */
  public void tell(List<Violation> wrong) {
    for (Violation v : wrong) {
      String field = ActionDraft.fieldOf(v.path());
      // where nothing was entered, the document's words for its members help nobody
      String needed = field == null ? null : draft.lacking(field);
      errors.add(field, needed == null ? v.message() : desk.missing(needed));
    }
  }

  /** Puts what was refused at its fields; where it names none, over the form. */
  public void tell(NurtureException refused) {
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

  public ActionLines getLines() {
    return lines;
  }

  public ActionTrial getTrial() {
    return trial;
  }

  public List<ActionKind> getKinds() {
    return List.of(ActionKind.values());
  }

  /** The target whose records the lines are about; empty: none is chosen yet. */
  public String getWritten() {
    return draft.getKind() == ActionKind.CREATE_RECORD ? draft.text("in") : draft.getTarget();
  }

  public List<String> suggestPaths(String typed) {
    return draft.getTarget().isBlank() ? List.of() : more.paths(draft.getTarget(), typed);
  }

  public String pathLabel(@Nullable String path) {
    return path == null || path.isBlank() ? "" : fields.label(draft.getTarget(), path);
  }

  /** Targets that records can be made in. */
  public List<Fields.Choice> getWritable() {
    return more.writable();
  }

  public List<Fields.Choice> getLinkFields() {
    return getWritten().isBlank() || draft.getTarget().isBlank()
        ? List.of()
        : more.linkFields(draft.getTarget(), getWritten());
  }

  /** Fields that a new record gets, by which one that is there already can be told. */
  public List<Fields.Choice> getGiven() {
    List<Fields.Choice> given = new ArrayList<>();
    List<String> set =
        draft.getRows().stream().map(ActionRow::getField).filter(f -> !f.isBlank()).toList();
    String link = draft.text("linkField");
    getLinkFields().stream().filter(f -> f.name().equals(link)).forEach(given::add);
    lines.getFields().stream().filter(f -> set.contains(f.name())).forEach(given::add);
    return given;
  }

  /** Another target for the new records: the fields of the old one do not fit. */
  public void inChanged() {
    draft.getRows().clear();
    draft.addRow();
    draft
        .getTexts()
        .put("linkField", getLinkFields().stream().findFirst().map(Fields.Choice::name).orElse(""));
    draft.setIfAbsent(List.of());
  }

  /** Ways to say who does it: nobody, user, owner (if it can be told), path. */
  public List<String> getAssignings() {
    return ownerPath().isEmpty()
        ? List.of("nobody", "user", "path")
        : List.of("nobody", "owner", "user", "path");
  }

  private String ownerPath() {
    return draft.getTarget().isBlank() ? "" : more.ownerPath(draft.getTarget()).orElse("");
  }

  public String getAssigning() {
    return assigning;
  }

  public void setAssigning(@Nullable String assigning) {
    this.assigning = assigning == null ? "nobody" : assigning;
    if (this.assigning.equals("nobody")) {
      draft.assign(false, "");
    } else if (this.assigning.equals("owner")) {
      draft.assign(true, ownerPath());
    }
  }

  /** Another way: what was typed for the old one does not fit. */
  public void assigningChanged() {
    if (assigning.equals("user") || assigning.equals("path")) {
      draft.assign(assigning.equals("path"), "");
    }
  }

  public String getAssignee() {
    return draft.assignee();
  }

  public void setAssignee(@Nullable String assignee) {
    if (assigning.equals("user") || assigning.equals("path")) {
      draft.assign(assigning.equals("path"), assignee == null ? "" : assignee);
    }
  }

  /** Actions that a sequence can execute. */
  public List<String> suggestParts(String typed) {
    return draft.getTarget().isBlank()
        ? List.of()
        : desk.suggest(draft.getTarget(), typed).stream()
            .filter(name -> !name.equals(draft.getName()))
            .toList();
  }

  public void addPart() {
    if (!part.isBlank()) {
      draft.getParts().add(part.strip());
      part = "";
    }
  }

  public void removePart(int at) {
    draft.getParts().remove(at);
  }

  /** One place up or down. */
  public void movePart(int at, int by) {
    if (at + by >= 0 && at + by < draft.getParts().size()) {
      Collections.swap(draft.getParts(), at, at + by);
    }
  }

  public String getPart() {
    return part;
  }

  public void setPart(@Nullable String part) {
    this.part = part == null ? "" : part;
  }

  /** Titles of templates that the action can send. */
  public List<String> suggestTemplates(String typed) {
    return draft.getTarget().isBlank()
        ? List.of()
        : desk.templates(draft.getKind() == ActionKind.SEND_SMS, draft.getTarget(), typed);
  }

  /** Whether the document is right, as far as can be told without saving it. */
  public void check() {
    JsonObject document = write();
    try {
      tell(desk.check(draft.getTarget(), document));
      checked = !errors.isAny();
    } catch (NurtureException e) {
      tell(e);
    }
  }

  /** Whether the last check found nothing. */
  public boolean isChecked() {
    return checked;
  }

  /** Puts a new secret into the form, where it can be read until it is saved. */
  public void makeSecret() {
    draft.getTexts().put("secret", WebhookSecret.fresh());
    draft.setUnsigned(false);
  }

  /** Groups that an action can be kept for. */
  public List<String> getGroups() {
    return List.of(Role.USER.group(), Role.MANAGER.group(), Role.ADMIN.group());
  }
}
