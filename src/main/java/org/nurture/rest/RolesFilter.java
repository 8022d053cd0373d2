package org.nurture.rest;

import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.SecurityContext;
import java.util.Set;
import org.nurture.platform.NurtureException;
import org.nurture.platform.Text;

/** Lets a request pass that has one of the roles: 401 for nobody, 403 for somebody else. */
@Priority(Priorities.AUTHORIZATION)
final class RolesFilter implements ContainerRequestFilter {
  private final Set<String> roles;

  RolesFilter(Set<String> roles) {
    this.roles = roles;
  }

  @Override
  public void filter(ContainerRequestContext request) {
    SecurityContext security = request.getSecurityContext();
    if (security.getUserPrincipal() == null) {
      request.abortWith(Problem.unauthorized());
    } else if (roles.stream().noneMatch(security::isUserInRole)) {
      request.abortWith(
          Problem.response(
              NurtureException.Kind.FORBIDDEN.status(),
              Text.of(
                  "This needs one of the roles {0}",
                  String.join(", ", roles.stream().sorted().toList())),
              java.util.List.of()));
    }
  }
}
