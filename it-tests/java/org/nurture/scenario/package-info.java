/**
 * Hand-written scenarios of SPEC section 4, each run against the reference model and against the
 * engine on every database, and the seeded comparison of the two.
 */
@NullMarked
package org.nurture.scenario;

import org.jspecify.annotations.NullMarked;
