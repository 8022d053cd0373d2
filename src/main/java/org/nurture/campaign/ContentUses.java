package org.nurture.campaign;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** By how many activities templates and actions are used; one query for a page of them. */
@ApplicationScoped
public class ContentUses {
  @PersistenceContext private EntityManager entities;

  /** From id to the number of activities of that type; what nobody uses is not in it. */
  @Transactional
  public Map<Long, Long> of(ActivityType type, Collection<Long> ids) {
    Map<Long, Long> uses = new HashMap<>();
    if (!ids.isEmpty()) {
      String member = type == ActivityType.ACTION ? "actionId" : "templateId";
      entities
          .createQuery(
              "select a.%1$s, count(a) from Activity a where a.removed = false and a.type = :type and a.%1$s in :ids group by a.%1$s"
                  .formatted(member),
              Object[].class)
          .setParameter("type", type)
          .setParameter("ids", ids)
          .getResultStream()
          .forEach(row -> uses.put((Long) row[0], (Long) row[1]));
    }
    return uses;
  }

  /** Names of campaigns. */
  @Transactional
  public Map<Long, String> campaigns(Collection<Long> ids) {
    Map<Long, String> names = new HashMap<>();
    if (!ids.isEmpty()) {
      entities
          .createQuery("select c.id, c.name from Campaign c where c.id in :ids", Object[].class)
          .setParameter("ids", ids)
          .getResultStream()
          .forEach(row -> names.put((Long) row[0], (String) row[1]));
    }
    return names;
  }
}
