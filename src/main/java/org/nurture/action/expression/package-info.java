/**
 * Expressions of server actions in CEL, typed against a target's fields; {@link
 * org.nurture.action.expression.Expression} is the entry. Reads and writes nothing.
 */
@NullMarked
package org.nurture.action.expression;

import org.jspecify.annotations.NullMarked;
