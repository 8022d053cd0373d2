package org.nurture.journey.rules;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.nurture.campaign.ActivityType;
import org.nurture.campaign.TriggerType;
import org.nurture.campaign.Workflow.Step;
import org.nurture.journey.Reason;
import org.nurture.tracking.EventType;

/** What an event means for its message and for the children of its trace (C2, C3, C5–C7). */
public final class EventRules {
  private static final Set<EventType> IMPLY_OPEN = EnumSet.of(EventType.CLICKED, EventType.REPLIED);

  private EventRules() {}

  /**
   * The events that count when this one is applied: it, if it is the first of its type, and an
   * implied open before it (C5).
   */
  public static List<EventType> counted(Facts message, EventType event) {
    List<EventType> counted = new ArrayList<>(2);
    if (message.type() == ActivityType.EMAIL
        && IMPLY_OPEN.contains(event)
        && !message.has(EventType.OPENED)) {
      counted.add(EventType.OPENED);
    }
    if (!message.has(event)) {
      counted.add(event);
    }
    return counted;
  }

  /**
   * What a counted event does to a child that is still SCHEDULED.
   *
   * @return null: nothing
   */
  public static @Nullable Effect effect(
      EventType event, Step child, Plan plan, Instant at, ZoneId zone) {
    TriggerType trigger = child.trigger();
    if (event == EventType.BOUNCED && cancelledByBounce(trigger)) {
      return new Cancel(Reason.PARENT_BOUNCED);
    }
    if (!about(trigger, event)) {
      return null;
    }
    if (trigger.kind() == TriggerType.Kind.UNLESS) {
      return new Cancel(Reason.OPPOSITE_EVENT);
    }
    if (!plan.waiting()) {
      return null;
    }
    return plan.tooLate(at)
        ? new Cancel(Reason.EXPIRED)
        : new Schedule(Plan.onEvent(child, at, zone));
  }

  /** C6: all that wait for, or exclude, what a bounced message can't bring any more. */
  private static boolean cancelledByBounce(TriggerType trigger) {
    return switch (trigger) {
      case BEGIN, ACTIVITY, MAIL_BOUNCED, SMS_BOUNCED -> false;
      case MAIL_OPENED,
          MAIL_NOT_OPENED,
          MAIL_REPLIED,
          MAIL_NOT_REPLIED,
          MAIL_CLICKED,
          MAIL_NOT_CLICKED,
          SMS_CLICKED,
          SMS_NOT_CLICKED ->
          true;
    };
  }

  private static boolean about(TriggerType trigger, EventType event) {
    return switch (trigger) {
      case BEGIN, ACTIVITY -> false;
      case MAIL_OPENED, MAIL_NOT_OPENED -> event == EventType.OPENED;
      case MAIL_REPLIED, MAIL_NOT_REPLIED -> event == EventType.REPLIED;
      case MAIL_CLICKED, MAIL_NOT_CLICKED, SMS_CLICKED, SMS_NOT_CLICKED ->
          event == EventType.CLICKED;
      case MAIL_BOUNCED, SMS_BOUNCED -> event == EventType.BOUNCED;
    };
  }

  /** What happens to a child. */
  public sealed interface Effect permits Cancel, Schedule {}

  public record Cancel(Reason reason) implements Effect {}

  public record Schedule(Plan plan) implements Effect {}
}
