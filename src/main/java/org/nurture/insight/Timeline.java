package org.nurture.insight;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nurture.journey.Reason;
import org.nurture.tracking.EventType;

/**
 * One person's passage through one campaign.
 *
 * @param planned what is due or waiting, the next first, those without a time last
 * @param past what happened, the newest first
 * @param cut whether there were more hits than are shown
 */
public record Timeline(
    ParticipantRow participant, List<Entry> planned, List<Entry> past, boolean cut) {

  /** What an entry is: chooses its icon. */
  public enum Kind {
    ENROLLED,
    COMPLETED,
    UNLINKED,
    REMOVED,
    PLANNED,
    WAITING,
    DONE,
    IN_DOUBT,
    REJECTED,
    CANCELED,
    ERROR,
    EVENT
  }

  /**
   * One line.
   *
   * @param at when; null: not known, or it has no time
   * @param title what happened
   * @param why null: the title says it all
   * @param reason null: none
   * @param activity its ref; null: it is about the person
   * @param trace null: it is about the person
   * @param counted whether an event counts for workflow and figures (C7)
   * @param event null: it is none
   * @param message its own message where it is a trace that has one
   * @param channel of the message that it is or speaks of; null: none
   */
  public record Entry(
      Kind kind,
      @Nullable Instant at,
      String title,
      @Nullable String why,
      @Nullable Reason reason,
      @Nullable String activity,
      @Nullable Long trace,
      boolean counted,
      @Nullable EventType event,
      @Nullable Long message,
      org.nurture.message.@Nullable Kind channel) {}
}
