/**
 * What intervals, triggers, events and expiry mean (SPEC section 4). Pure: no I/O, clock or
 * container.
 */
@NullMarked
package org.nurture.journey.rules;

import org.jspecify.annotations.NullMarked;
