package org.nurture.campaign;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.nurture.audience.TargetUse;
import org.nurture.platform.Text;

/** Tells which campaigns, templates and actions need a target. */
@ApplicationScoped
class UsedTargets implements TargetUse {
  private static final int SOME = 5;
  private static final int MOST = 2000;

  /** What a query of names finds, in words. */
  private static final Map<String, String> USERS =
      new TreeMap<>(
          Map.of(
              Text.mark("campaign"), "select c.name from Campaign c where c.target = :target",
              Text.mark("mail template"),
                  "select t.title from MailTemplate t where t.target = :target",
              Text.mark("SMS template"),
                  "select t.title from SmsTemplate t where t.target = :target",
              Text.mark("action"), "select a.name from ServerAction a where a.target = :target"));

  private EntityManager entities;

  /** For the container's proxy. */
  @SuppressWarnings("NullAway.Init")
  protected UsedTargets() {}

  @Inject
  UsedTargets(EntityManager entities) {
    this.entities = entities;
  }

  @Override
  public Map<String, List<String>> users() {
    Map<String, List<String>> users = new TreeMap<>();
    USERS.forEach(
        (what, query) ->
            entities
                .createQuery(forAll(query), Object[].class)
                .setMaxResults(MOST)
                .getResultList()
                .forEach(
                    row ->
                        users
                            .computeIfAbsent((String) row[0], t -> new ArrayList<>())
                            .add(Text.of(what) + " “" + row[1] + "”")));
    return users;
  }

  /** “select c.name from Campaign c where c.target = :target” without its condition. */
  private static String forAll(String query) {
    String alias = query.substring("select ".length(), "select ".length() + 1);
    return query
        .replace("select ", "select " + alias + ".target, ")
        .replace(" where " + alias + ".target = :target", " order by 1, 2");
  }

  @Override
  public List<String> usedBy(String target) {
    List<String> users = new ArrayList<>();
    USERS.forEach(
        (what, query) ->
            entities
                .createQuery(query, String.class)
                .setParameter("target", target)
                .setMaxResults(SOME)
                .getResultList()
                .forEach(name -> users.add(Text.of(what) + " “" + name + "”")));
    return users;
  }
}
