package org.nurture.insight;

import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.nurture.campaign.ActivityType;
import org.nurture.campaign.CampaignDirectory.KnownActivity;
import org.nurture.campaign.TriggerType;
import org.nurture.journey.Reason;
import org.nurture.journey.TraceState;
import org.nurture.platform.Text;
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
    String name = activity.name();
    if (trace.waiting()) {
      String awaited = awaited(activity.trigger());
      return parent == null
          ? Text.of("“{0}” waits for {1}", name, awaited)
          : Text.of("“{0}” waits for {1} in “{2}”", name, awaited, parent);
    }
    if (trace.state() == TraceState.PROCESSED && trace.reason() == Reason.IN_DOUBT) {
      return Text.of("“{0}” may have been sent", name);
    }
    return switch (trace.state()) {
      case SCHEDULED -> Text.of("“{0}” is due", name);
      case PROCESSED -> done(trace, activity.type(), name);
      case REJECTED -> Text.of("“{0}” was rejected", name);
      case CANCELED -> Text.of("“{0}” was canceled", name);
      case ERROR -> Text.of("“{0}” failed", name);
    };
  }

  private static String done(TraceRow trace, ActivityType type, String name) {
    TraceRow.MessageRow message = trace.message();
    if (type == ActivityType.ACTION) {
      return Text.of("“{0}” ran", name);
    }
    return message == null || message.sentAt() == null
        ? Text.of("“{0}” is on its way", name)
        : Text.of("“{0}” was sent", name);
  }

  /** Why the trace is what it is; null where its title says it all. */
  public static @Nullable String why(
      TraceRow trace, KnownActivity activity, @Nullable String parent) {
    Reason reason = trace.reason();
    if (reason != null) {
      return because(reason, trace, activity, parent);
    }
    if (trace.state() == TraceState.SCHEDULED && trace.attempts() > 0) {
      return Text.of(
              "Tried {0,choice,1#once|1<{0,number,integer} times} without success, will be tried again",
              trace.attempts())
          + said(trace.detail());
    }
    TraceRow.MessageRow message = trace.message();
    if (message == null) {
      return trace.detail();
    }
    return fate(message);
  }

  private static String fate(TraceRow.MessageRow message) {
    String to = message.to() == null ? Text.of("an erased address") : message.to();
    return switch (message.state()) {
      case QUEUED, CLAIMED ->
          Text.of("Waits to be handed over, to {0}", to) + said(message.answer());
      case SENDING -> Text.of("Being handed over, to {0}", to);
      case SENT -> Text.of("Accepted by the gateway for {0}", to);
      case DELIVERED -> Text.of("Delivered to {0}", to);
      case BOUNCED -> Text.of("Bounced at {0}", to) + said(message.answer());
      case FAILED -> Text.of("Given up for {0}", to) + said(message.answer());
      case WITHDRAWN -> Text.of("Withdrawn before it was handed over");
      case IN_DOUBT -> cutOff();
    };
  }

  private static String cutOff() {
    return Text.of("Cut off while it was handed over; it is not sent again by itself");
  }

  private static String because(
      Reason reason, TraceRow trace, KnownActivity activity, @Nullable String parent) {
    String before = parent == null ? Text.of("what it follows") : "“" + parent + "”";
    return switch (reason) {
      case EXPIRED ->
          activity.trigger().kind() == TriggerType.Kind.WHEN && trace.due() == null
              ? Text.of(
                  "Not needed any more: {0} did not come in time", awaited(activity.trigger()))
              : not(activity, Text.of("it was too late by the activity's expiry"));
      case RECORD_DELETED -> not(activity, Text.of("the record is no longer in the CRM"));
      case FILTER ->
          not(
              activity,
              orElse(
                  trace.detail(),
                  Text.of(
                      "the record did not match the campaign's and activities' filters at that time")));
      case NO_ADDRESS ->
          not(
              activity,
              sms(activity)
                  ? Text.of("the record has no phone number")
                  : Text.of("the record has no email address"));
      case INVALID_ADDRESS ->
          not(
              activity,
              (sms(activity)
                      ? Text.of("the record's phone number is not valid")
                      : Text.of("the record's email address is not valid"))
                  + said(trace.detail()));
      case SUPPRESSED ->
          not(activity, Text.of("the address is suppressed, or the record says no to messages"));
      case DUPLICATE_ADDRESS -> not(activity, Text.of("the same address already has this message"));
      case OPPOSITE_EVENT -> opposite(activity.trigger(), before);
      case PARENT_BOUNCED -> Text.of("Not needed: {0} bounced", before);
      case PARENT_FAILED -> Text.of("Not needed: {0} could not be sent", before);
      case ACTIVITY_REMOVED -> Text.of("The activity was removed from the campaign");
      case PARTICIPANT_REMOVED -> Text.of("The person was taken out of the campaign");
      case TEMPLATE ->
          not(activity, orElse(trace.detail(), Text.of("the template could not be filled in")));
      case ACTION ->
          Text.of(
              "Failed: {0}",
              orElse(trace.detail(), Text.of("the action could not be carried out")));
      case GATEWAY ->
          not(activity, Text.of("the gateway did not take it") + said(gatewaySaid(trace)));
      case IN_DOUBT -> cutOff();
      case FREQUENCY_CAP ->
          not(
              activity,
              Text.of("the person had enough messages, for longer than the campaign waits"));
      case TEST_STOPPED -> Text.of("The test was stopped");
    };
  }

  private static String not(KnownActivity activity, String why) {
    return activity.type() == ActivityType.ACTION
        ? Text.of("Not run: {0}", why)
        : Text.of("Not sent: {0}", why);
  }

  /** An event's heading: Opened “Welcome”. */
  public static String event(EventType type, @Nullable Boolean hard, String activity) {
    return switch (type) {
      case DELIVERED -> Text.of("“{0}” was delivered", activity);
      case OPENED -> Text.of("Opened “{0}”", activity);
      case CLICKED -> Text.of("Clicked in “{0}”", activity);
      case REPLIED -> Text.of("Replied to “{0}”", activity);
      case BOUNCED ->
          Boolean.FALSE.equals(hard)
              ? Text.of("“{0}” bounced for now", activity)
              : Text.of("“{0}” bounced for good", activity);
      case UNSUBSCRIBED -> Text.of("Unsubscribed from “{0}”", activity);
      case COMPLAINED -> Text.of("Complained about “{0}”", activity);
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
    return switch (trigger) {
      case MAIL_OPENED, MAIL_NOT_OPENED -> Text.of("an open");
      case MAIL_REPLIED, MAIL_NOT_REPLIED -> Text.of("a reply");
      case MAIL_CLICKED, MAIL_NOT_CLICKED, SMS_CLICKED, SMS_NOT_CLICKED -> Text.of("a click");
      case MAIL_BOUNCED, SMS_BOUNCED -> Text.of("a bounce");
      case BEGIN, ACTIVITY -> Text.of("a start");
    };
  }

  private static String opposite(TriggerType trigger, String before) {
    return switch (trigger) {
      case MAIL_OPENED, MAIL_NOT_OPENED -> Text.of("Not needed: {0} was opened first", before);
      case MAIL_REPLIED, MAIL_NOT_REPLIED ->
          Text.of("Not needed: {0} was replied to first", before);
      case MAIL_CLICKED, MAIL_NOT_CLICKED, SMS_CLICKED, SMS_NOT_CLICKED ->
          Text.of("Not needed: {0} was clicked first", before);
      case MAIL_BOUNCED, SMS_BOUNCED -> Text.of("Not needed: {0} bounced first", before);
      case BEGIN, ACTIVITY -> Text.of("Not needed: {0} was done first", before);
    };
  }

  private static boolean sms(KnownActivity activity) {
    return activity.type() == ActivityType.SMS;
  }

  private static @Nullable String gatewaySaid(TraceRow trace) {
    return trace.detail() != null || trace.message() == null
        ? trace.detail()
        : trace.message().answer();
  }

  private static String said(@Nullable String text) {
    return text == null || text.isBlank() ? "" : " (" + text + ")";
  }

  private static String orElse(@Nullable String text, String otherwise) {
    return text == null || text.isBlank() ? otherwise : Objects.requireNonNull(text);
  }

  private static String sentence(String constant) {
    return constant.charAt(0) + constant.substring(1).toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
