package org.nurture.campaign;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes a campaign document fit another target: filters, placeholders and actions name its fields.
 * Pure.
 */
public final class Retarget {
  private Retarget() {}

  /** The fields that a document names, in its order. */
  public static List<FieldUse> uses(CampaignDocument document) {
    Map<String, FieldUse> uses = new LinkedHashMap<>();
    new FieldNames(
            document.target(),
            (path, place, value) -> {
              FieldUse use = uses.computeIfAbsent(path, FieldUse::new);
              use.at(place);
              if (value != null) {
                use.like(value);
              }
              return path;
            })
        .walk(document);
    return new ArrayList<>(uses.values());
  }

  /**
   * The document for another target.
   *
   * @param fields from the document's field to the target's; one that is not in it is left out:
   *     conditions with it hold no more, placeholders become empty (or their default), actions do
   *     not write it
   */
  public static CampaignDocument apply(
      CampaignDocument document, String target, Map<String, String> fields) {
    return new FieldNames(target, (path, place, value) -> fields.get(path)).walk(document);
  }

  /** Names of the actions that have nothing left to write: they can't be made. */
  public static List<String> emptied(CampaignDocument document) {
    return document.places().stream()
        .map(CampaignDocument.Place::activity)
        .map(ActivityDocument::action)
        .filter(a -> a != null && nothing(a.document()))
        .map(a -> a == null ? "" : a.title())
        .distinct()
        .toList();
  }

  private static boolean nothing(@Nullable JsonObject action) {
    return action != null
        && !action.containsKey("linkField")
        && action.get("set") instanceof JsonArray set
        && set.isEmpty();
  }
}
