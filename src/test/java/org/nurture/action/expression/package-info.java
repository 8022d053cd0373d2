@NullMarked
package org.nurture.action.expression;

import org.jspecify.annotations.NullMarked;
