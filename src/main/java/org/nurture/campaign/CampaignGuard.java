package org.nurture.campaign;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Set;
import org.nurture.platform.NurtureException;
import org.nurture.platform.Text;
import org.nurture.platform.Violation;
import org.nurture.platform.json.Problems;

/**
 * Refuses what may not become of a campaign: a document that names what is not there, a start while
 * it is incomplete, a change of what its participants rest on.
 */
@ApplicationScoped
class CampaignGuard {
  private CampaignStore store;
  private CampaignDocuments documents;
  private CampaignCheck check;
  private Contents contents;
  private Participation participation;

  /** For the container's proxy. */
  @SuppressWarnings("NullAway.Init")
  protected CampaignGuard() {}

  @Inject
  CampaignGuard(
      CampaignStore store,
      CampaignDocuments documents,
      CampaignCheck check,
      Contents contents,
      Participation participation) {
    this.store = store;
    this.documents = documents;
    this.check = check;
    this.contents = contents;
    this.participation = participation;
  }

  /**
   * What the document refers to is there, and the current user may use it.
   *
   * @param id 0: it is new
   * @throws NurtureException INVALID, with all that is wrong; FORBIDDEN
   */
  void demandReferences(long id, CampaignDocument document) {
    Problems problems = new Problems();
    check.references(id, document, problems);
    problems.throwIfAny();
    contents.demandAllowed(id, document);
  }

  /**
   * The live version can run, and the current user may have its actions run.
   *
   * @param summary of the refusal
   * @throws NurtureException CONFLICT, each violation says where; FORBIDDEN
   */
  void demandRunnable(Campaign campaign, String summary) {
    demandComplete(campaign, summary);
    contents.demandAllowed(campaign.id, documents.live(campaign));
  }

  /**
   * The live version is complete, and nothing of it stands in the way of a run.
   *
   * @param summary of the refusal
   * @throws NurtureException CONFLICT; each violation says where
   */
  void demandComplete(Campaign campaign, String summary) {
    CampaignDocument live = documents.live(campaign);
    check.reread(live.target());
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

  /**
   * Refs of removed activities are never used again (U4).
   *
   * @throws NurtureException INVALID
   */
  void demandFreshRefs(CampaignDocument document, Set<String> removed) {
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

  /**
   * What participants rest on stays (U8): target, unique field, the type of an activity that some
   * went through.
   *
   * @throws NurtureException INVALID
   */
  void demandFixed(long id, CampaignDocument live, CampaignDocument document) {
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
}
