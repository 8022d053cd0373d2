package org.nurture.action;

import jakarta.json.JsonObject;
import org.nurture.platform.json.DocumentWriter;

/**
 * A server action as others see it.
 *
 * @param campaignId {@link Actions#LIBRARY} or the campaign that it belongs to
 */
public record ActionView(long id, long campaignId, long version, ActionDocument document) {

  public JsonObject toJson() {
    DocumentWriter out =
        new DocumentWriter()
            .id("id", id)
            .id("campaign", campaignId == Actions.LIBRARY ? null : campaignId)
            .put("version", version);
    return document.put(out).build();
  }
}
