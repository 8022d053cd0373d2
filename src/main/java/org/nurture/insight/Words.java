package org.nurture.insight;

import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.nurture.campaign.ActivityType;
import org.nurture.campaign.CampaignDirectory.KnownActivity;
import org.nurture.campaign.TriggerType;
import org.nurture.journey.Reason;
import org.nurture.journey.TraceState;
import org.nurture.tracking.EventType;

/**
 * What timelines say: outcome, cause, the value seen. All their texts are here.
 *
 * <p>“Parent” is the activity whose message or end the trigger refers to.
 */
public final class Words {
  private Words() {}

  /** A trace's heading: “Product tour” was rejected. */
  public static String title(TraceRow trace, KnownActivity activity, @Nullable String parent) {
    String name = quoted(activity.name());
    if (trace.waiting()) {
      return name + " waits for " + awaited(activity.trigger()) + in(parent);
    }
    if (trace.state() == TraceState.PROCESSED && trace.reason() == Reason.IN_DOUBT) {
      return name + " may have been sent";
    }
    return name + " " + outcome(trace, activity.type());
  }

  private static String outcome(TraceRow trace, ActivityType type) {
    boolean action = type == ActivityType.ACTION;
    return switch (trace.state()) {
      case SCHEDULED -> "is due";
      case PROCESSED -> action ? "ran" : sending(trace);
      case REJECTED -> "was rejected";
      case CANCELED -> "was canceled";
      case ERROR -> "failed";
    };
  }

  private static String sending(TraceRow trace) {
    TraceRow.MessageRow message = trace.message();
    return message == null || message.sentAt() == null ? "is on its way" : "was sent";
  }

  /** Why the trace is what it is; null where its title says it all. */
  public static @Nullable String why(
      TraceRow trace, KnownActivity activity, @Nullable String parent) {
    Reason reason = trace.reason();
    if (reason != null) {
      return because(reason, trace, activity, parent);
    }
    if (trace.state() == TraceState.SCHEDULED && trace.attempts() > 0) {
      return "Tried "
          + times(trace.attempts())
          + " without success, will be tried again"
          + said(trace.detail());
    }
    TraceRow.MessageRow message = trace.message();
    if (message == null) {
      return trace.detail();
    }
    return fate(message);
  }

  private static String fate(TraceRow.MessageRow message) {
    String to = message.to() == null ? "an erased address" : message.to();
    return switch (message.state()) {
      case QUEUED, CLAIMED -> "Waits to be handed over, to " + to + said(message.answer());
      case SENDING -> "Being handed over, to " + to;
      case SENT -> "Accepted by the gateway for " + to;
      case DELIVERED -> "Delivered to " + to;
      case BOUNCED -> "Bounced at " + to + said(message.answer());
      case FAILED -> "Given up for " + to + said(message.answer());
      case WITHDRAWN -> "Withdrawn before it was handed over";
      case IN_DOUBT -> "Cut off while it was handed over; it is not sent again by itself";
    };
  }

  private static String because(
      Reason reason, TraceRow trace, KnownActivity activity, @Nullable String parent) {
    String before = parent == null ? "what it follows" : quoted(parent);
    String not = activity.type() == ActivityType.ACTION ? "Not run: " : "Not sent: ";
    return switch (reason) {
      case EXPIRED ->
          activity.trigger().kind() == TriggerType.Kind.WHEN && trace.due() == null
              ? "Not needed any more: no "
                  + plain(activity.trigger())
                  + in(parent)
                  + " came in time"
              : not + "it was too late by the activity's expiry";
      case RECORD_DELETED -> not + "the record is no longer in the CRM";
      case FILTER ->
          trace.detail() != null
              ? not + trace.detail()
              : not
                  + "the record did not match the campaign's and activities' filters at that time";
      case NO_ADDRESS -> not + "the record has no " + address(activity);
      case INVALID_ADDRESS ->
          not + "the record's " + address(activity) + " is not valid" + said(trace.detail());
      case SUPPRESSED -> not + "the address is suppressed, or the record says no to messages";
      case DUPLICATE_ADDRESS -> not + "the same address already has this message";
      case OPPOSITE_EVENT ->
          "Not needed: " + before + " was " + event(activity.trigger()) + " first";
      case PARENT_BOUNCED -> "Not needed: " + before + " bounced";
      case PARENT_FAILED -> "Not needed: " + before + " could not be sent";
      case ACTIVITY_REMOVED -> "The activity was removed from the campaign";
      case PARTICIPANT_REMOVED -> "The person was taken out of the campaign";
      case TEMPLATE -> not + orElse(trace.detail(), "the template could not be filled in");
      case ACTION -> "Failed: " + orElse(trace.detail(), "the action could not be carried out");
      case GATEWAY -> not + "the gateway did not take it" + said(gatewaySaid(trace));
      case IN_DOUBT -> "Cut off while it was handed over; it is not sent again by itself";
      case FREQUENCY_CAP ->
          not + "the person had enough messages, for longer than the campaign waits";
      case TEST_STOPPED -> "The test was stopped";
    };
  }

  /** An event's heading: Opened “Welcome”. */
  public static String event(EventType type, @Nullable Boolean hard, String activity) {
    String name = quoted(activity);
    return switch (type) {
      case DELIVERED -> name + " was delivered";
      case OPENED -> "Opened " + name;
      case CLICKED -> "Clicked in " + name;
      case REPLIED -> "Replied to " + name;
      case BOUNCED ->
          name + (Boolean.FALSE.equals(hard) ? " bounced for now" : " bounced for good");
      case UNSUBSCRIBED -> "Unsubscribed from " + name;
      case COMPLAINED -> "Complained about " + name;
    };
  }

  /** A state as screens name it. */
  public static String state(TraceRow trace) {
    if (trace.waiting()) {
      return "Waiting";
    }
    if (trace.reason() == Reason.IN_DOUBT) {
      return "In doubt";
    }
    return trace.state() == TraceState.PROCESSED ? "Done" : sentence(trace.state().name());
  }

  /** A reason in a few words, for lists and menus: suppressed, parent bounced. */
  public static String reason(Reason reason) {
    return reason.word().replace('_', ' ');
  }

  private static String awaited(TriggerType trigger) {
    String event = plain(trigger);
    return (event.startsWith("o") ? "an " : "a ") + event;
  }

  private static String plain(TriggerType trigger) {
    return switch (trigger) {
      case MAIL_OPENED, MAIL_NOT_OPENED -> "open";
      case MAIL_REPLIED, MAIL_NOT_REPLIED -> "reply";
      case MAIL_CLICKED, MAIL_NOT_CLICKED, SMS_CLICKED, SMS_NOT_CLICKED -> "click";
      case MAIL_BOUNCED, SMS_BOUNCED -> "bounce";
      case BEGIN, ACTIVITY -> "start";
    };
  }

  private static String event(TriggerType trigger) {
    return switch (trigger) {
      case MAIL_OPENED, MAIL_NOT_OPENED -> "opened";
      case MAIL_REPLIED, MAIL_NOT_REPLIED -> "replied to";
      case MAIL_CLICKED, MAIL_NOT_CLICKED, SMS_CLICKED, SMS_NOT_CLICKED -> "clicked";
      case MAIL_BOUNCED, SMS_BOUNCED -> "bounced";
      case BEGIN, ACTIVITY -> "done";
    };
  }

  private static String address(KnownActivity activity) {
    return activity.type() == ActivityType.SMS ? "phone number" : "email address";
  }

  private static @Nullable String gatewaySaid(TraceRow trace) {
    return trace.detail() != null || trace.message() == null
        ? trace.detail()
        : trace.message().answer();
  }

  private static String in(@Nullable String parent) {
    return parent == null ? "" : " in " + quoted(parent);
  }

  private static String said(@Nullable String text) {
    return text == null || text.isBlank() ? "" : " (" + text + ")";
  }

  private static String orElse(@Nullable String text, String otherwise) {
    return text == null || text.isBlank() ? otherwise : Objects.requireNonNull(text);
  }

  private static String times(int n) {
    return n == 1 ? "once" : n + " times";
  }

  private static String quoted(String name) {
    return "“" + name + "”";
  }

  private static String sentence(String constant) {
    return constant.charAt(0) + constant.substring(1).toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
