/**
 * A naive second opinion on SPEC section 4: one record at a time, in memory, no SQL, nothing of the
 * engine's. Slow and obvious on purpose.
 */
@NullMarked
package org.nurture.model;

import org.jspecify.annotations.NullMarked;
