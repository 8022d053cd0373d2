package org.nurture.action;

import static java.util.Objects.requireNonNull;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.nurture.action.ServerActions.Terms;
import org.nurture.audience.Audience;
import org.nurture.platform.NurtureException;
import org.nurture.platform.Text;
import org.nurture.platform.Violation;
import org.nurture.platform.json.DocumentReader;
import org.nurture.platform.json.Problems;
import org.nurture.security.CurrentUser;
import org.nurture.security.Role;

/**
 * Server actions as people edit them: the library's are managers', on pages and by REST alike;
 * everybody may bring whole documents of their own in a campaign that is theirs. A name is unique
 * among the library's, and among a campaign's own; those of a campaign belong to it alone. Joins
 * the caller's transaction, or has one of its own.
 */
@ApplicationScoped
@Transactional
public class Actions {
  /** The campaign id of the library's actions. */
  public static final long LIBRARY = 0;

  private ActionStore store;
  private Sequences sequences;
  private ActionCheck check;
  private ActionUse use;
  private KeptActions kept;
  private CurrentUser user;

  /** For the container's proxy. */
  @SuppressWarnings("NullAway.Init")
  protected Actions() {}

  @Inject
  public Actions(
      EntityManager entities,
      Audience audience,
      Performers performers,
      ActionUse use,
      CurrentUser user) {
    this.user = user;
    this.store = new ActionStore(entities);
    this.sequences = new Sequences(store);
    this.kept = new KeptActions(entities, user);
    this.check = new ActionCheck(audience, performers, sequences);
    this.use = use;
  }

  /** By name: the campaign's own first, then the library's. */
  public Optional<ActionView> find(long campaignId, String name) {
    return store.visible(campaignId, name).map(ActionStore::view);
  }

  /**
   * @throws NurtureException NOT_FOUND
   */
  public ActionView get(long id) {
    return ActionStore.view(store.require(id));
  }

  /**
   * The library's actions in id order.
   *
   * @param target null: of all targets
   */
  public List<ActionView> list(@Nullable String target, long after, int limit) {
    return store.library(target, after, limit).stream().map(ActionStore::view).toList();
  }

  /**
   * What is looked for in the library.
   *
   * @param text part of the name
   * @param target null: any
   * @param kind null: any
   */
  public record Search(String text, @Nullable String target, @Nullable ActionKind kind) {}

  /** A page of the library, by name. */
  public List<ActionView> search(Search search, int first, int limit) {
    return store.search(search, first, limit).stream().map(ActionStore::view).toList();
  }

  /** The names of these, in one statement; those that are not there are left out. */
  public Map<Long, String> names(Collection<Long> ids) {
    return store.names(ids);
  }

  /**
   * Adds one to the library.
   *
   * @throws NurtureException FORBIDDEN: not a manager; INVALID
   */
  public ActionView create(ActionDocument document) {
    user.demand(Role.MANAGER);
    demandScripting(document, null);
    check.of(LIBRARY, document).throwIfAny();
    refuseTaken(LIBRARY, document.name(), null);
    return ActionStore.view(store.add(LIBRARY, document));
  }

  /**
   * Replaces one.
   *
   * @param version that the caller knows; null: any
   * @throws NurtureException FORBIDDEN: not a manager; NOT_FOUND, STALE, INVALID
   */
  public ActionView put(long id, ActionDocument document, @Nullable Long version) {
    user.demand(Role.MANAGER);
    ServerAction row = store.require(id);
    requireVersion(row, version);
    demandScripting(document, ActionStore.document(row));
    if (!row.target.equals(document.target()) && !users(row).isEmpty()) {
      throw NurtureException.invalid(
          "/target", Text.of("The target can't change while something uses the action"));
    }
    String was = row.name;
    check.of(row.campaignId, document, was).throwIfAny();
    refuseTaken(row.campaignId, document.name(), id);
    store.replace(row, document);
    sequences.renamed(row, was);
    return ActionStore.view(row);
  }

  /**
   * Adds one like it to the library, under a name that is free.
   *
   * @throws NurtureException FORBIDDEN: not a manager; NOT_FOUND
   */
  public ActionView duplicate(long id, String wanted) {
    user.demand(Role.MANAGER);
    ActionDocument like = ActionStore.document(store.require(id));
    String name = wanted;
    for (int n = 2; store.named(LIBRARY, name).isPresent(); n++) {
      name = wanted + " " + n;
    }
    return ActionStore.view(
        store.add(LIBRARY, new ActionDocument(name, like.target(), like.effect(), like.groups())));
  }

  /**
   * Deletes one that nobody uses.
   *
   * @throws NurtureException FORBIDDEN: not a manager; NOT_FOUND, STALE; CONFLICT: it is used
   */
  public void delete(long id, @Nullable Long version) {
    user.demand(Role.MANAGER);
    ServerAction row = store.require(id);
    requireVersion(row, version);
    List<String> users = users(row);
    if (!users.isEmpty()) {
      throw NurtureException.conflict(
          Text.of(
              "“{0}” is used by {1}; take it out there first", row.name, String.join(", ", users)));
    }
    store.remove(row);
  }

  /**
   * What is wrong with a whole document for that target.
   *
   * @return places are JSON Pointers into the document; empty: all is well
   */
  public List<Violation> check(String target, JsonObject document) {
    return check.of(target, document);
  }

  /**
   * What is wrong with a whole document that is to be a campaign's own.
   *
   * @param campaignId 0: the campaign is new
   */
  public List<Violation> check(long campaignId, String target, JsonObject document) {
    List<Violation> wrong = check.of(target, document);
    if (!wrong.isEmpty()) {
      return wrong;
    }
    try {
      withSecret(campaignId, target, document);
      return wrong;
    } catch (NurtureException e) {
      return e.violations();
    }
  }

  /**
   * Reads a whole document. One that says that there is a secret, and can't tell it, gets that of
   * the action which it changes: else it would be posted unsigned without anybody's doing.
   */
  private ActionDocument withSecret(long campaignId, String target, JsonObject document) {
    ActionDocument action =
        DocumentReader.read(document, in -> ActionDocument.readWithin(in, target));
    boolean told = document.containsKey("secret") || !document.getBoolean("hasSecret", false);
    if (told || !(action.effect() instanceof Webhook webhook)) {
      return action;
    }
    return store
        .visible(campaignId, action.name())
        .filter(row -> row.campaignId != LIBRARY || lends(row, webhook))
        .map(row -> action.replacing(ActionStore.document(row)))
        .filter(whole -> whole.effect() instanceof Webhook hook && hook.secret() != null)
        .orElseThrow(
            () ->
                NurtureException.invalid(
                    "/secret",
                    Text.of(
                        "“{0}” has no secret to take over here: give one, or null to post unsigned",
                        action.name())));
  }

  /** The library's secrets are for those who may use them, and for where they belong. */
  private boolean lends(ServerAction row, Webhook to) {
    ActionDocument ours = ActionStore.document(row);
    return user.isInOneOf(ours.groups())
        && ours.effect() instanceof Webhook webhook
        && webhook.url().equals(to.url());
  }

  /**
   * Makes it the campaign's own action, or replaces the one of the same name.
   *
   * @return its id
   * @throws NurtureException INVALID, as {@link #check(long, String, JsonObject)} says
   */
  public long store(long campaignId, String target, JsonObject document) {
    ActionDocument action = withSecret(campaignId, target, document);
    check.of(campaignId, action).throwIfAny();
    Optional<ServerAction> own = store.named(campaignId, action.name());
    own.ifPresent(row -> store.replace(row, action));
    return requireNonNull(own.orElseGet(() -> store.add(campaignId, action)).id);
  }

  /**
   * What is to be executed for an action that need not be stored.
   *
   * @throws NurtureException INVALID: it is not right; CONFLICT: a part of it is gone
   */
  List<ActionDocument> parts(ActionDocument document) {
    check.of(LIBRARY, document).throwIfAny();
    return Sequences.steps(sequences.parts(LIBRARY, 0, document));
  }

  /**
   * Why the action can't run just now, for the start of a campaign: its target is not writable, a
   * field is gone …
   *
   * @return empty: it can
   */
  public List<Violation> obstacles(long id) {
    KeptActions.Parts resolved = kept.resolve(id, Terms.NONE);
    return resolved.gone() != null
        ? List.of(new Violation("", resolved.gone()))
        : check.obstacles(resolved.documents());
  }

  /** Gives one campaign copies of the other's own actions: from the id of each to its copy's. */
  public Map<Long, Long> copy(long fromCampaign, long toCampaign) {
    Map<Long, Long> copies = new HashMap<>();
    for (ServerAction row : store.of(fromCampaign)) {
      copies.put(row.id, store.add(toCampaign, ActionStore.document(row)).id);
    }
    return copies;
  }

  /** Deletes the campaign's own actions. */
  public void deleteOf(long campaignId) {
    if (campaignId != LIBRARY) {
      store.of(campaignId).forEach(store::remove);
    }
  }

  /** Names of campaigns and of sequences that use it. */
  public List<String> users(long id) {
    return users(store.require(id));
  }

  private List<String> users(ServerAction row) {
    List<String> users = new ArrayList<>(use.usedBy(row.id, row.name, row.campaignId == LIBRARY));
    users.addAll(sequences.naming(row));
    return users;
  }

  /**
   * Refuses a script by anybody but an admin, unless it is as it was.
   *
   * @throws NurtureException FORBIDDEN
   */
  public void demandScripting(long campaignId, JsonObject document) {
    Problems problems = new Problems();
    ActionDocument action =
        DocumentReader.read(
            document,
            "",
            problems,
            in -> ActionDocument.readWithin(in, document.getString("target", "")));
    demandScripting(
        action, store.named(campaignId, action.name()).map(ActionStore::document).orElse(null));
  }

  /**
   * Refuses a script by anybody but an admin, unless the library has it so.
   *
   * @throws NurtureException FORBIDDEN
   */
  void demandScripting(ActionDocument wanted) {
    demandScripting(
        wanted, store.named(LIBRARY, wanted.name()).map(ActionStore::document).orElse(null));
  }

  private void demandScripting(ActionDocument wanted, @Nullable ActionDocument known) {
    boolean same = known != null && wanted.effect().equals(known.effect());
    if (wanted.effect() instanceof ExecuteCode code
        && !same
        && !(code.disabled() && code.onlyComments())) {
      user.demand(Role.ADMIN);
    }
  }

  private void refuseTaken(long campaignId, String name, @Nullable Long except) {
    if (store.named(campaignId, name).filter(other -> !other.id.equals(except)).isPresent()) {
      throw NurtureException.invalid(
          "/name", Text.of("There is already an action named “{0}”", name));
    }
  }

  private static void requireVersion(ServerAction row, @Nullable Long version) {
    if (version != null && version != row.version) {
      throw new NurtureException(
          NurtureException.Kind.STALE,
          Text.of("“{0}” was changed by somebody else meanwhile; read it again", row.name),
          List.of());
    }
  }
}
