/**
 * Enrolment, processing and events in sets: what happens to participants. jOOQ, one transaction a
 * slice.
 */
@NullMarked
package org.nurture.journey;

import org.jspecify.annotations.NullMarked;
