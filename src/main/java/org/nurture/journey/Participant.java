package org.nurture.journey;

import org.nurture.audience.RecordKey;

/** A participant as a chunk works on it, locked. */
record Participant(
    long id, long campaign, RecordKey key, ParticipantState state, boolean test, boolean byHand) {}
