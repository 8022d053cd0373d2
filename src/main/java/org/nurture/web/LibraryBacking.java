package org.nurture.web;

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
import org.nurture.platform.Violation;

/** The lists of templates, and the dialog that edits one. */
@Named("library")
@ViewScoped
public class LibraryBacking implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int PAGE = 50;
  private static final String DIALOG = "libraryDialog";

  @Inject private ContentDesk desk;
  @Inject private Fields fields;
  @Inject private Page page;

  private ActivityType type = ActivityType.EMAIL;
  private String text = "";
  private final List<ContentDesk.Row> rows = new ArrayList<>();
  private boolean more;
  private @Nullable Long id;
  private @Nullable Long version;
  private ContentDraft draft = new ContentDraft(ActivityType.EMAIL, "");
  private final FieldErrors errors = new FieldErrors();

  /** When a page is asked for. */
  public void show(String name) {
    type = ActivityType.valueOf(name);
    draft = new ContentDraft(type, "");
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
    draft =
        new ContentDraft(
            type,
            targets.stream()
                .map(Fields.Choice::name)
                .filter("contact"::equals)
                .findFirst()
                .orElseGet(() -> targets.isEmpty() ? "" : targets.get(0).name()));
    errors.clear();
    page.dialog(DIALOG, true);
  }

  public void edit(long which) {
    ContentDesk.Opened opened = desk.open(type, which);
    id = which;
    version = opened.version();
    draft = ContentDraft.read(type, opened.json());
    errors.clear();
    page.dialog(DIALOG, true);
  }

  public void save() {
    errors.clear();
    JsonObject document = draft.write();
    try {
      desk.save(type, id, version, document);
      page.info("library.message.saved");
      page.dialog(DIALOG, false);
      search();
    } catch (NurtureException e) {
      for (Violation v : e.violations()) {
        errors.add(ContentDraft.fieldOf(v.path()), v.message());
      }
      if (e.violations().isEmpty()) {
        errors.add(null, String.valueOf(e.getMessage()));
      }
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

  public void discard() {
    page.dialog(DIALOG, false);
  }

  public ContentDraft getDraft() {
    return draft;
  }

  public FieldErrors getErrors() {
    return errors;
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
