package org.nurture.campaign;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import jakarta.transaction.Transactional;
import org.jspecify.annotations.Nullable;
import org.nurture.security.CurrentUser;

/**
 * The campaigns before and after one, among those of the same drawer (archived or not) that the
 * current user may see, in the list's order.
 */
@ApplicationScoped
@Transactional
public class Neighbours {
  private EntityManager entities;
  private CurrentUser user;

  /** For the container's proxy. */
  @SuppressWarnings("NullAway.Init")
  protected Neighbours() {}

  @Inject
  Neighbours(EntityManager entities, CurrentUser user) {
    this.entities = entities;
    this.user = user;
  }

  /**
   * Where a campaign stands.
   *
   * @param at from 1
   * @param previous null: it is the first
   * @param next null: it is the last
   */
  public record Place(long at, long of, @Nullable Long previous, @Nullable Long next) {}

  /** Where the campaign stands in its drawer. */
  public Place of(long id, boolean archived) {
    Object[] before = edge("max", "<", id, archived);
    Object[] after = edge("min", ">", id, archived);
    long at = number(before[0]) + 1;
    return new Place(at, at + number(after[0]), key(before[1]), key(after[1]));
  }

  /** How many lie on that side of the campaign, and the nearest of them. */
  private Object[] edge(String nearest, String side, long id, boolean archived) {
    boolean all = user.isManager();
    TypedQuery<Object[]> query =
        entities
            .createQuery(
                "select count(c.id), "
                    + nearest
                    + "(c.id) from Campaign c where c.archived = :archived and c.id "
                    + side
                    + " :id"
                    + (all ? "" : " and c.responsible = :me"),
                Object[].class)
            .setParameter("id", id)
            .setParameter("archived", archived);
    return (all ? query : query.setParameter("me", user.name())).getSingleResult();
  }

  private static long number(@Nullable Object n) {
    return n instanceof Number number ? number.longValue() : 0;
  }

  private static @Nullable Long key(@Nullable Object n) {
    return n instanceof Number number ? number.longValue() : null;
  }
}
