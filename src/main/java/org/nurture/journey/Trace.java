package org.nurture.journey;

import org.jspecify.annotations.Nullable;
import org.nurture.journey.rules.Plan;

/** A SCHEDULED trace as a chunk works on it, its participant locked. */
record Trace(
    long id, long participant, long activity, @Nullable Long parent, Plan plan, int attempts) {}
