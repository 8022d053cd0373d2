package org.nurture.insight;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.nurture.audience.RecordKey;
import org.nurture.journey.ParticipantState;

/** A participant as lists show it. */
public record ParticipantRow(
    long id,
    long campaignId,
    RecordKey record,
    ParticipantState state,
    boolean test,
    Instant enrolledAt,
    @Nullable Instant completedAt) {}
