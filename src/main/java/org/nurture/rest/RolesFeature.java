package org.nurture.rest;

import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.container.DynamicFeature;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.FeatureContext;
import jakarta.ws.rs.ext.Provider;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.nurture.security.Role;

/**
 * Puts {@link RolesFilter} before every resource method: its own annotation counts, then its
 * class's, then any of user, manager and admin. Fail-closed, and the same on every server.
 */
@Provider
public class RolesFeature implements DynamicFeature {
  private static final Set<String> DEFAULT = Set.of(Roles.USER, Roles.MANAGER, Roles.ADMIN);

  @Override
  public void configure(ResourceInfo resource, FeatureContext context) {
    Method method = resource.getResourceMethod();
    Class<?> type = resource.getResourceClass();
    if (!type.getName().startsWith("org.nurture.")) {
      return;
    }
    String[] onMethod = named(method);
    String[] onType = named(type);
    if (onMethod != null) {
      context.register(new RolesFilter(including(onMethod)));
    } else if (method.isAnnotationPresent(PermitAll.class)) {
      return;
    } else if (onType != null) {
      context.register(new RolesFilter(including(onType)));
    } else if (!type.isAnnotationPresent(PermitAll.class)) {
      context.register(new RolesFilter(DEFAULT));
    }
  }

  private static String @Nullable [] named(AnnotatedElement element) {
    Allowed allowed = element.getAnnotation(Allowed.class);
    RolesAllowed standard = element.getAnnotation(RolesAllowed.class);
    return allowed != null ? allowed.value() : standard != null ? standard.value() : null;
  }

  /** The roles and those that include them: whoever manages may do what users do. */
  private static Set<String> including(String... named) {
    Set<String> names = Set.of(named);
    return Arrays.stream(Role.values())
        .filter(
            given ->
                Arrays.stream(Role.values())
                    .anyMatch(needed -> names.contains(needed.group()) && given.includes(needed)))
        .map(Role::group)
        .collect(Collectors.toUnmodifiableSet());
  }
}
