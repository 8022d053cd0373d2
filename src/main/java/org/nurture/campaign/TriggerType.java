package org.nurture.campaign;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What sets an activity going (SPEC section 3). */
public enum TriggerType {
  BEGIN(null, Kind.AFTER),
  ACTIVITY(null, Kind.AFTER),
  MAIL_OPENED(ActivityType.EMAIL, Kind.WHEN),
  MAIL_NOT_OPENED(ActivityType.EMAIL, Kind.UNLESS),
  MAIL_REPLIED(ActivityType.EMAIL, Kind.WHEN),
  MAIL_NOT_REPLIED(ActivityType.EMAIL, Kind.UNLESS),
  MAIL_CLICKED(ActivityType.EMAIL, Kind.WHEN),
  MAIL_NOT_CLICKED(ActivityType.EMAIL, Kind.UNLESS),
  MAIL_BOUNCED(ActivityType.EMAIL, Kind.WHEN),
  SMS_CLICKED(ActivityType.SMS, Kind.WHEN),
  SMS_NOT_CLICKED(ActivityType.SMS, Kind.UNLESS),
  SMS_BOUNCED(ActivityType.SMS, Kind.WHEN);

  /** How a trigger relates to time and events. */
  public enum Kind {
    /** Runs an interval after its base, whatever happens (C1, E3). */
    AFTER,
    /** Waits for an event (C3). */
    WHEN,
    /** Runs an interval after its base unless the event comes first (C2). */
    UNLESS
  }

  private final @Nullable ActivityType parentType;
  private final Kind kind;

  TriggerType(@Nullable ActivityType parentType, Kind kind) {
    this.parentType = parentType;
    this.kind = kind;
  }

  /** The type that the parent must have; null where any will do (ACTIVITY) or none is (BEGIN). */
  public @Nullable ActivityType parentType() {
    return parentType;
  }

  public Kind kind() {
    return kind;
  }

  /**
   * Whether an activity with this trigger may hang under a parent of that type; null: no parent.
   */
  public boolean fits(@Nullable ActivityType parent) {
    if (this == BEGIN) {
      return parent == null;
    }
    return parent != null && (parentType == null || parentType == parent);
  }

  /** As documents write it: {@code mail_not_opened}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
