package org.nurture.campaign;

import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.NotificationOptions;
import jakarta.enterprise.util.TypeLiteral;
import jakarta.persistence.EntityManager;
import java.lang.annotation.Annotation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.nurture.action.ActionTemplates;
import org.nurture.action.Actions;
import org.nurture.action.FollowerRows;
import org.nurture.action.KeptActions;
import org.nurture.action.Messages;
import org.nurture.action.Notes;
import org.nurture.action.Performers;
import org.nurture.action.ServerActions;
import org.nurture.action.SetBasedActions;
import org.nurture.action.Todos;
import org.nurture.action.WhoFollows;
import org.nurture.audience.TestHost;
import org.nurture.journey.UpdatePreview;
import org.nurture.message.MessageComposer;
import org.nurture.message.OutboxRows;
import org.nurture.message.webhook.Destinations;
import org.nurture.message.webhook.Webhooks;
import org.nurture.platform.Config;
import org.nurture.security.Audit;
import org.nurture.security.CurrentUser;
import org.nurture.support.JpaDatabase;
import org.nurture.support.TestDatabase;
import org.nurture.template.Placeholders;
import org.nurture.template.StoredTemplates;

/** All that campaigns need, wired by hand on a test's database with a small CRM. */
final class CampaignWorld implements AutoCloseable {
  private final TestDatabase db;
  private final JpaDatabase jpa;
  private final TestHost host;
  private final Performers performers;
  private final Actions actions;
  private final StoredTemplates templates;
  private final CurrentUser user;
  private final JpaLiveWorkflows workflows;
  private final List<Long> started = new ArrayList<>();

  CampaignWorld(TestDatabase db, CurrentUser user) {
    this.db = db;
    this.jpa = new JpaDatabase(db);
    this.host = TestHost.in(db);
    EntityManager entities = jpa.entities();
    this.templates =
        new StoredTemplates(
            entities,
            new Placeholders(host.audience()),
            new CampaignUse(entities),
            new ActionTemplates(entities));
    this.performers =
        new Performers(
            host.audience(),
            host.writer(),
            new Todos(db.database(), db.clock()),
            new WhoFollows(new FollowerRows(db.database()), host.followers()),
            new Messages(
                templates,
                templates,
                new MessageComposer(db.database(), templates, host.audience(), db.clock()),
                new OutboxRows(db.database()),
                new Notes(db.database())),
            db.database(),
            new Webhooks(
                new Destinations(new Config(key -> null)),
                new org.nurture.message.Contents(db.database()),
                new OutboxRows(db.database())),
            new Config(Map.of("NURTURE_SCRIPTS", "on")::get));
    this.actions = actions(user);
    this.workflows = new JpaLiveWorkflows(entities, new CampaignStore(entities));
    this.user = user;
  }

  private Actions actions(CurrentUser user) {
    return new Actions(
        jpa.entities(), host.audience(), performers, new CampaignUse(jpa.entities()), user);
  }

  /** The same for somebody else; not to be closed. */
  CampaignWorld as(CurrentUser user) {
    return new CampaignWorld(this, user);
  }

  private CampaignWorld(CampaignWorld like, CurrentUser user) {
    this.db = like.db;
    this.jpa = like.jpa;
    this.host = like.host;
    this.templates = like.templates;
    this.performers = like.performers;
    this.actions = actions(user);
    this.workflows = like.workflows;
    this.user = user;
  }

  ServerActions executor() {
    return new SetBasedActions(db.database(), kept(), performers);
  }

  Campaigns campaigns() {
    return new Campaigns(
        store(),
        documents(),
        access(),
        views(),
        guard(),
        contents(),
        participation(),
        user,
        db.clock());
  }

  CampaignLife life() {
    return new CampaignLife(
        store(),
        documents(),
        access(),
        views(),
        guard(),
        check(),
        contents(),
        participation(),
        new UpdatePreview(db.database(), db.clock()),
        new Started(),
        user,
        db.clock());
  }

  private CampaignStore store() {
    return new CampaignStore(jpa.entities());
  }

  private CampaignDocuments documents() {
    return new CampaignDocuments(store(), contents(), participation());
  }

  private CampaignAccess access() {
    return new CampaignAccess(
        store(), new NoLock(), user, new Audit(db.database(), db.clock(), user));
  }

  private CampaignViews views() {
    return new CampaignViews(store(), documents(), contents(), participation());
  }

  private CampaignGuard guard() {
    return new CampaignGuard(store(), documents(), check(), contents(), participation());
  }

  private CampaignCheck check() {
    return new CampaignCheck(host.audience(), contents());
  }

  private Contents contents() {
    return new Contents(templates, actions, kept(), user);
  }

  private KeptActions kept() {
    return new KeptActions(jpa.entities(), user);
  }

  private Participation participation() {
    return new Participation(db.database());
  }

  Actions actions() {
    return actions;
  }

  StoredTemplates templates() {
    return templates;
  }

  TestHost host() {
    return host;
  }

  JpaLiveWorkflows workflows() {
    return workflows;
  }

  List<Long> started() {
    return started;
  }

  /** Each call is a transaction, as the container would have it. */
  <T> T in(Supplier<T> call) {
    return jpa.ask(call);
  }

  @Override
  public void close() {
    jpa.close();
    host.drop();
  }

  /** One thread: nothing to lock out. */
  private static final class NoLock implements CampaignLock {
    @Override
    public void shared(long campaignId) {}

    @Override
    public void exclusive(long campaignId) {}
  }

  private final class Started implements Event<CampaignStarted> {
    @Override
    public void fire(CampaignStarted event) {
      started.add(event.campaignId());
    }

    @Override
    public <U extends CampaignStarted> CompletionStage<U> fireAsync(U event) {
      throw new UnsupportedOperationException();
    }

    @Override
    public <U extends CampaignStarted> CompletionStage<U> fireAsync(
        U event, NotificationOptions options) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Event<CampaignStarted> select(Annotation... qualifiers) {
      return this;
    }

    @Override
    public <U extends CampaignStarted> Event<U> select(Class<U> subtype, Annotation... qualifiers) {
      throw new UnsupportedOperationException();
    }

    @Override
    public <U extends CampaignStarted> Event<U> select(
        TypeLiteral<U> subtype, Annotation... qualifiers) {
      throw new UnsupportedOperationException();
    }
  }
}
