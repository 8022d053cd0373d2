package org.nurture.campaign;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.nurture.platform.NurtureException;
import org.nurture.platform.Text;
import org.nurture.platform.Time;
import org.nurture.security.CurrentUser;

/**
 * Campaigns as people edit them. Each call is one transaction (or joins the caller's), takes the
 * campaign's lock first (D2, D3), and answers the campaign as it then is. {@link CampaignLife}
 * starts, stops and updates them.
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
  private CampaignAccess access;
  private CampaignViews views;
  private CampaignGuard guard;
  private Contents contents;
  private Participation participation;
  private CurrentUser user;
  private InstantSource clock;

  /** For the container's proxy. */
  @SuppressWarnings("NullAway.Init")
  protected Campaigns() {}

  @Inject
  Campaigns(
      CampaignStore store,
      CampaignDocuments documents,
      CampaignAccess access,
      CampaignViews views,
      CampaignGuard guard,
      Contents contents,
      Participation participation,
      CurrentUser user,
      InstantSource clock) {
    this.store = store;
    this.documents = documents;
    this.access = access;
    this.views = views;
    this.guard = guard;
    this.contents = contents;
    this.participation = participation;
    this.user = user;
    this.clock = clock;
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
    return views.live(access.readable(id));
  }

  /** The staged version (U1); the live one where nothing is staged. */
  public CampaignView getStaged(long id) {
    return views.staged(access.readable(id));
  }

  /** Live versions after the id, in id order; those that the current user may see. */
  public List<CampaignView> list(Query query, long after, int limit) {
    return views.live(store.list(user.isManager() ? query : query.of(user.name()), after, limit));
  }

  /**
   * Makes a campaign, NEW. Where it names nobody as responsible, that is the current user.
   *
   * @throws NurtureException INVALID, with all that is wrong
   */
  public CampaignView create(CampaignDocument document) {
    CampaignDocument complete = responsible(Refs.complete(document, Set.of()), user.name());
    guard.demandReferences(0, complete);
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
    Campaign campaign = access.editable(id, version);
    boolean real = participation.real(id);
    Set<String> removed = new HashSet<>(store.removedRefs(id));
    CampaignDocument live = documents.live(campaign);
    Set<String> used = new HashSet<>(removed);
    used.addAll(CampaignDocuments.refs(live));
    CampaignDocument complete = responsible(Refs.complete(document, used), campaign.responsible);
    if (real) {
      guard.demandFreshRefs(complete, removed);
      guard.demandFixed(id, live, complete);
    }
    guard.demandReferences(id, complete);
    if (!real) {
      documents.apply(campaign, complete, null);
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
    access.note("campaign.edit", campaign);
    return real ? views.staged(campaign) : views.live(campaign);
  }

  /** Makes a NEW campaign like the live version, with copies of its own templates and actions. */
  public CampaignView duplicate(long id) {
    Campaign original = access.readable(id);
    CampaignDocument live = documents.live(original);
    String name = live.name() + " (copy)";
    int longest = CampaignDocument.LONGEST_NAME;
    CampaignDocument copy =
        live.withName(name.length() > longest ? live.name() : name).withResponsible(user.name());
    return noted("campaign.create", add(copy, id));
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
    documents.apply(campaign, document, null);
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
    change.take(document, contents.named(campaign.id, document));
    change.author = user.name();
    change.changedAt = Time.now(clock);
    if (known == null) {
      store.add(change);
    }
  }

  /** An edit of a RUNNING campaign that nobody has joined yet is live: so it must stay complete. */
  private void requireStillComplete(Campaign campaign) {
    if (campaign.state == CampaignState.RUNNING) {
      guard.demandComplete(campaign, Text.of("It is running, so it must stay complete"));
    }
  }

  /** The document with its responsible, whom only managers choose freely. */
  private CampaignDocument responsible(CampaignDocument document, @Nullable String otherwise) {
    String chosen = document.responsible() == null ? otherwise : document.responsible();
    user.demandEdit(chosen);
    return document.withResponsible(chosen);
  }

  /**
   * Deletes it, with its tests (P2).
   *
   * @throws NurtureException CONFLICT: it has or had real participants
   */
  public void delete(long id, @Nullable Long version) {
    Campaign campaign = access.editable(id, version);
    if (participation.real(id)) {
      throw NurtureException.conflict(
          Text.of(
              "“{0}” has participants, so it can't be deleted; archive it instead", campaign.name));
    }
    access.note("campaign.delete", campaign);
    contents.deleteOf(id);
    participation.delete(id);
    store.delete(campaign);
  }

  private CampaignView noted(String act, Campaign campaign) {
    access.note(act, campaign);
    return views.live(campaign);
  }
}
