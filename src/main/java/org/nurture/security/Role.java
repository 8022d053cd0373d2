package org.nurture.security;

import java.util.Arrays;
import java.util.Collection;
import java.util.Optional;
import java.util.stream.Collectors;

/** Who may do what (API.md, Security). A role's words are the container's. */
public enum Role {
  /** Own campaigns, templates, tests. */
  USER("marketing-user"),
  /** All campaigns; start, stop, update; events, suppressions. */
  MANAGER("marketing-manager"),
  /** The rest, jobs, the clock. */
  ADMIN("marketing-admin"),
  /** Jobs and health only: IT's scheduler. */
  OPERATOR("marketing-operator");

  private final String group;

  Role(String group) {
    this.group = group;
  }

  /** The name of the container's role. */
  public String group() {
    return group;
  }

  /** Whether whoever has this role may do what the other may. */
  public boolean includes(Role other) {
    return switch (this) {
      case ADMIN -> true;
      case MANAGER -> other == MANAGER || other == USER;
      case USER, OPERATOR -> other == this;
    };
  }

  /** Whether there is a group of that name. */
  public static boolean isGroup(String group) {
    return of(group).isPresent();
  }

  /** Their groups, as one text. */
  public static String groups(Collection<Role> roles) {
    return roles.stream().sorted().map(Role::group).collect(Collectors.joining(", "));
  }

  /** What {@link #groups} said. */
  public static Role[] ofGroups(String groups) {
    return Arrays.stream(groups.split(", "))
        .flatMap(group -> of(group).stream())
        .toArray(Role[]::new);
  }

  static Optional<Role> of(String group) {
    return Arrays.stream(values()).filter(role -> role.group.equals(group)).findAny();
  }
}
