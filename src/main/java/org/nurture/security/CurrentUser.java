package org.nurture.security;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.ContextNotActiveException;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.nurture.platform.NurtureException;
import org.nurture.platform.Text;

/** Who asks. Outside a request (start, jobs) it is the system itself, which may do everything. */
@ApplicationScoped
public class CurrentUser {
  static final String SYSTEM = "system";

  /**
   * Who somebody is.
   *
   * @param name as logged in
   * @param roles those given, without the ones they include
   */
  public record Who(String name, Set<Role> roles) {
    public Who {
      roles = Set.copyOf(roles);
    }

    boolean may(Role role) {
      return roles.stream().anyMatch(given -> given.includes(role));
    }
  }

  private final Supplier<Who> who;

  /** The server's. */
  @Inject
  public CurrentUser(HttpServletRequest request) {
    this.who = () -> ofRequest(request);
  }

  private CurrentUser(Who fixed) {
    this.who = () -> fixed;
  }

  /** A fixed one, for tests and for work in somebody's name. */
  public static CurrentUser of(String name, Role... roles) {
    return new CurrentUser(new Who(name, Set.of(roles)));
  }

  private static Who ofRequest(HttpServletRequest request) {
    try {
      @Nullable Object known = request.getAttribute(LogInMechanism.WHO);
      return known instanceof Who who ? who : new Who("", Set.of());
    } catch (ContextNotActiveException | IllegalStateException e) {
      return new Who(SYSTEM, Set.of(Role.ADMIN));
    }
  }

  /** Name as logged in; {@code system} outside a request; empty where nobody is logged in. */
  public String name() {
    return who.get().name();
  }

  /** The roles given; {@link #may} knows what they include. */
  public Set<Role> roles() {
    return who.get().roles();
  }

  public boolean may(Role role) {
    return who.get().may(role);
  }

  public boolean isUser() {
    return may(Role.USER);
  }

  public boolean isManager() {
    return may(Role.MANAGER);
  }

  public boolean isAdmin() {
    return may(Role.ADMIN);
  }

  public boolean isOperator() {
    return may(Role.OPERATOR);
  }

  /** Managers may change every campaign, users those that they are responsible for. */
  public boolean mayEdit(@Nullable String responsible) {
    return isManager() || (isUser() && name().equals(responsible));
  }

  /** Whether one of the container's groups is the user's; an empty list allows everybody. */
  public boolean isInOneOf(List<String> groups) {
    return groups.isEmpty()
        || groups.stream().anyMatch(g -> Role.of(g).map(this::may).orElse(false));
  }

  /**
   * @throws NurtureException FORBIDDEN, naming the roles, where the user has none of them
   */
  public void demand(Role... anyOf) {
    if (Arrays.stream(anyOf).noneMatch(this::may)) {
      String needed =
          String.join(" or ", Arrays.stream(anyOf).map(Role::group).toArray(String[]::new));
      throw new NurtureException(
          NurtureException.Kind.FORBIDDEN, Text.of("This needs the role {0}", needed), List.of());
    }
  }

  /**
   * @throws NurtureException FORBIDDEN where {@link #mayEdit} says no
   */
  public void demandEdit(@Nullable String responsible) {
    if (!mayEdit(responsible)) {
      throw new NurtureException(
          NurtureException.Kind.FORBIDDEN,
          Text.of("Only the campaign's responsible or a marketing-manager may do this"),
          List.of());
    }
  }
}
