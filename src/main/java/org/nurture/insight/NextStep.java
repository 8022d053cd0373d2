package org.nurture.insight;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is planned next for a participant.
 *
 * @param activity its name
 * @param due null: it waits for an event
 */
public record NextStep(String activity, @Nullable Instant due) {}
