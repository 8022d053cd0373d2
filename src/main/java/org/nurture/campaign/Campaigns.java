package org.nurture.campaign;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.nurture.platform.NurtureException;
import org.nurture.platform.Text;
import org.nurture.platform.Time;
import org.nurture.platform.Violation;
import org.nurture.platform.json.Problems;
import org.nurture.security.Audit;
import org.nurture.security.CurrentUser;
import org.nurture.security.Role;

/**
 * What people do with campaigns: edit them and lead them through their life. Each call is one
 * transaction (or joins the caller's), takes the campaign's lock first (D2, D3), and answers the
 * campaign as it then is.
 *
 * <p>All calls with an id throw {@link NurtureException} NOT_FOUND, and FORBIDDEN where the current
 * user may not (API.md, Security); those with a version STALE where the campaign has another one by
 * now.
 */
@ApplicationScoped
@Transactional
public class Campaigns {
  private CampaignStore store;
  private CampaignDocuments documents;
  private CampaignCheck check;
  private Contents contents;
  private Participation participation;
  private CampaignLock lock;
  private InstantSource clock;
  private CurrentUser user;
  private Audit audit;
  private Event<CampaignStarted> started;
  private ChangeNumbers numbers;

  /** For the container's proxy. */
  @SuppressWarnings("NullAway.Init")
  protected Campaigns() {}

  @Inject
  Campaigns(
      CampaignStore store,
      CampaignDocuments documents,
      CampaignCheck check,
      Contents contents,
      Participation participation,
      CampaignLock lock,
      InstantSource clock,
      CurrentUser user,
      Audit audit,
      Event<CampaignStarted> started,
      ChangeNumbers numbers) {
    this.store = store;
    this.documents = documents;
    this.check = check;
    this.contents = contents;
    this.participation = participation;
    this.lock = lock;
    this.clock = clock;
    this.user = user;
    this.audit = audit;
    this.started = started;
    this.numbers = numbers;
  }

  /**
   * What to list; each null means any.
   *
   * @param text that the name contains, in either case
   */
  public record Query(
      @Nullable String responsible,
      @Nullable CampaignState state,
      @Nullable Boolean archived,
      @Nullable String text) {
    public static final Query ALL = new Query(null, null, null, null);

    Query of(String name) {
      return new Query(name, state, archived, text);
    }

    @Nullable String pattern() {
      return text == null
          ? null
          : "%" + CampaignSearch.escaped(text.toLowerCase(Locale.ROOT)) + "%";
    }
  }

  /** The live version. */
  public CampaignView get(long id) {
    return view(mine(store.require(id)));
  }

  /** The staged version (U1); the live one where nothing is staged. */
  public CampaignView getStaged(long id) {
    Campaign campaign = mine(store.require(id));
    return store
        .change(id)
        .map(change -> view(campaign, withLabels(campaign, change)))
        .orElseGet(() -> view(campaign));
  }

  /** Live versions after the id, in id order; those that the current user may see. */
  public List<CampaignView> list(Query query, long after, int limit) {
    Query allowed = user.isManager() ? query : query.of(user.name());
    List<Campaign> campaigns = store.list(allowed, after, limit);
    List<Long> ids = campaigns.stream().map(c -> c.id).toList();
    Map<Long, CampaignDocument> live = documents.live(campaigns);
    Map<Long, String> blocked = participation.blocked(ids);
    Set<Long> staged = new HashSet<>(store.staged(ids));
    return campaigns.stream()
        .map(
            c ->
                view(
                    c,
                    staged.contains(c.id),
                    blocked.get(c.id),
                    Objects.requireNonNull(live.get(c.id))))
        .toList();
  }

  /**
   * Makes a campaign, NEW. Where it names nobody as responsible, that is the current user.
   *
   * @throws NurtureException INVALID, with all that is wrong
   */
  public CampaignView create(CampaignDocument document) {
    CampaignDocument complete = responsible(Refs.complete(document, Set.of()), user.name());
    checkReferences(0, complete);
    return noted("campaign.create", add(complete, null));
  }

  /**
   * Replaces the document: at once before the first real participant, else staged (U1) but for
   * name, tags and responsible. A document without responsible leaves that as it is.
   *
   * @param version that the caller knows; null: any
   * @throws NurtureException INVALID, with all that is wrong, U4's used refs and U8 included
   */
  public CampaignView put(long id, CampaignDocument document, @Nullable Long version) {
    Campaign campaign = mine(locked(id, version));
    boolean real = participation.real(id);
    Set<String> removed = new HashSet<>(store.removedRefs(id));
    CampaignDocument live = documents.live(campaign);
    Set<String> used = new HashSet<>(removed);
    used.addAll(CampaignDocuments.refs(live));
    CampaignDocument complete = responsible(Refs.complete(document, used), campaign.responsible);
    if (real) {
      refuseRemovedRefs(complete, removed);
      refuseFixed(id, live, complete);
    }
    checkReferences(id, complete);
    if (!real) {
      documents.apply(campaign, complete, false);
      store.change(id).ifPresent(store::remove);
      requireStillComplete(campaign);
      if (campaign.state != CampaignState.NEW) {
        contents.keepActions(store.activities(id));
      }
    } else {
      CampaignDocuments.applyLabels(campaign, complete);
      stage(campaign, live, complete);
    }
    participation.unblock(id);
    store.flush(campaign);
    noted("campaign.edit", campaign);
    return real ? getStaged(id) : view(campaign);
  }

  /**
   * Starts it, from NEW or STOPPED; no change where it is RUNNING.
   *
   * @throws NurtureException CONFLICT: archived, incomplete, or an action can't run; each violation
   *     says where
   */
  public CampaignView start(long id) {
    user.demand(Role.MANAGER);
    Campaign campaign = locked(id, null);
    if (campaign.state == CampaignState.RUNNING) {
      return view(campaign);
    }
    if (campaign.archived) {
      throw NurtureException.conflict(
          Text.of("“{0}” is archived; unarchive it first", campaign.name));
    }
    requireComplete(campaign, Text.of("It can't start yet"));
    contents.demandAllowed(id, documents.live(campaign));
    contents.keepNewActions(store.activities(id));
    participation.unblock(id);
    enter(campaign, CampaignState.RUNNING);
    started.fire(new CampaignStarted(id));
    return noted("campaign.start", campaign);
  }

  /** Stops it (U5), after the chunks that are being worked on; no change where it is STOPPED. */
  public CampaignView stop(long id) {
    user.demand(Role.MANAGER);
    Campaign campaign = locked(id, null);
    if (campaign.state == CampaignState.NEW) {
      throw NurtureException.conflict(Text.of("“{0}” was never started", campaign.name));
    }
    if (campaign.state == CampaignState.RUNNING) {
      enter(campaign, CampaignState.STOPPED);
      noted("campaign.stop", campaign);
    }
    return view(campaign);
  }

  /** Archives it (P2). */
  public CampaignView archive(long id) {
    Campaign campaign = mine(locked(id, null));
    if (campaign.state == CampaignState.RUNNING) {
      throw NurtureException.conflict(Text.of("“{0}” is running; stop it first", campaign.name));
    }
    return archived(campaign, true);
  }

  /** Takes it out of the archive, as it was. */
  public CampaignView unarchive(long id) {
    return archived(mine(locked(id, null)), false);
  }

  /** Makes a NEW campaign like the live version, with copies of its own templates and actions. */
  public CampaignView duplicate(long id) {
    Campaign original = mine(store.require(id));
    CampaignDocument live = documents.live(original);
    String name = live.name() + " (copy)";
    int longest = CampaignDocument.LONGEST_NAME;
    CampaignDocument copy =
        live.withName(name.length() > longest ? live.name() : name).withResponsible(user.name());
    return noted("campaign.create", add(copy, id));
  }

  /** As {@link #update(long, boolean)}, for all participants. */
  public CampaignView update(long id) {
    return update(id, false);
  }

  /**
   * Makes the staged version the live one (U1), in one transaction; what follows for participants
   * is left to job {@code process} (U9), which is woken.
   *
   * @param onlyNew whether new activities are only for those enrolled from now on (U2)
   * @throws NurtureException CONFLICT: nothing is staged and no action was edited, or it is
   *     incomplete
   */
  public CampaignView update(long id, boolean onlyNew) {
    user.demand(Role.MANAGER);
    Campaign campaign = locked(id, null);
    CampaignChange change = store.change(id).orElse(null);
    if (change == null) {
      return updateActions(campaign);
    }
    CampaignDocument staged = withLabels(campaign, change);
    CampaignDocument live = documents.live(campaign);
    refuseFixed(id, live, staged);
    List<Violation> missing = check.incomplete(id, staged);
    if (!missing.isEmpty()) {
      throw NurtureException.conflict(Text.of("The changes can't go live yet"), missing);
    }
    Workflow before = LiveVersion.of(campaign, store.activities(id));
    documents.apply(campaign, staged, true);
    store.remove(change);
    participation.unblock(id);
    store.flush(campaign);
    requireComplete(campaign, Text.of("The changes can't go live yet"));
    contents.demandAllowed(id, documents.live(campaign));
    contents.keepActions(store.activities(id));
    store.flush(campaign);
    carryOut(campaign, before, onlyNew);
    return noted("campaign.update", campaign);
  }

  /** Nothing is staged, but actions were edited: they count from now on. */
  private CampaignView updateActions(Campaign campaign) {
    List<Activity> rows = store.activities(campaign.id);
    if (contents.newer(rows).isEmpty()) {
      throw NurtureException.conflict(Text.of("There are no changes to update with"));
    }
    requireComplete(campaign, Text.of("The changes can't go live yet"));
    contents.demandAllowed(campaign.id, documents.live(campaign));
    contents.keepActions(rows);
    store.flush(campaign);
    return noted("campaign.update", campaign);
  }

  private void carryOut(Campaign campaign, Workflow before, boolean onlyNew) {
    long id = campaign.id;
    List<Activity> rows = store.activities(id);
    Consequences consequences =
        Consequences.between(before, LiveVersion.of(campaign, rows), onlyNew);
    if (onlyNew) {
      long last = participation.last(id);
      rows.stream()
          .filter(row -> consequences.added().contains(row.id))
          .forEach(row -> row.enrolledAfter = last);
      store.flush(campaign);
    }
    if (!consequences.none()) {
      participation.open(id, consequences, user.name(), Time.now(clock));
      started.fire(new CampaignStarted(id));
    }
  }

  /** What an update would change, and what keeps it from going live. */
  public Updates.Preview changes(long id) {
    Campaign campaign = mine(store.require(id));
    return store
        .change(id)
        .map(change -> withLabels(campaign, change))
        .map(
            staged ->
                Updates.preview(
                    CampaignDiff.between(documents.live(campaign), staged),
                    check.incomplete(id, staged),
                    numbers(campaign, staged),
                    newer(campaign)))
        .orElseGet(() -> Updates.NOTHING.with(newer(campaign)));
  }

  private Set<String> newer(Campaign campaign) {
    return contents.newer(store.activities(campaign.id));
  }

  /** By ref. */
  private Map<String, ChangeNumbers.Numbers> numbers(Campaign campaign, CampaignDocument document) {
    Workflow live = LiveVersion.of(campaign, store.activities(campaign.id));
    Workflow staged = LiveVersion.staged(live, document);
    Map<String, ChangeNumbers.Numbers> byRef = new HashMap<>();
    Map<Long, Workflow.Step> steps = live.byId();
    steps.putAll(staged.byId());
    numbers
        .of(live, staged, Consequences.between(live, staged, false))
        .forEach((id, of) -> byRef.put(Objects.requireNonNull(steps.get(id)).ref(), of));
    return byRef;
  }

  /** Drops the staged changes; no change where there are none. */
  public CampaignView discard(long id) {
    Campaign campaign = mine(locked(id, null));
    store
        .change(id)
        .ifPresent(
            change -> {
              store.remove(change);
              store.flush(campaign);
              noted("campaign.discard", campaign);
            });
    return view(campaign);
  }

  /**
   * Deletes it, with its tests (P2).
   *
   * @throws NurtureException CONFLICT: it has or had real participants
   */
  public void delete(long id, @Nullable Long version) {
    Campaign campaign = mine(locked(id, version));
    if (participation.real(id)) {
      throw NurtureException.conflict(
          Text.of(
              "“{0}” has participants, so it can't be deleted; archive it instead", campaign.name));
    }
    noted("campaign.delete", campaign);
    contents.deleteOf(id);
    participation.delete(id);
    store.delete(campaign);
  }

  private Campaign locked(long id, @Nullable Long version) {
    lock.exclusive(id);
    Campaign campaign = store.require(id);
    if (version != null && version != campaign.version) {
      throw new NurtureException(
          NurtureException.Kind.STALE,
          Text.of("“{0}” was changed by somebody else meanwhile; read it again", campaign.name),
          List.of());
    }
    return campaign;
  }

  /** The campaign, if the current user may see and edit it. */
  private Campaign mine(Campaign campaign) {
    user.demandEdit(campaign.responsible);
    return campaign;
  }

  /** The document with its responsible, whom only managers choose freely. */
  private CampaignDocument responsible(CampaignDocument document, @Nullable String otherwise) {
    String chosen = document.responsible() == null ? otherwise : document.responsible();
    user.demandEdit(chosen);
    return document.withResponsible(chosen);
  }

  private CampaignView noted(String act, Campaign campaign) {
    audit.write(act, "campaign " + campaign.id, campaign.name);
    return view(campaign);
  }

  private Campaign add(CampaignDocument document, @Nullable Long copyOf) {
    Campaign campaign = new Campaign();
    CampaignDocuments.applyLabels(campaign, document);
    campaign.target = document.target();
    campaign.filter = document.filter().toJson();
    campaign.createdAt = Time.now(clock);
    campaign.stateSince = campaign.createdAt;
    store.add(campaign);
    if (copyOf != null) {
      contents.copy(copyOf, campaign.id);
    }
    documents.apply(campaign, document, false);
    store.flush(campaign);
    return campaign;
  }

  private void stage(Campaign campaign, CampaignDocument live, CampaignDocument document) {
    CampaignChange known = store.change(campaign.id).orElse(null);
    if (CampaignDiff.between(live, document).isEmpty()) {
      if (known != null) {
        store.remove(known);
      }
      return;
    }
    CampaignChange change = known == null ? new CampaignChange() : known;
    change.campaignId = campaign.id;
    change.document = document.toJson().toString();
    change.author = user.name();
    change.changedAt = Time.now(clock);
    if (known == null) {
      store.add(change);
    }
  }

  private void enter(Campaign campaign, CampaignState state) {
    campaign.state = state;
    campaign.stateSince = Time.now(clock);
    store.flush(campaign);
  }

  private CampaignView archived(Campaign campaign, boolean archived) {
    if (campaign.archived != archived) {
      campaign.archived = archived;
      store.flush(campaign);
      noted(archived ? "campaign.archive" : "campaign.unarchive", campaign);
    }
    return view(campaign);
  }

  private void checkReferences(long id, CampaignDocument document) {
    Problems problems = new Problems();
    check.references(id, document, problems);
    problems.throwIfAny();
    contents.demandAllowed(id, document);
  }

  /** An edit of a RUNNING campaign that nobody has joined yet is live: so it must stay complete. */
  private void requireStillComplete(Campaign campaign) {
    if (campaign.state == CampaignState.RUNNING) {
      requireComplete(campaign, Text.of("It is running, so it must stay complete"));
    }
  }

  private void requireComplete(Campaign campaign, String summary) {
    CampaignDocument live = documents.live(campaign);
    List<Violation> missing = check.incomplete(campaign.id, live);
    if (missing.isEmpty()) {
      missing = check.obstacles(live, store.activities(campaign.id));
    }
    if (!missing.isEmpty()) {
      String detail =
          missing.size() == 1
              ? missing.get(0).message()
              : Text.of("{0} things are missing", missing.size());
      throw NurtureException.conflict(summary + ": " + detail, missing);
    }
  }

  private static void refuseRemovedRefs(CampaignDocument document, Set<String> removed) {
    Problems problems = new Problems();
    for (CampaignDocument.Place place : document.places()) {
      if (removed.contains(String.valueOf(place.activity().ref()))) {
        problems.invalid(
            place.path() + "/ref",
            Text.of(
                "“{0}” was the ref of an activity that is removed; it is never used again: leave it"
                    + " out, or take another",
                place.activity().ref()));
      }
    }
    problems.throwIfAny();
  }

  /** U8. */
  private void refuseFixed(long id, CampaignDocument live, CampaignDocument document) {
    Problems problems = new Problems();
    CampaignDiff diff = CampaignDiff.between(live, document);
    if (diff.fixed()) {
      boolean target = !live.target().equals(document.target());
      problems.invalid(
          target ? "/target" : "/uniqueField",
          Text.of(
              "The campaign has participants: its {0} can't change any more; duplicate the campaign"
                  + " instead",
              target ? Text.of("target") : Text.of("unique field")));
    }
    List<CampaignDiff.Change> retyped =
        diff.activities().stream().filter(CampaignDiff.Change::type).toList();
    if (!retyped.isEmpty()) {
      List<Activity> rows = store.activities(id);
      Set<Long> traced = participation.traced(rows.stream().map(a -> a.id).toList());
      for (CampaignDiff.Change change : retyped) {
        if (rows.stream().anyMatch(a -> a.ref.equals(change.ref()) && traced.contains(a.id))) {
          problems.invalid(
              change.path() + "/type",
              Text.of(
                  "Participants went through this activity, so its type can't change: remove it and"
                      + " add another"));
        }
      }
    }
    problems.throwIfAny();
  }

  /** The staged version with the labels of now: those changed at once (U1). */
  private static CampaignDocument withLabels(Campaign c, CampaignChange change) {
    CampaignDocument d = CampaignDocument.parse(change.document);
    return new CampaignDocument(
        c.name,
        d.target(),
        d.filter(),
        d.uniqueField(),
        d.timeZone(),
        c.responsible,
        CampaignStore.tags(c),
        d.oncePerAddress(),
        d.tracking(),
        d.description(),
        d.activities());
  }

  private CampaignView view(Campaign campaign) {
    return view(campaign, documents.live(campaign));
  }

  private CampaignView view(Campaign campaign, CampaignDocument document) {
    List<Long> id = List.of(campaign.id);
    return view(
        campaign,
        !store.staged(id).isEmpty() || !newer(campaign).isEmpty(),
        participation.blocked(id).get(campaign.id),
        document);
  }

  private static CampaignView view(
      Campaign c, boolean staged, @Nullable String blocked, CampaignDocument document) {
    return new CampaignView(
        c.id, c.state, c.archived, staged, c.version, c.createdAt, c.stateSince, blocked, document);
  }
}
