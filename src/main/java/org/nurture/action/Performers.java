package org.nurture.action;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.nurture.action.ServerActions.Occasion;
import org.nurture.action.ServerActions.Subject;
import org.nurture.action.script.Sandbox;
import org.nurture.audience.Audience;
import org.nurture.audience.HostWriter;
import org.nurture.message.webhook.Webhooks;
import org.nurture.platform.Config;
import org.nurture.platform.Database;
import org.nurture.platform.json.Problems;

/** Who performs which effect. A {@link Sequence} is performed part by part. */
@ApplicationScoped
public class Performers {
  private final Map<Class<? extends Effect>, Performer<?>> byEffect = new HashMap<>();
  private final @Nullable Audience audience;
  private final @Nullable HostWriter writer;

  @Inject
  public Performers(
      Audience audience,
      HostWriter writer,
      Todos todos,
      WhoFollows followers,
      Messages messages,
      Database database,
      Webhooks webhooks,
      Config config) {
    this(
        audience,
        writer,
        todos,
        followers,
        messages,
        database,
        webhooks,
        config::scripts,
        Sandbox.SHARED);
  }

  /**
   * @param scripts whether they are allowed
   */
  Performers(
      Audience audience,
      HostWriter writer,
      Todos todos,
      WhoFollows followers,
      Messages messages,
      Database database,
      Webhooks webhooks,
      BooleanSupplier scripts,
      Sandbox sandbox) {
    this.audience = audience;
    this.writer = writer;
    put(UpdateRecord.class, new UpdatePerformer(audience, writer));
    put(CreateRecord.class, new CreatePerformer(audience, writer));
    put(CreateActivity.class, new TodoPerformer(audience, todos));
    put(Followers.class, new FollowersPerformer(followers, writer));
    put(
        ExecuteCode.class,
        new ScriptPerformer(audience, writer, todos, messages.notes(), sandbox, scripts));
    put(SendMessage.class, new MessagePerformer(audience, messages));
    put(Webhook.class, new WebhookPerformer(audience, database, webhooks));
  }

  /** For the container's proxy. */
  protected Performers() {
    this.audience = null;
    this.writer = null;
  }

  private <E extends Effect> void put(Class<E> effect, Performer<E> performer) {
    byEffect.put(effect, performer);
  }

  /** What does not fit the target. */
  void check(ActionDocument action, Problems problems) {
    if (!(action.effect() instanceof Sequence)) {
      of(action.effect()).check(action.target(), action.effect(), problems);
    }
  }

  boolean writesHost(ActionDocument action) {
    return !(action.effect() instanceof Sequence)
        && of(action.effect()).writesHost(action.target(), action.effect());
  }

  /** Whether it would have to write rows that no transaction of ours can (D4). */
  boolean outOfReach(ActionDocument action) {
    return writesHost(action) && !host().joins(action.target());
  }

  /** Whether it writes rows in another database than ours. */
  boolean writesElsewhere(ActionDocument action) {
    return writesHost(action) && !Objects.requireNonNull(audience).local(action.target());
  }

  HostWriter host() {
    return Objects.requireNonNull(writer);
  }

  Map<String, @Nullable Object> observe(
      ActionDocument action, Occasion occasion, Subject subject, boolean after) {
    return of(action.effect()).observe(action.target(), action.effect(), occasion, subject, after);
  }

  ServerActions.Result perform(
      ActionDocument action, Occasion occasion, int slot, List<Subject> subjects) {
    return of(action.effect()).perform(action.target(), action.effect(), occasion, slot, subjects);
  }

  /** Why no campaign may start with it as it is; null: nothing. */
  @Nullable String obstacle(ActionDocument action) {
    return action.effect() instanceof Sequence
        ? null
        : of(action.effect()).obstacle(action.effect());
  }

  @SuppressWarnings("unchecked") // put() pairs them
  private Performer<Effect> of(Effect effect) {
    Performer<?> performer = byEffect.get(effect.getClass());
    if (performer == null) {
      throw new IllegalStateException("nobody performs " + effect.kind());
    }
    return (Performer<Effect>) performer;
  }
}
