package org.nurture.web.action;

import jakarta.annotation.PostConstruct;
import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nurture.action.ActionKind;
import org.nurture.platform.NurtureException;
import org.nurture.web.filter.Fields;
import org.nurture.web.page.Page;
import org.nurture.web.page.Say;

/** The library of server actions, and the dialog that edits one. */
@Named("actions")
@ViewScoped
public class ActionsBacking implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int PAGE = 50;
  private static final String DIALOG = "actionDialog";

  @Inject private ActionDesk desk;
  @Inject private Fields fields;
  @Inject private ActionFields more;
  @Inject private Page page;
  @Inject private Say say;

  private String text = "";
  private String target = "";
  private String kind = "";
  private final List<ActionDesk.Row> rows = new ArrayList<>();
  private boolean further;
  private @Nullable Long id;
  private @Nullable Long version;
  private @Nullable ActionForm form;

  @PostConstruct
  void start() {
    form = new ActionForm(fields, more, desk);
    search();
  }

  public void search() {
    rows.clear();
    next();
  }

  public void next() {
    List<ActionDesk.Row> found =
        desk.page(
            text,
            target.isBlank() ? null : target,
            kind.isBlank() ? null : ActionKind.valueOf(kind),
            rows.size(),
            PAGE + 1);
    further = found.size() > PAGE;
    rows.addAll(further ? found.subList(0, PAGE) : found);
  }

  public void create() {
    id = null;
    version = null;
    List<Fields.Choice> targets = fields.targets();
    String first =
        targets.stream()
            .map(Fields.Choice::name)
            .filter("contact"::equals)
            .findFirst()
            .orElseGet(() -> targets.isEmpty() ? "" : targets.get(0).name());
    ActionDraft draft = new ActionDraft(target.isBlank() ? first : target);
    if (!kind.isBlank()) {
      draft.setKind(ActionKind.valueOf(kind));
    }
    getForm().open(draft);
    page.dialog(DIALOG, true);
  }

  public void edit(long which) {
    ActionDesk.Opened opened = desk.open(which);
    id = which;
    version = opened.version();
    getForm().open(ActionDraft.read(opened.json()));
    page.dialog(DIALOG, true);
  }

  public void save() {
    try {
      desk.save(id, version, getForm().write());
      page.info("library.message.saved");
      page.dialog(DIALOG, false);
      search();
    } catch (NurtureException e) {
      getForm().tell(e);
    }
  }

  public void duplicate(long which, String title) {
    desk.duplicate(which, say.of("actions.copy", title));
    page.info("actions.message.copied");
    search();
  }

  public void delete(long which) {
    try {
      desk.delete(which);
      page.info("library.message.deleted");
    } catch (NurtureException e) {
      page.error(String.valueOf(e.getMessage()));
    }
    search();
  }

  public void discard() {
    page.dialog(DIALOG, false);
  }

  /** Whether they may be changed; else they are looked at, and tried. */
  public boolean isEditable() {
    return desk.mayEdit();
  }

  public ActionForm getForm() {
    return page.required(form);
  }

  public List<Fields.Choice> getTargets() {
    return fields.targets();
  }

  public List<ActionDesk.Row> getRows() {
    return rows;
  }

  public boolean isMore() {
    return further;
  }

  /** Whether something is looked for. */
  public boolean isNarrowed() {
    return !text.isBlank() || !target.isBlank() || !kind.isBlank();
  }

  public String getText() {
    return text;
  }

  public void setText(@Nullable String text) {
    this.text = text == null ? "" : text;
  }

  public String getTarget() {
    return target;
  }

  public void setTarget(@Nullable String target) {
    this.target = target == null ? "" : target;
  }

  public String getKind() {
    return kind;
  }

  public void setKind(@Nullable String kind) {
    this.kind = kind == null ? "" : kind;
  }
}
