package org.nurture.web.template;

import jakarta.annotation.PostConstruct;
import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.json.JsonObject;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nurture.campaign.ActivityType;
import org.nurture.platform.NurtureException;
import org.nurture.web.filter.Fields;
import org.nurture.web.page.Page;
import org.nurture.web.page.Say;

/** The lists of templates, and the dialog that edits one. */
@Named("library")
@ViewScoped
public class LibraryBacking implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int PAGE = 50;
  private static final String DIALOG = "libraryDialog";
  private static final String ASK = "templateDiscard";

  @Inject private ContentDesk desk;
  @Inject private Fields fields;
  @Inject private TemplateDesk templates;
  @Inject private Page page;
  @Inject private Say say;

  private ActivityType type = ActivityType.EMAIL;
  private String text = "";
  private final List<ContentDesk.Row> rows = new ArrayList<>();
  private boolean more;
  private @Nullable Long id;
  private @Nullable Long version;
  private @Nullable TemplateForm form;

  @PostConstruct
  void start() {
    form = new TemplateForm(templates, say);
  }

  /** When a page is asked for. */
  public void show(String name) {
    type = ActivityType.valueOf(name);
    getForm().open(new ContentDraft(type, ""));
    search();
  }

  public void search() {
    rows.clear();
    next();
  }

  public void next() {
    List<ContentDesk.Row> found = desk.page(type, text, rows.size(), PAGE + 1);
    more = found.size() > PAGE;
    rows.addAll(more ? found.subList(0, PAGE) : found);
  }

  public void create() {
    id = null;
    version = null;
    List<Fields.Choice> targets = fields.targets();
    open(
        new ContentDraft(
            type,
            targets.stream()
                .map(Fields.Choice::name)
                .filter("contact"::equals)
                .findFirst()
                .orElseGet(() -> targets.isEmpty() ? "" : targets.get(0).name())));
  }

  private void open(ContentDraft draft) {
    getForm().open(draft);
    page.dialog(DIALOG, true);
    page.script("editTemplate", DIALOG);
  }

  public void edit(long which) {
    load(which, false);
  }

  /** A new one with the same content. */
  public void duplicate(long which) {
    load(which, true);
  }

  private void load(long which, boolean copy) {
    try {
      ContentDesk.Opened opened = desk.open(type, which);
      id = copy ? null : which;
      version = copy ? null : opened.version();
      ContentDraft draft = ContentDraft.read(type, opened.json());
      if (copy) {
        draft.title(say.of("library.copy", draft.title()));
      }
      open(draft);
    } catch (NurtureException e) {
      page.error(String.valueOf(e.getMessage()));
      search();
    }
  }

  public void save() {
    TemplateForm edited = getForm();
    JsonObject document = edited.write();
    try {
      desk.save(type, id, version, document);
      page.info("library.message.saved");
      page.dialog(DIALOG, false);
      search();
    } catch (NurtureException e) {
      if (e.kind() == NurtureException.Kind.STALE) {
        edited.getErrors().add(null, page.say("library.stale"));
      } else {
        edited.tell(e);
      }
      page.script("focusInvalid", DIALOG);
    }
  }

  public void delete(long which) {
    try {
      desk.delete(type, which);
      page.info("library.message.deleted");
    } catch (NurtureException e) {
      page.error(String.valueOf(e.getMessage()));
    }
    search();
  }

  /** Closes; asks first if something would be lost. */
  public void discard() {
    if (getForm().isTouched()) {
      page.dialog(ASK, true);
    } else {
      drop();
    }
  }

  public void drop() {
    page.dialog(ASK, false);
    page.dialog(DIALOG, false);
  }

  public TemplateForm getForm() {
    return page.required(form);
  }

  /** Whether one is made, not edited. */
  public boolean isFresh() {
    return id == null;
  }

  /** A target's label; its name where it is gone. */
  public String label(String target) {
    return fields.targetLabel(target);
  }

  public List<Fields.Choice> getTargets() {
    return fields.targets();
  }

  public List<ContentDesk.Row> getRows() {
    return rows;
  }

  public boolean isMore() {
    return more;
  }

  public ActivityType getType() {
    return type;
  }

  public String getText() {
    return text;
  }

  public void setText(@Nullable String text) {
    this.text = text == null ? "" : text;
  }
}
