package org.nurture.campaign;

import jakarta.json.JsonObject;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.nurture.platform.json.DocumentWriter;

/**
 * A campaign as others see it: a version of its document, and where it stands.
 *
 * @param staged whether there are staged changes (U1)
 * @param version of the row, for If-Match
 * @param blocked null, or what the host took away that the campaign needs
 * @param document the live version, or the staged one where that was asked for
 */
public record CampaignView(
    long id,
    CampaignState state,
    boolean archived,
    boolean staged,
    long version,
    Instant createdAt,
    Instant stateSince,
    @Nullable String blocked,
    CampaignDocument document) {

  /** As API.md has it, {@code GET /campaigns/{id}}. */
  public JsonObject toJson() {
    DocumentWriter out =
        new DocumentWriter()
            .id("id", id)
            .put("state", state.name())
            .put("archived", archived)
            .put("staged", staged)
            .put("version", version)
            .put("createdAt", createdAt)
            .put("stateSince", stateSince)
            .put("blocked", blocked);
    return document.put(out).build();
  }

  /** The state as the word of a style or a key: {@code running}, {@code archived}. */
  public String word() {
    return archived ? "archived" : state.name().toLowerCase(Locale.ROOT);
  }
}
