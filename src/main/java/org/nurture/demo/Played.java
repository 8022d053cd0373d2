package org.nurture.demo;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What became of a caught message, and whose it is.
 *
 * @param state as API.md names it
 */
public record Played(
    long campaignId,
    String campaign,
    long participantId,
    String activity,
    String state,
    @Nullable Instant sentAt,
    @Nullable Instant deliveredAt,
    @Nullable Instant openedAt,
    @Nullable Instant clickedAt,
    @Nullable Instant repliedAt,
    @Nullable Instant bouncedAt,
    @Nullable Instant unsubscribedAt) {}
