package org.nurture.action;

import jakarta.persistence.EntityManager;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.nurture.action.ServerActions.Occasion;
import org.nurture.action.ServerActions.Result;
import org.nurture.action.ServerActions.Subject;
import org.nurture.action.script.Sandbox;
import org.nurture.audience.Audience;
import org.nurture.audience.HostFollowers;
import org.nurture.audience.HostWriter;
import org.nurture.message.Contents;
import org.nurture.message.MessageComposer;
import org.nurture.message.OutboxRows;
import org.nurture.message.webhook.Destinations;
import org.nurture.message.webhook.Webhooks;
import org.nurture.platform.Config;
import org.nurture.platform.Database;
import org.nurture.support.JpaDatabase;
import org.nurture.support.TestDatabase;
import org.nurture.template.Placeholders;
import org.nurture.template.StoredTemplates;
import org.nurture.template.TemplateSource;
import org.nurture.template.Templates;

/** Server actions as the server executes them, from documents that are not stored. */
public final class RealActions {
  private final SetBasedActions executor;

  /**
   * @param templates the library's
   * @param contents of the same
   */
  public RealActions(
      Database own,
      InstantSource clock,
      Audience audience,
      HostWriter writer,
      Templates templates,
      TemplateSource contents) {
    OutboxRows outbox = new OutboxRows(own);
    Performers performers =
        new Performers(
            audience,
            writer,
            new Todos(own, clock),
            new WhoFollows(new FollowerRows(own), new Unmapped()),
            new Messages(
                templates,
                contents,
                new MessageComposer(own, contents, audience, clock),
                outbox,
                new Notes(own)),
            own,
            new Webhooks(new Destinations(new Config(key -> null)), new Contents(own), outbox),
            () -> true,
            Sandbox.SHARED);
    // nothing is asked of stored actions: what is to be executed is given
    executor = new SetBasedActions(own, new KeptActions(), performers);
  }

  /** No target maps followers to a table. */
  private static final class Unmapped extends HostFollowers {
    @Override
    public boolean keeps(String target) {
      return false;
    }
  }

  /**
   * @param documents JSON of each action, by its id
   */
  public static ServerActions of(
      TestDatabase db, Audience audience, HostWriter writer, Map<Long, String> documents) {
    EntityManager entities = new JpaDatabase(db).entities();
    StoredTemplates templates = new StoredTemplates(entities, new Placeholders(audience));
    RealActions real =
        new RealActions(db.database(), db.clock(), audience, writer, templates, templates);
    Map<Long, ActionDocument> read =
        documents.entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, e -> ActionWorld.document(e.getValue())));
    return (id, occasion, subjects) -> {
      ActionDocument document = read.get(id);
      if (document == null) {
        throw new IllegalArgumentException("there is no action " + id);
      }
      return real.execute(List.of(document), occasion, subjects);
    };
  }

  /** Executes an action: its one part, or those of a sequence. */
  public Result execute(List<ActionDocument> parts, Occasion occasion, List<Subject> subjects) {
    return executor.execute(parts, occasion, subjects);
  }
}
