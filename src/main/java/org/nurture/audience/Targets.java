package org.nurture.audience;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.nurture.platform.NurtureException;
import org.nurture.platform.NurtureException.Kind;
import org.nurture.platform.Text;
import org.nurture.platform.json.DocumentReader;

/** The targets that an admin made (JPA), discovered and checked before they are stored. */
@ApplicationScoped
public class Targets implements TargetDefinitions {
  @PersistenceContext(unitName = "nurture")
  private EntityManager em;

  private final Discovery discovery;
  private final Supplier<Stream<TargetUse>> uses;

  @Inject
  public Targets(Catalogue catalogue, Instance<TargetUse> uses) {
    this(new Discovery(catalogue), uses::stream);
  }

  private Targets(Discovery discovery, Supplier<Stream<TargetUse>> uses) {
    this.discovery = discovery;
    this.uses = uses;
  }

  /** Without a container. */
  public Targets(EntityManager em, Catalogue catalogue) {
    this(new Discovery(catalogue), Stream::empty);
    this.em = em;
  }

  /** For the container's proxy. */
  @SuppressWarnings("NullAway")
  protected Targets() {
    this((Discovery) null, Stream::empty);
  }

  @Override
  @Transactional
  public List<TargetDefinition> all() {
    return em.createQuery("select t from StoredTarget t order by t.name", StoredTarget.class)
        .getResultStream()
        .map(StoredTarget::definition)
        .toList();
  }

  /** A target's document and version. */
  public record Stored(String name, long version, JsonObject json) {}

  /** Documents by name, after the given one. */
  @Transactional
  public List<Stored> page(@Nullable String after, int limit) {
    return em.createQuery(
            "select t from StoredTarget t where t.name > :after order by t.name",
            StoredTarget.class)
        .setParameter("after", after == null ? "" : after)
        .setMaxResults(limit)
        .getResultStream()
        .map(Targets::stored)
        .toList();
  }

  /**
   * @throws NurtureException NOT_FOUND
   */
  @Transactional
  public Stored document(String name) {
    return stored(get(name));
  }

  /**
   * Discovers a table and keeps it as a target.
   *
   * @throws NurtureException INVALID: unknown data source, schema, table, field; no key of one
   *     column; name that is taken
   */
  @Transactional
  public Stored create(JsonObject document) {
    TargetDocument read = DocumentReader.read(document, TargetDocument::read);
    if (lookUp(read.name()).isPresent()) {
      throw NurtureException.invalid(
          "/name", Text.of("There is a target “{0}” already", read.name()));
    }
    StoredTarget target = StoredTarget.named(read.name());
    Discovery.Draft draft = discovery.checked(read, all());
    target.take(draft.definition());
    target.saw(Seen.of(draft.shape()));
    em.persist(target);
    em.flush();
    return stored(target);
  }

  /**
   * Makes a target where there is none of that name yet.
   *
   * @return whether it was made
   */
  @Transactional
  public boolean ensure(JsonObject document) {
    if (lookUp(document.getString("name", "")).isPresent()) {
      return false;
    }
    create(document);
    return true;
  }

  /**
   * Replaces a target's document; the table is discovered anew.
   *
   * @param ifVersion null: whatever its version
   * @throws NurtureException NOT_FOUND, STALE, INVALID
   */
  @Transactional
  public Stored update(String name, JsonObject document, @Nullable Long ifVersion) {
    StoredTarget target = get(name);
    if (ifVersion != null && ifVersion != target.version()) {
      throw new NurtureException(
          Kind.STALE,
          Text.of(
              "The target was changed by somebody else; it is at version {0}", target.version()),
          List.of());
    }
    TargetDocument read = DocumentReader.read(document, TargetDocument::read);
    if (!read.name().equals(name)) {
      throw NurtureException.invalid(
          "/name", Text.of("A target keeps its name “{0}”: campaigns refer to it", name));
    }
    Discovery.Draft draft = discovery.checked(read, all());
    target.take(draft.definition());
    target.saw(Seen.of(draft.shape()));
    em.flush();
    return stored(target);
  }

  /**
   * @throws NurtureException NOT_FOUND; CONFLICT: it is used
   */
  @Transactional
  public void delete(String name) {
    StoredTarget target = get(name);
    List<String> users =
        uses.get().flatMap(use -> use.usedBy(name).stream()).distinct().limit(10).toList();
    if (!users.isEmpty()) {
      throw NurtureException.conflict(
          Text.of("The target “{0}” is used by: {1}", name, String.join(", ", users)));
    }
    em.remove(target);
    em.flush();
  }

  /**
   * What changed in the host since the target was saved last; its catalogue is read again.
   *
   * @throws NurtureException NOT_FOUND
   */
  @Transactional
  public List<HostChange> changes(String name) {
    StoredTarget target = get(name);
    return discovery.changes(target.definition(), target.seen(), all());
  }

  /** Who needs each target, in words; a target that nobody needs is not in it. */
  @Transactional
  public Map<String, List<String>> users() {
    Map<String, List<String>> users = new TreeMap<>();
    uses.get()
        .forEach(
            use ->
                use.users()
                    .forEach(
                        (target, names) ->
                            users.computeIfAbsent(target, t -> new ArrayList<>()).addAll(names)));
    return users;
  }

  private StoredTarget get(String name) {
    return lookUp(name).orElseThrow(() -> NurtureException.notFound("target", name));
  }

  private Optional<StoredTarget> lookUp(String name) {
    return em.createQuery("select t from StoredTarget t where t.name = :name", StoredTarget.class)
        .setParameter("name", name)
        .getResultStream()
        .findFirst();
  }

  private static Stored stored(StoredTarget target) {
    return new Stored(target.name(), target.version(), TargetJson.document(target.definition()));
  }
}
