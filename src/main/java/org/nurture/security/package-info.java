/** Roles, permissions, identity stores, log-in, CSRF, audit log. */
@NullMarked
package org.nurture.security;

import org.jspecify.annotations.NullMarked;
