package org.nurture.model;

import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nurture.campaign.ActivityType;
import org.nurture.campaign.TriggerType;

/**
 * One node of a workflow, built as prose: {@code email("nudge").notOpened(2, DAYS).expires(1,
 * WEEKS)}. The trigger's mail or SMS form follows from the parent.
 */
public final class Activity {
  private final String ref;
  private final ActivityType type;
  private final List<Activity> children = new ArrayList<>();
  private @Nullable Activity parent;
  private String when = "";
  private Span interval = Span.NONE;
  private @Nullable Span waitAtMost;
  private @Nullable Span expiry;
  private Cond filter = Cond.ALL;
  private Act act = Act.set("stage", "hot");

  private Activity(String ref, ActivityType type) {
    this.ref = ref;
    this.type = type;
  }

  public static Activity email(String ref) {
    return new Activity(ref, ActivityType.EMAIL);
  }

  public static Activity sms(String ref) {
    return new Activity(ref, ActivityType.SMS);
  }

  /** An update of the record: stage becomes "hot". */
  public static Activity action(String ref) {
    return new Activity(ref, ActivityType.ACTION);
  }

  /** The same without parent and children. */
  public Activity alone() {
    Activity copy = new Activity(ref, type);
    copy.when = when;
    copy.interval = interval;
    copy.waitAtMost = waitAtMost;
    copy.expiry = expiry;
    copy.filter = filter;
    copy.act = act;
    return copy;
  }

  /** What the action writes. */
  public Activity sets(String field, Object value) {
    return does(Act.set(field, value));
  }

  /** What the action does. */
  public Activity does(Act what) {
    act = what;
    return this;
  }

  /** The interval after enrolment, or after the parent was processed ("another activity"). */
  public Activity after(int count, ChronoUnit unit) {
    return trigger("", count, unit);
  }

  public Activity opened(int count, ChronoUnit unit) {
    return trigger("OPENED", count, unit);
  }

  public Activity notOpened(int count, ChronoUnit unit) {
    return trigger("NOT_OPENED", count, unit);
  }

  public Activity clicked(int count, ChronoUnit unit) {
    return trigger("CLICKED", count, unit);
  }

  public Activity notClicked(int count, ChronoUnit unit) {
    return trigger("NOT_CLICKED", count, unit);
  }

  public Activity replied(int count, ChronoUnit unit) {
    return trigger("REPLIED", count, unit);
  }

  public Activity notReplied(int count, ChronoUnit unit) {
    return trigger("NOT_REPLIED", count, unit);
  }

  public Activity bounced(int count, ChronoUnit unit) {
    return trigger("BOUNCED", count, unit);
  }

  /** One of the words above, for the generator. */
  public Activity trigger(String word, int count, ChronoUnit unit) {
    when = word;
    interval = new Span(count, unit);
    return this;
  }

  public Activity waitAtMost(int count, ChronoUnit unit) {
    waitAtMost = new Span(count, unit);
    return this;
  }

  public Activity waitForEver() {
    waitAtMost = null;
    return this;
  }

  public Activity expires(int count, ChronoUnit unit) {
    expiry = new Span(count, unit);
    return this;
  }

  public Activity only(Cond cond) {
    filter = cond;
    return this;
  }

  public Activity then(Activity... next) {
    for (Activity child : next) {
      child.parent = this;
      children.add(child);
    }
    return this;
  }

  public String ref() {
    return ref;
  }

  public ActivityType type() {
    return type;
  }

  public @Nullable Activity parent() {
    return parent;
  }

  public List<Activity> children() {
    return children;
  }

  /** The trigger's word, as {@link #trigger(String, int, ChronoUnit)} takes it. */
  public String when() {
    return when;
  }

  public Span interval() {
    return interval;
  }

  public @Nullable Span waitAtMost() {
    return waitAtMost;
  }

  public @Nullable Span expiry() {
    return expiry;
  }

  public Cond filter() {
    return filter;
  }

  /** Of an activity of type ACTION. */
  public Act act() {
    return act;
  }

  public TriggerType trigger() {
    if (parent == null) {
      return TriggerType.BEGIN;
    }
    return when.isEmpty()
        ? TriggerType.ACTIVITY
        : TriggerType.valueOf((parent.type == ActivityType.SMS ? "SMS_" : "MAIL_") + when);
  }

  boolean message() {
    return type != ActivityType.ACTION;
  }

  @Override
  public String toString() {
    return ref
        + ": "
        + type
        + (type == ActivityType.ACTION ? " " + act : "")
        + (parent == null ? "" : " under " + parent.ref)
        + " "
        + trigger()
        + " +"
        + interval
        + (waitAtMost == null ? "" : " wait " + waitAtMost)
        + (expiry == null ? "" : " expiry " + expiry)
        + (filter == Cond.ALL ? "" : " " + filter);
  }
}
