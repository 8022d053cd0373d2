package org.nurture.action;

import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.spi.JsonProvider;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.nurture.platform.NurtureException;
import org.nurture.platform.Text;
import org.nurture.platform.json.DocumentReader;
import org.nurture.platform.json.JsonText;

/** Versions of actions that campaigns keep. */
final class Versions {
  private static final JsonProvider JSON = JsonProvider.provider();

  private final EntityManager entities;

  Versions(EntityManager entities) {
    this.entities = entities;
  }

  /**
   * A part of an action as it was.
   *
   * @param id of the action that it is
   */
  record Part(long id, ActionDocument document) {}

  /** The version that these parts are: the latest one where it is equal, else a new one. */
  long keep(long actionId, List<Part> parts) {
    String text = json(parts);
    Optional<ActionVersion> latest =
        entities
            .createQuery(
                "select v from ActionVersion v where v.actionId = :action order by v.id desc",
                ActionVersion.class)
            .setParameter("action", actionId)
            .setMaxResults(1)
            .getResultStream()
            .findFirst();
    if (latest.isPresent() && latest.get().parts.equals(text)) {
      return latest.get().id;
    }
    ActionVersion fresh = new ActionVersion();
    fresh.actionId = actionId;
    fresh.parts = text;
    entities.persist(fresh);
    entities.flush();
    return fresh.id;
  }

  /** Whether the parts are others by now. */
  boolean differs(long version, List<Part> parts) {
    return !require(version).parts.equals(json(parts));
  }

  /**
   * @throws NurtureException CONFLICT: it is gone
   */
  List<Part> parts(long version) {
    return parts(require(version));
  }

  private static List<Part> parts(ActionVersion version) {
    return JsonText.array(version.parts).getValuesAs(JsonObject.class).stream()
        .map(
            part ->
                new Part(
                    part.getJsonNumber("id").longValue(),
                    DocumentReader.read(part.getJsonObject("document"), ActionDocument::read)))
        .toList();
  }

  /**
   * Has those that hold a text follow a change that means the same: what they name is called
   * otherwise now.
   */
  void replace(String holding, UnaryOperator<ActionDocument> change) {
    for (ActionVersion row :
        entities
            .createQuery(
                "select v from ActionVersion v where locate(:held, v.parts) > 0",
                ActionVersion.class)
            .setParameter("held", JSON.createValue(holding).toString())
            .getResultList()) {
      row.parts =
          json(
              parts(row).stream()
                  .map(part -> new Part(part.id(), change.apply(part.document())))
                  .toList());
    }
    entities.flush();
  }

  private ActionVersion require(long version) {
    ActionVersion found = entities.find(ActionVersion.class, version);
    if (found == null) {
      throw NurtureException.conflict(Text.of("The action is no longer there"));
    }
    return found;
  }

  private static String json(List<Part> parts) {
    JsonArrayBuilder out = JSON.createArrayBuilder();
    parts.forEach(
        part ->
            out.add(
                JSON.createObjectBuilder()
                    .add("id", part.id())
                    .add("document", part.document().stored())));
    JsonArray array = out.build();
    return array.toString();
  }
}
