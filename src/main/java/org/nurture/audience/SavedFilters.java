package org.nurture.audience;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Optional;
import org.nurture.platform.NurtureException;
import org.nurture.platform.Text;
import org.nurture.security.CurrentUser;
import org.nurture.security.Role;

/** Named filters of a target. They are only ever copied: no campaign depends on one. */
@ApplicationScoped
public class SavedFilters {
  private static final int LONGEST_NAME = 200;
  private static final int MOST_LISTED = 100;

  @PersistenceContext private EntityManager em;

  private final CurrentUser user;

  @Inject
  public SavedFilters(CurrentUser user) {
    this.user = user;
  }

  /** For the container's proxy. */
  @SuppressWarnings("NullAway")
  protected SavedFilters() {
    this(null);
  }

  /** Their names, sorted. */
  @Transactional
  public List<String> names(String target) {
    return em.createQuery(
            "select f.name from SavedFilter f where f.target = :target order by f.name",
            String.class)
        .setParameter("target", target)
        .setMaxResults(MOST_LISTED)
        .getResultList();
  }

  /** The JSON domain. */
  @Transactional
  public Optional<String> find(String target, String name) {
    return stored(target, name).map(SavedFilter::filter);
  }

  /**
   * Keeps a filter under a name.
   *
   * @throws NurtureException INVALID: no name, or one that is taken
   */
  @Transactional
  public void save(String target, String name, String filter) {
    user.demand(Role.USER);
    String given = name.strip();
    if (given.isEmpty() || given.length() > LONGEST_NAME) {
      throw NurtureException.invalid(
          "/name", Text.of("A named filter needs a name of 1 to {0} characters", LONGEST_NAME));
    }
    if (stored(target, given).isPresent()) {
      throw NurtureException.invalid(
          "/name", Text.of("There is a filter “{0}” already; choose another name", given));
    }
    em.persist(SavedFilter.of(target, given, Filter.parse(filter).toJson(), user.name()));
  }

  @Transactional
  public void delete(String target, String name) {
    user.demand(Role.USER);
    stored(target, name).ifPresent(em::remove);
  }

  private Optional<SavedFilter> stored(String target, String name) {
    return em.createQuery(
            "select f from SavedFilter f where f.target = :target and f.name = :name",
            SavedFilter.class)
        .setParameter("target", target)
        .setParameter("name", name)
        .setMaxResults(1)
        .getResultStream()
        .findFirst();
  }
}
