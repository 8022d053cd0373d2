package org.nurture.web.campaign;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.transaction.Transactional;
import java.io.Serializable;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.nurture.campaign.CampaignDocument;
import org.nurture.campaign.CampaignLife;
import org.nurture.campaign.CampaignState;
import org.nurture.campaign.CampaignView;
import org.nurture.campaign.Campaigns;
import org.nurture.campaign.Neighbours;
import org.nurture.campaign.Updates;
import org.nurture.platform.json.DocumentReader;
import org.nurture.platform.json.JsonText;

/** Campaigns as the form needs them: documents in and out through the door that REST uses. */
@ApplicationScoped
public class CampaignDesk {
  /** Its action was edited since the campaign keeps it. */
  static final String NEWER = "newer";

  private final Campaigns campaigns;
  private final CampaignLife life;
  private final Neighbours neighbours;

  @Inject
  public CampaignDesk(Campaigns campaigns, CampaignLife life, Neighbours neighbours) {
    this.campaigns = campaigns;
    this.life = life;
    this.neighbours = neighbours;
  }

  /** For CDI's proxy. */
  @SuppressWarnings("NullAway")
  protected CampaignDesk() {
    this(null, null, null);
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
      return JsonText.object(json);
    }

    public @Nullable String getBlocked() {
      return blocked;
    }
  }

  /**
   * What an update would do.
   *
   * @param changes by ref
   * @param violations what keeps it from going live
   */
  public record Preview(Map<String, Change> changes, List<String> violations)
      implements Serializable {
    static final Preview NOTHING = new Preview(Map.of(), List.of());

    long sum(ToLongFunction<Change> of) {
      return changes.values().stream().mapToLong(of).sum();
    }
  }

  /**
   * What becomes of one activity, and of the traces that are planned for it.
   *
   * @param kind added, removed, moved, changed, or {@link CampaignDesk#NEWER}
   */
  public record Change(String kind, long scheduled, long moved, long canceled, long dueNow)
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
  public void check(JsonObject document) {
    DocumentReader.read(document, CampaignDocument::read);
  }

  Stored start(long id) {
    life.start(id);
    return load(id);
  }

  Stored stop(long id) {
    life.stop(id);
    return load(id);
  }

  /**
   * @param onlyNew whether new activities are only for those enrolled from now on
   */
  Stored update(long id, boolean onlyNew) {
    return stored(life.update(id, onlyNew));
  }

  Stored discard(long id) {
    return stored(life.discard(id));
  }

  Stored archive(long id, boolean archived) {
    return stored(archived ? life.archive(id) : life.unarchive(id));
  }

  long duplicate(long id) {
    return campaigns.duplicate(id).id();
  }

  /** The version that runs. */
  JsonObject live(long id) {
    return campaigns.get(id).document().toJson();
  }

  Neighbours.Place place(Stored of) {
    return neighbours.of(of.id(), of.archived());
  }

  @Transactional
  Preview preview(long id) {
    JsonObject preview = Updates.toJson(life.changes(id));
    Map<String, Change> changes = new LinkedHashMap<>();
    for (JsonObject change : preview.getJsonArray("activities").getValuesAs(JsonObject.class)) {
      changes.put(
          change.getString("ref"),
          new Change(
              change.getBoolean("newerAction", false) ? NEWER : change.getString("change"),
              change.getInt("scheduled", 0),
              change.getInt("moved", 0),
              change.getInt("canceled", 0),
              change.getInt("dueNow", 0)));
    }
    return new Preview(
        changes,
        preview.getJsonArray("violations").getValuesAs(JsonObject.class).stream()
            .map(v -> v.getString("message"))
            .toList());
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
}
