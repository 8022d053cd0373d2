package org.nurture.action;

import static java.util.Objects.requireNonNull;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import jakarta.transaction.Transactional;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.nurture.audience.Audience;
import org.nurture.audience.HostWriter;
import org.nurture.platform.NurtureException;
import org.nurture.platform.Violation;
import org.nurture.platform.json.DocumentReader;
import org.nurture.platform.json.DocumentWriter;
import org.nurture.platform.json.JsonText;
import org.nurture.platform.json.Problems;

/**
 * Server actions as people edit them. A name is unique among the library's, and among a campaign's
 * own; those of a campaign belong to it alone. Joins the caller's transaction, or has one of its
 * own.
 */
@ApplicationScoped
@Transactional
public class Actions {
  /** The campaign id of the library's actions. */
  public static final long LIBRARY = 0;

  private EntityManager entities;
  private Audience audience;
  private HostWriter writer;
  private ActionUse use;

  /** For the container's proxy. */
  @SuppressWarnings("NullAway.Init")
  protected Actions() {}

  @Inject
  public Actions(EntityManager entities, Audience audience, HostWriter writer, ActionUse use) {
    this.entities = entities;
    this.audience = audience;
    this.writer = writer;
    this.use = use;
  }

  /** By name: the campaign's own first, then the library's. */
  public Optional<ActionView> find(long campaignId, String name) {
    Optional<ServerAction> own = row(campaignId, name);
    return own.or(() -> row(LIBRARY, name)).map(Actions::view);
  }

  /** By id, whoever owns it. */
  public Optional<ActionView> find(long id) {
    return Optional.ofNullable(entities.find(ServerAction.class, id)).map(Actions::view);
  }

  /**
   * @throws NurtureException NOT_FOUND
   */
  public ActionView get(long id) {
    return find(id).orElseThrow(() -> NurtureException.notFound("server action", id));
  }

  /**
   * The library's actions in id order.
   *
   * @param target null: of all targets
   */
  public List<ActionView> list(@Nullable String target, long after, int limit) {
    TypedQuery<ServerAction> query =
        entities
            .createQuery(
                "select a from ServerAction a where a.campaignId = 0 and a.id > :after"
                    + (target == null ? "" : " and a.target = :target")
                    + " order by a.id",
                ServerAction.class)
            .setParameter("after", after)
            .setMaxResults(limit);
    if (target != null) {
      query.setParameter("target", target);
    }
    return query.getResultStream().map(Actions::view).toList();
  }

  /** The names of these, in one statement; those that are not there are left out. */
  public Map<Long, String> names(Collection<Long> ids) {
    if (ids.isEmpty()) {
      return Map.of();
    }
    return entities
        .createQuery("select a.id, a.name from ServerAction a where a.id in :ids", Object[].class)
        .setParameter("ids", ids)
        .getResultStream()
        .collect(Collectors.toMap(row -> (Long) row[0], row -> (String) row[1]));
  }

  /** Adds one to the library. */
  public ActionView create(ActionDocument document) {
    check(document).throwIfAny();
    refuseTaken(LIBRARY, document.name(), null);
    return view(persist(LIBRARY, document));
  }

  /**
   * Replaces one.
   *
   * @param version that the caller knows; null: any
   */
  public ActionView put(long id, ActionDocument document, @Nullable Long version) {
    ServerAction row = require(id);
    requireVersion(row, version);
    if (!row.target.equals(document.target()) && !users(row).isEmpty()) {
      throw NurtureException.invalid(
          "/target", "The target can't change while campaigns use the action");
    }
    check(document).throwIfAny();
    refuseTaken(row.campaignId, document.name(), id);
    fill(row, document);
    entities.flush();
    return view(row);
  }

  /** Deletes one that nobody uses. */
  public void delete(long id, @Nullable Long version) {
    ServerAction row = require(id);
    requireVersion(row, version);
    List<String> users = users(row);
    if (!users.isEmpty()) {
      throw NurtureException.conflict(
          "“"
              + row.name
              + "” is used by "
              + String.join(", ", users)
              + "; take it out there first");
    }
    entities.remove(row);
  }

  /**
   * What is wrong with a whole document for that target.
   *
   * @return places are JSON Pointers into the document; empty: all is well
   */
  public List<Violation> check(String target, JsonObject document) {
    Problems problems = new Problems();
    ActionDocument action =
        DocumentReader.read(document, "", problems, in -> ActionDocument.readWithin(in, target));
    if (problems.isEmpty()) {
      return check(action).violations();
    }
    return problems.violations();
  }

  /**
   * Makes it the campaign's own action, or replaces the one of the same name.
   *
   * @return its id
   * @throws NurtureException INVALID, as {@link #check(String, JsonObject)} says
   */
  public long store(long campaignId, String target, JsonObject document) {
    ActionDocument action =
        DocumentReader.read(document, in -> ActionDocument.readWithin(in, target));
    check(action).throwIfAny();
    Optional<ServerAction> own = row(campaignId, action.name());
    own.ifPresent(row -> fill(row, action));
    return requireNonNull(own.orElseGet(() -> persist(campaignId, action)).id);
  }

  /**
   * Why the action can't run just now, for the start of a campaign: its target is not writable, a
   * field is gone …
   *
   * @return empty: it can
   */
  public List<Violation> obstacles(long id) {
    Optional<ActionView> action = find(id);
    if (action.isEmpty()) {
      return List.of(new Violation("", "The action is no longer there"));
    }
    ActionDocument document = action.get().document();
    if (!audience.local(document.target())) {
      return List.of(
          new Violation(
              "",
              "“"
                  + document.name()
                  + "” writes “"
                  + document.target()
                  + "”, which lies in another database than Nurture's: that needs XA on both pools"
                  + " (PostgreSQL: max_prepared_transactions > 0), which is not set up here"));
    }
    return check(document).violations().stream()
        .map(v -> new Violation("", "“" + document.name() + "”: " + v.message()))
        .toList();
  }

  /** Gives one campaign copies of the other's own actions: from the id of each to its copy's. */
  public Map<Long, Long> copy(long fromCampaign, long toCampaign) {
    Map<Long, Long> copies = new HashMap<>();
    for (ServerAction row : rows(fromCampaign)) {
      copies.put(row.id, persist(toCampaign, view(row).document()).id);
    }
    return copies;
  }

  /** Deletes the campaign's own actions. */
  public void deleteOf(long campaignId) {
    if (campaignId != LIBRARY) {
      rows(campaignId).forEach(entities::remove);
    }
  }

  private Problems check(ActionDocument document) {
    Problems problems = new Problems();
    try {
      audience.target(document.target());
      for (Violation v : writer.check(document.target(), document.assignments())) {
        problems.invalid(v.path().isEmpty() ? "/target" : "/set" + v.path(), v.message());
      }
    } catch (NurtureException e) {
      problems.invalid("/target", String.valueOf(e.getMessage()));
    }
    return problems;
  }

  private List<String> users(ServerAction row) {
    return use.usedBy(row.id, row.name, row.campaignId == LIBRARY);
  }

  private void refuseTaken(long campaignId, String name, @Nullable Long except) {
    if (row(campaignId, name).filter(other -> !other.id.equals(except)).isPresent()) {
      throw NurtureException.invalid("/name", "There is already an action named “" + name + "”");
    }
  }

  private static void requireVersion(ServerAction row, @Nullable Long version) {
    if (version != null && version != row.version) {
      throw new NurtureException(
          NurtureException.Kind.STALE,
          "“" + row.name + "” was changed by somebody else meanwhile; read it again",
          List.of());
    }
  }

  private ServerAction require(long id) {
    ServerAction row = entities.find(ServerAction.class, id);
    if (row == null) {
      throw NurtureException.notFound("server action", id);
    }
    return row;
  }

  private Optional<ServerAction> row(long campaignId, String name) {
    return entities
        .createQuery(
            "select a from ServerAction a where a.campaignId = :campaign and a.name = :name",
            ServerAction.class)
        .setParameter("campaign", campaignId)
        .setParameter("name", name)
        .getResultStream()
        .findFirst();
  }

  private List<ServerAction> rows(long campaignId) {
    return entities
        .createQuery(
            "select a from ServerAction a where a.campaignId = :campaign order by a.id",
            ServerAction.class)
        .setParameter("campaign", campaignId)
        .getResultList();
  }

  private ServerAction persist(long campaignId, ActionDocument document) {
    ServerAction row = new ServerAction();
    row.campaignId = campaignId;
    fill(row, document);
    entities.persist(row);
    entities.flush();
    return row;
  }

  private static void fill(ServerAction row, ActionDocument document) {
    row.name = document.name();
    row.target = document.target();
    row.kind = document.kind().word();
    row.document = document.toJson().toString();
    row.allowedGroups = DocumentWriter.texts(document.groups()).toString();
  }

  private static ActionView view(ServerAction row) {
    ActionDocument document =
        DocumentReader.read(JsonText.object(row.document), ActionDocument::read);
    return new ActionView(row.id, row.campaignId, row.version, document);
  }
}
