package org.nurture.web.board;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.InstantSource;
import org.nurture.campaign.CampaignDocument;
import org.nurture.campaign.CampaignExport;
import org.nurture.campaign.CampaignLife;
import org.nurture.campaign.CampaignOverview;
import org.nurture.campaign.CampaignView;
import org.nurture.campaign.Campaigns;
import org.nurture.platform.Time;
import org.nurture.platform.json.DocumentReader;
import org.nurture.platform.json.JsonText;

/** What the page of campaigns does to one of them, and how it is taken back. */
@ApplicationScoped
public class CampaignActs {
  private final Campaigns campaigns;
  private final CampaignLife life;
  private final CampaignExport exports;
  private final CampaignOverview overview;
  private final InstantSource clock;

  @Inject
  public CampaignActs(
      Campaigns campaigns,
      CampaignLife life,
      CampaignExport exports,
      CampaignOverview overview,
      InstantSource clock) {
    this.campaigns = campaigns;
    this.life = life;
    this.exports = exports;
    this.overview = overview;
    this.clock = clock;
  }

  /** For CDI's proxy. */
  @SuppressWarnings("NullAway")
  protected CampaignActs() {
    this(null, null, null, null, null);
  }

  CampaignView get(long id) {
    return campaigns.get(id);
  }

  int tests(long id) {
    campaigns.get(id);
    return overview.tests(id);
  }

  void start(long id) {
    life.start(id);
  }

  void stop(long id) {
    life.stop(id);
  }

  long duplicate(long id) {
    return campaigns.duplicate(id).id();
  }

  /** Into the archive or out of it. */
  @Transactional
  CampaignUndo.Done archive(long id, boolean archived) {
    CampaignView view = archived ? life.archive(id) : life.unarchive(id);
    return new CampaignUndo.Done(
        archived ? CampaignUndo.Act.ARCHIVED : CampaignUndo.Act.UNARCHIVED,
        id,
        view.document().name(),
        "",
        archived,
        Time.now(clock));
  }

  /** Deletes one without participants; what comes back can make it again. */
  @Transactional
  public CampaignUndo.Done delete(long id) {
    CampaignView view = campaigns.get(id);
    String document = exports.keepsake(id).toString();
    campaigns.delete(id, null);
    return new CampaignUndo.Done(
        CampaignUndo.Act.DELETED,
        id,
        view.document().name(),
        document,
        view.archived(),
        Time.now(clock));
  }

  /** Takes it back. A deleted campaign gets another id: it is new, and was never started. */
  @Transactional
  void undo(CampaignUndo.Done done) {
    switch (done.act()) {
      case ARCHIVED -> life.unarchive(done.id());
      case UNARCHIVED -> life.archive(done.id());
      case DELETED -> {
        CampaignView back =
            campaigns.create(
                DocumentReader.read(JsonText.object(done.document()), CampaignDocument::read));
        if (done.archived()) {
          life.archive(back.id());
        }
      }
    }
  }
}
