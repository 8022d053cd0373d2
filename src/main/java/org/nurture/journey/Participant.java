package org.nurture.journey;

import org.nurture.audience.RecordKey;

/**
 * A participant as a chunk works on it, locked.
 *
 * @param purged its traces, events and contents are gone (P3): nothing happens to it any more
 */
record Participant(
    long id,
    long campaign,
    RecordKey key,
    ParticipantState state,
    boolean test,
    boolean byHand,
    boolean purged) {}
