package org.nurture.message;

import java.time.Instant;

/**
 * A message that a sender has leased.
 *
 * @param address empty: its person was erased while it was under way
 * @param sendAt when it was due, for giving it back untouched
 * @param attempts failed ones so far
 */
public record Claimed(
    long id,
    Kind kind,
    long participantId,
    long traceId,
    short slot,
    boolean test,
    String address,
    long contentId,
    String data,
    Instant queuedAt,
    Instant sendAt,
    int attempts) {}
