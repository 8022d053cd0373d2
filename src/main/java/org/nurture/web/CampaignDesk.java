package org.nurture.web;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.transaction.Transactional;
import java.io.Serializable;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.nurture.campaign.CampaignDiff;
import org.nurture.campaign.CampaignDocument;
import org.nurture.campaign.CampaignState;
import org.nurture.campaign.CampaignView;
import org.nurture.campaign.Campaigns;
import org.nurture.campaign.Updates;
import org.nurture.insight.CampaignFigures;
import org.nurture.insight.CampaignFigures.ActivityFigures;
import org.nurture.journey.ParticipantState;
import org.nurture.platform.Language;
import org.nurture.platform.Violation;
import org.nurture.platform.json.DocumentReader;

/** Campaigns as the form needs them: documents in and out through the door that REST uses. */
@ApplicationScoped
public class CampaignDesk {
  private static final int DAYS = 21;

  private final Campaigns campaigns;
  private final org.nurture.insight.Figures counts;

  @Inject
  public CampaignDesk(Campaigns campaigns, org.nurture.insight.Figures counts) {
    this.campaigns = campaigns;
    this.counts = counts;
  }

  /** For CDI's proxy. */
  @SuppressWarnings("NullAway")
  protected CampaignDesk() {
    this(null, null);
  }

  /** A campaign as it is stored: the staged version where there is one. */
  public record Stored(
      long id,
      long version,
      CampaignState state,
      boolean archived,
      boolean staged,
      Instant since,
      @Nullable String blocked,
      String json)
      implements Serializable {
    JsonObject document() {
      return Documents.object(json);
    }

    public @Nullable String getBlocked() {
      return blocked;
    }
  }

  /**
   * What an update would do.
   *
   * @param changes from ref to new, changed or removed
   * @param violations what keeps it from going live
   */
  public record Preview(Map<String, String> changes, List<String> violations)
      implements Serializable {}

  Stored load(long id) {
    return stored(campaigns.getStaged(id));
  }

  /** State and version anew; the document stays as it was read. */
  Stored state(Stored at) {
    CampaignView now = campaigns.get(at.id());
    return new Stored(
        at.id(),
        at.version(),
        now.state(),
        now.archived(),
        at.staged(),
        now.stateSince(),
        now.blocked(),
        at.json());
  }

  /**
   * @throws org.nurture.platform.NurtureException INVALID, STALE, FORBIDDEN
   */
  Stored save(@Nullable Long id, @Nullable Long version, JsonObject document) {
    CampaignDocument read = DocumentReader.read(document, CampaignDocument::read);
    return stored(id == null ? campaigns.create(read) : campaigns.put(id, read, version));
  }

  /** All that can be checked without looking elsewhere. */
  void check(JsonObject document) {
    DocumentReader.read(document, CampaignDocument::read);
  }

  Stored start(long id) {
    campaigns.start(id);
    return load(id);
  }

  Stored stop(long id) {
    campaigns.stop(id);
    return load(id);
  }

  Stored update(long id) {
    return stored(campaigns.update(id));
  }

  Stored discard(long id) {
    return stored(campaigns.discard(id));
  }

  Stored archive(long id, boolean archived) {
    return stored(archived ? campaigns.archive(id) : campaigns.unarchive(id));
  }

  long duplicate(long id) {
    return campaigns.duplicate(id).id();
  }

  void delete(long id) {
    campaigns.delete(id, null);
  }

  @Transactional
  Preview preview(long id) {
    Updates.Preview preview = campaigns.changes(id);
    Map<String, String> changes = new LinkedHashMap<>();
    for (CampaignDiff.Change change : preview.diff().activities()) {
      changes.put(
          change.ref(),
          switch (change.kind()) {
            case ADDED -> "new";
            case REMOVED -> "removed";
            default -> "changed";
          });
    }
    return new Preview(changes, preview.violations().stream().map(Violation::message).toList());
  }

  private static Stored stored(CampaignView view) {
    return new Stored(
        view.id(),
        view.version(),
        view.state(),
        view.archived(),
        view.staged(),
        view.stateSince(),
        view.blocked(),
        view.document().toJson().toString());
  }

  /** Figures of the activities that are in the live version. */
  @Transactional
  Figures figures(long id, List<ActivityDraft> activities) {
    CampaignFigures all = counts.of(id);
    Map<String, List<org.nurture.insight.Figures.Day>> days = counts.byDay(id, DAYS);
    Map<String, NodeFigures> nodes = new LinkedHashMap<>();
    for (ActivityDraft activity : activities) {
      ActivityFigures of = all.activities().get(String.valueOf(activity.getRef()));
      if (of != null) {
        nodes.put(
            String.valueOf(activity.getRef()),
            new NodeFigures(
                activity.getType(),
                new NodeFigures.Counts(
                    of.success(),
                    of.rejected(),
                    of.error(),
                    of.sent(),
                    of.opened(),
                    of.clicked(),
                    of.replied(),
                    of.bounced()),
                days.getOrDefault(activity.getRef(), List.of()).stream()
                    .map(d -> new NodeFigures.Day(d.done(), d.rejected()))
                    .toList()));
      }
    }
    long running = all.participants().getOrDefault(ParticipantState.RUNNING, 0L);
    return new Figures(all.total(), running, nodes);
  }

  /** Live figures. */
  public record Figures(long participants, long running, Map<String, NodeFigures> nodes)
      implements Serializable {
    static final Figures NONE = new Figures(0, 0, Map.of());

    /** Sent, opened … of the whole campaign. */
    public List<Tile> getTiles() {
      long sent = sum(NodeFigures::getSent);
      return List.of(
          new Tile("sent", "pi-send", sent, ""),
          tile("opened", "pi-eye", sum(NodeFigures::getOpened), sent),
          tile("clicked", "pi-link", sum(NodeFigures::getClicked), sent),
          tile("replied", "pi-reply", sum(NodeFigures::getReplied), sent),
          tile("bounced", "pi-exclamation-triangle", sum(NodeFigures::getBounced), sent));
    }

    private long sum(Function<NodeFigures, @Nullable Long> of) {
      return nodes.values().stream().map(of).filter(Objects::nonNull).mapToLong(n -> n).sum();
    }

    private static Tile tile(String name, String icon, long n, long sent) {
      String share = sent == 0 ? "" : String.format(Language.current(), "%.1f%%", 100.0 * n / sent);
      return new Tile(name, icon, n, share);
    }
  }

  /** One of the figures above the workflow. */
  public record Tile(String name, String icon, long value, String share) implements Serializable {}
}
