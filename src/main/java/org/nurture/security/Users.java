package org.nurture.security;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.nurture.platform.Config;
import org.nurture.platform.Started;

/**
 * Name and password, checked against the container's realm where {@code NURTURE_REALM} names one;
 * else, in demo and development, against the built-in users, whose password is their name.
 */
@ApplicationScoped
class Users {
  private static final Map<String, Role> BUILT_IN =
      Map.of(
          "admin", Role.ADMIN,
          "manager", Role.MANAGER,
          "user", Role.USER,
          "operator", Role.OPERATOR);

  private final Config config;
  private final Realm realm;

  @Inject
  Users(Config config, Realm realm) {
    this.config = config;
    this.realm = realm;
  }

  void start(@Observes @Priority(10) Started started) {
    config.realm().ifPresent(realm::demand);
  }

  /** Empty where name or password is wrong, or no role of ours is given. */
  Optional<CurrentUser.Who> check(String name, String password) {
    Optional<String> container = config.realm();
    if (container.isPresent()) {
      return realm
          .groups(container.get(), name, password)
          .map(groups -> who(name, groups))
          .filter(who -> !who.roles().isEmpty());
    }
    Role role = BUILT_IN.get(name);
    boolean right =
        config.mode().hasDemo()
            && role != null
            && MessageDigest.isEqual(
                name.getBytes(StandardCharsets.UTF_8), password.getBytes(StandardCharsets.UTF_8));
    return right ? Optional.of(new CurrentUser.Who(name, EnumSet.of(role))) : Optional.empty();
  }

  static CurrentUser.Who who(String name, Set<String> groups) {
    EnumSet<Role> roles = EnumSet.noneOf(Role.class);
    groups.forEach(group -> Role.of(group).ifPresent(roles::add));
    return new CurrentUser.Who(name, roles);
  }
}
