package org.nurture.action;

import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.nurture.action.script.Sandbox;
import org.nurture.audience.Audience;
import org.nurture.audience.HostWriter;
import org.nurture.message.Contents;
import org.nurture.message.MessageComposer;
import org.nurture.message.OutboxRows;
import org.nurture.message.webhook.Destinations;
import org.nurture.message.webhook.Webhooks;
import org.nurture.platform.Config;
import org.nurture.security.CurrentUser;
import org.nurture.security.Role;
import org.nurture.support.JpaDatabase;
import org.nurture.support.TestDatabase;
import org.nurture.template.Placeholders;
import org.nurture.template.StoredTemplates;

/** Server actions as the server executes them, from documents that are not stored. */
public final class RealActions {
  private RealActions() {}

  /**
   * @param documents JSON of each action, by its id
   */
  public static ServerActions of(
      TestDatabase db, Audience audience, HostWriter writer, Map<Long, String> documents) {
    EntityManager entities = new JpaDatabase(db).entities();
    StoredTemplates templates = new StoredTemplates(entities, new Placeholders(audience));
    Performers performers =
        new Performers(
            audience,
            writer,
            new Todos(db.database(), db.clock()),
            new FollowerRows(db.database()),
            new Messages(
                templates,
                templates,
                new MessageComposer(db.database(), templates, audience, db.clock()),
                new OutboxRows(db.database()),
                new Notes(db.database())),
            db.database(),
            new Webhooks(
                new Destinations(new Config(key -> null)),
                new Contents(db.database()),
                new OutboxRows(db.database())),
            () -> true,
            Sandbox.SHARED);
    SetBasedActions executor =
        new SetBasedActions(
            db.database(),
            new Actions(
                entities,
                audience,
                performers,
                (id, name, library) -> List.of(),
                CurrentUser.of("ann", Role.ADMIN)),
            performers);
    Map<Long, ActionDocument> read =
        documents.entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, e -> ActionWorld.document(e.getValue())));
    return (id, occasion, subjects) -> {
      ActionDocument document = read.get(id);
      if (document == null) {
        throw new IllegalArgumentException("there is no action " + id);
      }
      return executor.execute(List.of(document), occasion, subjects);
    };
  }
}
