package org.nurture.web.campaign;

import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nurture.campaign.CampaignState;
import org.nurture.campaign.Neighbours;
import org.nurture.platform.NurtureException;
import org.nurture.web.board.CampaignActs;
import org.nurture.web.board.CampaignUndo;
import org.nurture.web.filter.FilterEditor;
import org.nurture.web.page.FieldErrors;
import org.nurture.web.page.Page;

/**
 * The form of one campaign: what is edited, and the campaign's life. Its facts, workflow, staged
 * changes and figures have beans of their own.
 */
@Named("campaign")
@ViewScoped
public class CampaignBacking implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final String SELF = "/campaigns/campaign.xhtml?id=";

  @Inject private CampaignDesk store;
  @Inject private FactsBacking facts;
  @Inject private WorkflowBacking workflow;
  @Inject private StagedBacking staged;
  @Inject private LiveBacking figures;
  @Inject private CampaignActs acts;
  @Inject private CampaignUndo undo;
  @Inject private Page page;

  private @Nullable Long id;
  private CampaignDraft draft = new CampaignDraft();
  private CampaignDesk.@Nullable Stored stored;
  private @Nullable LiveVersion live;
  private Neighbours.@Nullable Place place;
  private final CampaignProblems problems = new CampaignProblems();
  private boolean dirty;

  /** When the page is asked for. */
  public void load() throws IOException {
    if (id == null) {
      draft.setResponsible(page.user());
      facts.open(true);
      workflow.open();
      return;
    }
    try {
      read(store.load(id));
      workflow.unfoldAsLeft();
      place = store.place(page.required(stored));
    } catch (NurtureException e) {
      page.notFound(e.getMessage());
    }
  }

  private void read(CampaignDesk.Stored from) {
    stored = from;
    id = from.id();
    draft = CampaignDraft.read(from.document());
    dirty = false;
    problems.clear();
    live = from.staged() ? LiveVersion.read(store.live(from.id())) : null;
    figures.read();
    if (live == null && figures.getParticipants() > 0) {
      live = LiveVersion.read(from.document());
    }
    staged.open(from.staged() ? store.preview(from.id()) : CampaignDesk.Preview.NOTHING);
    facts.open(false);
    workflow.open();
  }

  /** State and version anew, without touching what is being edited; true: the state is another. */
  boolean reread() {
    CampaignDesk.Stored at = stored;
    if (at == null) {
      return false;
    }
    CampaignDesk.Stored now = store.state(at);
    stored = now;
    return now.state() != at.state()
        || now.archived() != at.archived()
        || !java.util.Objects.equals(now.blocked(), at.blocked());
  }

  /** The workflow changed: draws it anew, and what else of the page depends on it. */
  public void changed() {
    dirty = true;
    problems.workflowChanged(draft);
    workflow.draw();
    page.update("form:acts", "form:banner", "form:missing");
  }

  /** Something in the form was changed: leaving it asks first. */
  public void touched() {
    dirty = true;
  }

  /** Saves; to a new campaign it goes by its own address. */
  public void save() throws IOException {
    boolean fresh = id == null;
    if (put()) {
      page.info(isStaged() ? "campaign.message.staged" : "campaign.message.saved");
      if (fresh) {
        page.go(SELF + id);
      }
    }
  }

  private boolean put() {
    problems.clear();
    try {
      draft.setFilter(facts.editor().filter());
      read(store.save(id, stored == null ? null : stored.version(), draft.write()));
      return true;
    } catch (NurtureException e) {
      place(e);
      return false;
    }
  }

  private void place(NurtureException refusal) {
    if (refusal.kind() == NurtureException.Kind.STALE) {
      page.error(page.say("campaign.message.stale"));
      return;
    }
    problems.refused(refusal, draft).forEach(page::error);
    if (problems.errors().isAny()) {
      facts.edit();
    }
    workflow.draw();
  }

  /** Starts; what is missing is listed with links to its places. */
  public void start() throws IOException {
    boolean fresh = id == null;
    if ((stored == null || dirty) && !put()) {
      return;
    }
    attempt(() -> read(store.start(page.required(id))), "campaign.message.started");
    if (fresh && problems.missing().isEmpty()) {
      page.go(SELF + id);
    }
  }

  /** Stops it (U5). */
  public void stop() {
    attempt(() -> read(store.stop(page.required(id))), "campaign.message.stopped");
  }

  void update(boolean onlyNew) {
    attempt(() -> read(store.update(page.required(id), onlyNew)), "campaign.message.updated");
  }

  /** Drops what is staged. */
  public void discard() {
    attempt(() -> read(store.discard(page.required(id))), "campaign.message.discarded");
  }

  /** Into the archive or out of it (P2). */
  public void archive(boolean archived) {
    attempt(
        () -> read(store.archive(page.required(id), archived)),
        archived ? "campaign.message.archived" : "campaign.message.unarchived");
  }

  /** Makes one like it, and goes there. */
  public void duplicate() throws IOException {
    page.go(SELF + store.duplicate(page.required(id)));
  }

  /** Deletes it; the list of campaigns, which is shown then, offers to take it back. */
  public void delete() throws IOException {
    try {
      undo.keep(acts.delete(page.required(id)));
      page.go("/campaigns/list.xhtml");
    } catch (NurtureException e) {
      refuse(e);
    }
  }

  private void attempt(Runnable step, String done) {
    try {
      step.run();
      page.info(done);
    } catch (NurtureException e) {
      refuse(e);
    }
  }

  private void refuse(NurtureException refusal) {
    if (refusal.violations().isEmpty()) {
      page.error(String.valueOf(refusal.getMessage()));
    } else {
      problems.list(refusal, draft);
      workflow.draw();
    }
  }

  /** What is edited; another object after each reading. */
  public CampaignDraft draft() {
    return draft;
  }

  @Nullable LiveVersion live() {
    return live;
  }

  CampaignProblems problems() {
    return problems;
  }

  public @Nullable Long getId() {
    return id;
  }

  public void setId(@Nullable Long id) {
    this.id = id;
  }

  public CampaignDraft getDraft() {
    return draft;
  }

  public FilterEditor getFilter() {
    return facts.editor();
  }

  public FieldErrors getErrors() {
    return problems.errors();
  }

  /** Why it was refused, over {@link #getMissing}. */
  public String getMissingTitle() {
    return problems.title();
  }

  public List<CampaignProblems.Missing> getMissing() {
    return problems.missing();
  }

  public boolean isDirty() {
    return dirty;
  }

  public boolean isStaged() {
    return stored != null && stored.staged();
  }

  public CampaignDesk.@Nullable Stored getStored() {
    return stored;
  }

  /** “since 3 Nov 2026”. */
  public String getSince() {
    return stored == null ? "" : page.since(stored.since());
  }

  /** Its place among its neighbours; null: it is new. */
  public Neighbours.@Nullable Place getPlace() {
    return place;
  }

  public boolean isRunning() {
    return stored != null && stored.state() == CampaignState.RUNNING;
  }

  public boolean isStartable() {
    return !isRunning() && (stored == null || !stored.archived());
  }

  /** NEW, RUNNING, STOPPED or ARCHIVED. */
  public String getState() {
    if (stored == null) {
      return "NEW";
    }
    return stored.archived() ? "ARCHIVED" : stored.state().name();
  }
}
