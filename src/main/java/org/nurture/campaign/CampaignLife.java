package org.nurture.campaign;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.nurture.platform.NurtureException;
import org.nurture.platform.Text;
import org.nurture.platform.Time;
import org.nurture.platform.Violation;
import org.nurture.security.CurrentUser;

/**
 * Leads campaigns through their life: started, stopped, archived, and updated to what is staged.
 * What they say is edited through {@link Campaigns}; the same holds here for transactions, locks
 * and errors.
 */
@ApplicationScoped
@Transactional
public class CampaignLife {
  private CampaignStore store;
  private CampaignDocuments documents;
  private CampaignAccess access;
  private CampaignViews views;
  private CampaignGuard guard;
  private CampaignCheck check;
  private Contents contents;
  private Participation participation;
  private ChangeNumbers numbers;
  private Event<CampaignStarted> started;
  private CurrentUser user;
  private InstantSource clock;

  /** For the container's proxy. */
  @SuppressWarnings("NullAway.Init")
  protected CampaignLife() {}

  @Inject
  CampaignLife(
      CampaignStore store,
      CampaignDocuments documents,
      CampaignAccess access,
      CampaignViews views,
      CampaignGuard guard,
      CampaignCheck check,
      Contents contents,
      Participation participation,
      ChangeNumbers numbers,
      Event<CampaignStarted> started,
      CurrentUser user,
      InstantSource clock) {
    this.store = store;
    this.documents = documents;
    this.access = access;
    this.views = views;
    this.guard = guard;
    this.check = check;
    this.contents = contents;
    this.participation = participation;
    this.numbers = numbers;
    this.started = started;
    this.user = user;
    this.clock = clock;
  }

  /**
   * Starts it, from NEW or STOPPED; no change where it is RUNNING.
   *
   * @throws NurtureException CONFLICT: archived, incomplete, or an action can't run; each violation
   *     says where
   */
  public CampaignView start(long id) {
    Campaign campaign = access.managed(id);
    if (campaign.state == CampaignState.RUNNING) {
      return views.live(campaign);
    }
    if (campaign.archived) {
      throw NurtureException.conflict(
          Text.of("“{0}” is archived; unarchive it first", campaign.name));
    }
    guard.demandRunnable(campaign, Text.of("It can't start yet"));
    contents.keepNewActions(store.activities(id));
    participation.unblock(id);
    enter(campaign, CampaignState.RUNNING);
    started.fire(new CampaignStarted(id));
    return noted("campaign.start", campaign);
  }

  /** Stops it (U5), after the chunks that are being worked on; no change where it is STOPPED. */
  public CampaignView stop(long id) {
    Campaign campaign = access.managed(id);
    if (campaign.state == CampaignState.NEW) {
      throw NurtureException.conflict(Text.of("“{0}” was never started", campaign.name));
    }
    if (campaign.state == CampaignState.RUNNING) {
      enter(campaign, CampaignState.STOPPED);
      access.note("campaign.stop", campaign);
    }
    return views.live(campaign);
  }

  /** Archives it (P2). */
  public CampaignView archive(long id) {
    Campaign campaign = access.editable(id, null);
    if (campaign.state == CampaignState.RUNNING) {
      throw NurtureException.conflict(Text.of("“{0}” is running; stop it first", campaign.name));
    }
    return archived(campaign, true);
  }

  /** Takes it out of the archive, as it was. */
  public CampaignView unarchive(long id) {
    return archived(access.editable(id, null), false);
  }

  private CampaignView archived(Campaign campaign, boolean archived) {
    if (campaign.archived != archived) {
      campaign.archived = archived;
      store.flush(campaign);
      access.note(archived ? "campaign.archive" : "campaign.unarchive", campaign);
    }
    return views.live(campaign);
  }

  private void enter(Campaign campaign, CampaignState state) {
    campaign.state = state;
    campaign.stateSince = Time.now(clock);
    store.flush(campaign);
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
    Campaign campaign = access.managed(id);
    CampaignChange change = store.change(id).orElse(null);
    if (change == null) {
      return updateActions(campaign);
    }
    CampaignDocument staged = views.staged(campaign, change);
    CampaignDocument live = documents.live(campaign);
    guard.demandFixed(id, live, staged);
    List<Violation> missing = check.incomplete(id, staged);
    if (!missing.isEmpty()) {
      throw NurtureException.conflict(Text.of("The changes can't go live yet"), missing);
    }
    Workflow before = LiveVersion.of(campaign, store.activities(id));
    documents.apply(campaign, staged, change);
    store.remove(change);
    participation.unblock(id);
    store.flush(campaign);
    guard.demandRunnable(campaign, Text.of("The changes can't go live yet"));
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
    guard.demandRunnable(campaign, Text.of("The changes can't go live yet"));
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

  /** Drops the staged changes; no change where there are none. */
  public CampaignView discard(long id) {
    Campaign campaign = access.editable(id, null);
    store
        .change(id)
        .ifPresent(
            change -> {
              store.remove(change);
              store.flush(campaign);
              access.note("campaign.discard", campaign);
            });
    return views.live(campaign);
  }

  /** What an update would change, and what keeps it from going live. */
  public Updates.Preview changes(long id) {
    Campaign campaign = access.readable(id);
    return store
        .change(id)
        .map(change -> views.staged(campaign, change))
        .map(
            staged ->
                Updates.preview(
                    CampaignDiff.between(documents.live(campaign), staged),
                    check.incomplete(id, staged),
                    numbers(campaign, staged),
                    views.newer(campaign)))
        .orElseGet(() -> Updates.NOTHING.with(views.newer(campaign)));
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

  private CampaignView noted(String act, Campaign campaign) {
    access.note(act, campaign);
    return views.live(campaign);
  }
}
