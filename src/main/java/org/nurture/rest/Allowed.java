package org.nurture.rest;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The roles that may call a resource method, or all of a resource; roles that include one of them
 * may as well.
 *
 * <p>Not {@code jakarta.annotation.security.RolesAllowed}: some servers check that one themselves,
 * where an admin who is not also given the manager's role is refused.
 */
@Target({ElementType.METHOD, ElementType.TYPE})
@Retention(RetentionPolicy.RUNTIME)
public @interface Allowed {
  /** Of {@link Roles}. */
  String[] value();
}
