package org.nurture.web;

import jakarta.annotation.PostConstruct;
import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.IOException;
import java.io.Serializable;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.nurture.audience.FieldInfo;
import org.nurture.campaign.CampaignState;
import org.nurture.platform.NurtureException;
import org.nurture.platform.Violation;
import org.primefaces.event.NodeCollapseEvent;
import org.primefaces.event.NodeExpandEvent;
import org.primefaces.model.DefaultTreeNode;
import org.primefaces.model.TreeNode;

/** The form of one campaign: its facts, its workflow, its life cycle. */
@Named("campaign")
@ViewScoped
public class CampaignBacking implements Serializable {
  private static final long serialVersionUID = 1L;

  @Inject private CampaignDesk store;
  @Inject private Fields fields;
  @Inject private Page page;

  private @Nullable Long id;
  private CampaignDraft draft = new CampaignDraft();
  private CampaignDesk.@Nullable Stored stored;
  private @Nullable FilterEditor filter;
  private final FieldErrors errors = new FieldErrors();
  private final Map<String, String> problems = new HashMap<>();
  private final Set<String> collapsed = new HashSet<>();
  private List<Missing> missing = List.of();
  private String missingTitle = "";
  private CampaignDesk.@Nullable Preview staged;
  private CampaignDesk.Figures figures = CampaignDesk.Figures.NONE;
  private TreeNode<ActivityDraft> root = new DefaultTreeNode<>();
  private boolean dirty;

  @PostConstruct
  void open() {
    filter = new FilterEditor(fields);
  }

  /** Something that keeps the campaign from starting. */
  public record Missing(String message, @Nullable String key) implements Serializable {
    public String getMessage() {
      return message;
    }

    public @Nullable String getKey() {
      return key;
    }
  }

  /** When the page is asked for. */
  public void load() throws IOException {
    if (id == null) {
      draft.setResponsible(page.user());
      editor().open(null, draft.filter());
      return;
    }
    try {
      read(store.load(id));
    } catch (NurtureException e) {
      page.notFound(e.getMessage());
    }
  }

  private void read(CampaignDesk.Stored from) {
    stored = from;
    id = from.id();
    draft = CampaignDraft.read(from.document());
    editor().open(draft.getTarget(), draft.filter());
    dirty = false;
    problems.clear();
    staged = from.staged() ? store.preview(from.id()) : null;
    grow();
    refresh();
  }

  /** State and figures anew, without touching what is being edited. */
  public void refresh() {
    CampaignDesk.Stored at = stored;
    if (at != null) {
      stored = store.state(at);
      figures = store.figures(at.id(), draft.all());
    }
  }

  private void grow() {
    root = new DefaultTreeNode<>();
    root.setExpanded(true);
    for (ActivityDraft activity : draft.activities()) {
      grow(activity, root);
    }
  }

  private void grow(ActivityDraft activity, TreeNode<ActivityDraft> under) {
    TreeNode<ActivityDraft> node = new DefaultTreeNode<>(activity, under);
    node.setExpanded(!collapsed.contains(identity(activity)));
    for (ActivityDraft child : activity.children()) {
      grow(child, node);
    }
  }

  private static String identity(ActivityDraft activity) {
    return activity.getRef() == null ? activity.getKey() : activity.getRef();
  }

  public void collapsed(NodeCollapseEvent event) {
    collapsed.add(identity((ActivityDraft) event.getTreeNode().getData()));
  }

  public void expanded(NodeExpandEvent event) {
    collapsed.remove(identity((ActivityDraft) event.getTreeNode().getData()));
  }

  /** The workflow changed: draws it anew. */
  void changed() {
    dirty = true;
    missing = List.of();
    grow();
  }

  public void touched() {
    dirty = true;
  }

  /** Another target: its fields, no old unique field. */
  public void targetChanged() {
    dirty = true;
    draft.setUniqueField(null);
    editor().useTarget(draft.getTarget());
  }

  public void filterChanged() {
    dirty = true;
  }

  /** Saves; to a new campaign it goes by its own address. */
  public void save() throws IOException {
    boolean fresh = id == null;
    if (put()) {
      page.info(isStaged() ? "campaign.message.staged" : "campaign.message.saved");
      if (fresh) {
        page.go("/campaigns/campaign.xhtml?id=" + id);
      }
    }
  }

  private boolean put() {
    errors.clear();
    problems.clear();
    missing = List.of();
    try {
      draft.setFilter(editor().filter());
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
    if (refusal.violations().isEmpty()) {
      page.error(String.valueOf(refusal.getMessage()));
    }
    for (Violation violation : refusal.violations()) {
      Pointers.Place at = Pointers.resolve(violation.path(), draft.activities());
      if (at.activity() != null) {
        problems.merge(at.activity().getKey(), violation.message(), (a, b) -> a + " " + b);
      } else if (SHOWN.contains(at.field())) {
        errors.add(at.field(), violation.message());
      } else {
        page.error(violation.message());
      }
    }
  }

  private static final Set<String> SHOWN =
      Set.of(
          "name",
          "target",
          "filter",
          "uniqueField",
          "timeZone",
          "responsible",
          "tags",
          "description");

  /** Starts; what is missing is listed with links to its places. */
  public void start() throws IOException {
    boolean fresh = id == null;
    if ((stored == null || dirty) && !put()) {
      return;
    }
    try {
      read(store.start(page.required(id)));
      missing = List.of();
      page.info("campaign.message.started");
    } catch (NurtureException e) {
      list(e);
    }
    if (fresh && missing.isEmpty()) {
      page.go("/campaigns/campaign.xhtml?id=" + id);
    }
  }

  private void list(NurtureException refusal) {
    if (refusal.violations().isEmpty()) {
      page.error(String.valueOf(refusal.getMessage()));
      return;
    }
    missingTitle = String.valueOf(refusal.getMessage());
    missing =
        refusal.violations().stream()
            .map(
                v -> {
                  ActivityDraft at = Pointers.resolve(v.path(), draft.activities()).activity();
                  return new Missing(v.message(), at == null ? null : at.getKey());
                })
            .toList();
  }

  public void stop() {
    attempt(
        () -> {
          read(store.stop(page.required(id)));
          page.info("campaign.message.stopped");
        });
  }

  public void update() {
    attempt(
        () -> {
          read(store.update(page.required(id)));
          page.info("campaign.message.updated");
        });
  }

  public void discard() {
    attempt(
        () -> {
          read(store.discard(page.required(id)));
          page.info("campaign.message.discarded");
        });
  }

  public void archive(boolean archived) {
    attempt(() -> read(store.archive(page.required(id), archived)));
  }

  public void duplicate() throws IOException {
    page.go("/campaigns/campaign.xhtml?id=" + store.duplicate(page.required(id)));
  }

  public void delete() throws IOException {
    try {
      store.delete(page.required(id));
      page.go("/campaigns/list.xhtml");
    } catch (NurtureException e) {
      list(e);
    }
  }

  private void attempt(Runnable step) {
    try {
      step.run();
    } catch (NurtureException e) {
      list(e);
    }
  }

  public void deleteActivity(String key) {
    draft.find(key).ifPresent(draft::remove);
    changed();
  }

  /** {@code new}, {@code changed} or null. */
  public @Nullable String stagedAs(ActivityDraft activity) {
    return staged == null || activity.getRef() == null
        ? null
        : staged.changes().getOrDefault(activity.getRef(), null);
  }

  public String filterWords(ActivityDraft activity) {
    String target = draft.getTarget();
    if (target == null || activity.filter().isEmpty()) {
      return "";
    }
    try {
      return fields.describe(target, activity.filter());
    } catch (RuntimeException e) {
      return activity.filter().toString();
    }
  }

  public String problemOf(ActivityDraft activity) {
    return problems.getOrDefault(activity.getKey(), "");
  }

  public @Nullable NodeFigures figuresOf(ActivityDraft activity) {
    return activity.getRef() == null ? null : figures.nodes().get(activity.getRef());
  }

  public List<String> suggestZones(String query) {
    String sought = query.toLowerCase(Locale.ROOT).replace(' ', '_');
    return ZoneId.getAvailableZoneIds().stream()
        .filter(z -> z.toLowerCase(Locale.ROOT).contains(sought))
        .filter(z -> z.contains("/") || z.equals("UTC"))
        .sorted()
        .limit(20)
        .toList();
  }

  /** Whether target and unique field can no longer change (U8). */
  public boolean isTargetFixed() {
    return figures.participants() > 0;
  }

  public List<Fields.Choice> getTargets() {
    return fields.targets();
  }

  /** Own fields of the target that hold one value. */
  public List<FieldInfo> getUniqueFields() {
    String target = draft.getTarget();
    return target == null || target.isBlank() ? List.of() : fields.plain(target);
  }

  public String getServerZone() {
    return page.serverZone();
  }

  /** “since 3 Nov 2026”. */
  public String getSince() {
    return stored == null ? "" : page.since(stored.since());
  }

  private FilterEditor editor() {
    return page.required(filter);
  }

  CampaignDraft draft() {
    return draft;
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
    return editor();
  }

  public FieldErrors getErrors() {
    return errors;
  }

  /** Why it was refused, over {@link #getMissing}. */
  public String getMissingTitle() {
    return missingTitle;
  }

  public List<Missing> getMissing() {
    return missing;
  }

  public TreeNode<ActivityDraft> getRoot() {
    return root;
  }

  public boolean isDirty() {
    return dirty;
  }

  public boolean isStaged() {
    return stored != null && stored.staged();
  }

  public CampaignDesk.@Nullable Preview getStagedPreview() {
    return staged;
  }

  public CampaignDesk.@Nullable Stored getStored() {
    return stored;
  }

  public CampaignDesk.Figures getFigures() {
    return figures;
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
