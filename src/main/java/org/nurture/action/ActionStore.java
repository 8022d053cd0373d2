package org.nurture.action;

import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.nurture.platform.NurtureException;
import org.nurture.platform.json.DocumentReader;
import org.nurture.platform.json.DocumentWriter;
import org.nurture.platform.json.JsonText;

/** The rows of server actions. */
final class ActionStore {
  private final EntityManager entities;

  ActionStore(EntityManager entities) {
    this.entities = entities;
  }

  Optional<ServerAction> find(long id) {
    return Optional.ofNullable(entities.find(ServerAction.class, id));
  }

  ServerAction require(long id) {
    return find(id).orElseThrow(() -> NurtureException.notFound("server action", id));
  }

  /** Of exactly this owner. */
  Optional<ServerAction> named(long campaignId, String name) {
    return entities
        .createQuery(
            "select a from ServerAction a where a.campaignId = :campaign and a.name = :name",
            ServerAction.class)
        .setParameter("campaign", campaignId)
        .setParameter("name", name)
        .getResultStream()
        .findFirst();
  }

  /** As somebody of that campaign names it: its own first, then the library's. */
  Optional<ServerAction> visible(long campaignId, String name) {
    return named(campaignId, name).or(() -> named(Actions.LIBRARY, name));
  }

  List<ServerAction> of(long campaignId) {
    return entities
        .createQuery(
            "select a from ServerAction a where a.campaignId = :campaign order by a.id",
            ServerAction.class)
        .setParameter("campaign", campaignId)
        .getResultList();
  }

  List<ServerAction> library(@Nullable String target, long after, int limit) {
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
    return query.getResultList();
  }

  /** A page of the library by name. */
  List<ServerAction> search(Actions.Search search, int first, int limit) {
    String pattern =
        search.text().strip().toLowerCase(Locale.ROOT).replaceAll("([\\\\%_])", "\\\\$1");
    TypedQuery<ServerAction> query =
        entities.createQuery(
            "select a from ServerAction a where a.campaignId = 0"
                + " and lower(a.name) like :text escape '\\'"
                + (search.target() == null ? "" : " and a.target = :target")
                + (search.kind() == null ? "" : " and a.kind = :kind")
                + " order by lower(a.name), a.id",
            ServerAction.class);
    query.setParameter("text", "%" + pattern + "%");
    if (search.target() != null) {
      query.setParameter("target", search.target());
    }
    if (search.kind() != null) {
      query.setParameter("kind", search.kind().word());
    }
    return query.setFirstResult(first).setMaxResults(limit).getResultList();
  }

  Map<Long, String> names(Collection<Long> ids) {
    if (ids.isEmpty()) {
      return Map.of();
    }
    return entities
        .createQuery("select a.id, a.name from ServerAction a where a.id in :ids", Object[].class)
        .setParameter("ids", ids)
        .getResultStream()
        .collect(Collectors.toMap(row -> (Long) row[0], row -> (String) row[1]));
  }

  /** Sequences that may name it: the campaign's own, and for one of the library all. */
  List<ServerAction> sequences(long campaignId) {
    return entities
        .createQuery(
            "select a from ServerAction a where a.kind = :kind"
                + (campaignId == Actions.LIBRARY ? "" : " and a.campaignId = " + campaignId)
                + " order by a.id",
            ServerAction.class)
        .setParameter("kind", ActionKind.SEQUENCE.word())
        .getResultList();
  }

  /** All of one kind, the library's and campaigns' own. */
  List<ServerAction> ofKind(ActionKind kind) {
    return entities
        .createQuery(
            "select a from ServerAction a where a.kind = :kind order by a.id", ServerAction.class)
        .setParameter("kind", kind.word())
        .getResultList();
  }

  ServerAction add(long campaignId, ActionDocument document) {
    ServerAction row = new ServerAction();
    row.campaignId = campaignId;
    fill(row, document);
    entities.persist(row);
    entities.flush();
    return row;
  }

  void replace(ServerAction row, ActionDocument document) {
    fill(row, document.replacing(document(row)));
    entities.flush();
  }

  void remove(ServerAction row) {
    entities.remove(row);
  }

  private static void fill(ServerAction row, ActionDocument document) {
    row.name = document.name();
    row.target = document.target();
    row.kind = document.kind().word();
    row.document = document.stored().toString();
    row.allowedGroups = DocumentWriter.texts(document.groups()).toString();
  }

  static ActionView view(ServerAction row) {
    return new ActionView(row.id, row.campaignId, row.version, document(row));
  }

  static ActionDocument document(ServerAction row) {
    return DocumentReader.read(JsonText.object(row.document), ActionDocument::read);
  }
}
