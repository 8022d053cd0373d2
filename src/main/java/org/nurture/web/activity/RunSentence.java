package org.nurture.web.activity;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.nurture.campaign.IntervalUnit;
import org.nurture.campaign.TriggerType;
import org.nurture.web.campaign.ActivityDraft;
import org.nurture.web.campaign.TriggerWords;
import org.nurture.web.campaign.TypedLength;
import org.nurture.web.page.Say;

/** Says when an activity will run, in plain words; “…” stands where a part is not valid yet. */
@ApplicationScoped
public class RunSentence {
  private static final String OPEN = "…";

  private final Say say;
  private final TriggerWords words;

  @Inject
  public RunSentence(Say say, TriggerWords words) {
    this.say = say;
    this.words = words;
  }

  /** For CDI's proxy. */
  @SuppressWarnings("NullAway")
  protected RunSentence() {
    this(null, null);
  }

  /** “Runs 2 days after “Welcome” was sent, unless it is opened first.” */
  String main(ActivityDraft activity, @Nullable ActivityDraft parent) {
    TypedLength interval = activity.getInterval();
    TriggerType trigger = activity.getTrigger();
    return isZero(interval)
        ? say.of("trigger.sentence0." + trigger, name(parent))
        : say.of("trigger.sentence." + trigger, words.length(interval), name(parent));
  }

  /** What else decides: the end of waiting, expiry, the calendar. */
  List<String> more(ActivityDraft activity, @Nullable ActivityDraft parent, String zone) {
    List<String> more = new ArrayList<>();
    TypedLength wait = activity.getWaitAtMost();
    if (activity.isWaiting()) {
      more.add(
          isZero(wait)
              ? say.of("trigger.sentence.wait0", name(parent))
              : say.of("trigger.sentence.wait", words.length(wait), name(parent)));
    }
    TypedLength expiry = activity.getExpiry();
    if (activity.isExpires()) {
      more.add(
          isZero(expiry)
              ? say.of("trigger.sentence.expiry0")
              : say.of("trigger.sentence.expiry", words.length(expiry)));
    }
    TypedLength interval = activity.getInterval();
    if (isOnCalendar(interval)) {
      more.add(say.of("trigger.sentence.zone", zone));
    }
    if (Stream.of(interval).anyMatch(l -> isOnCalendar(l) && l.getUnit() == IntervalUnit.MONTHS)) {
      more.add(say.of("trigger.sentence.month"));
    }
    return more;
  }

  private static boolean isOnCalendar(TypedLength length) {
    return length.getUnit() != IntervalUnit.HOURS && isWhole(length) && !isZero(length);
  }

  private static boolean isWhole(TypedLength length) {
    return Whole.problem(length.getCount(), length.getUnit()).isEmpty();
  }

  private static boolean isZero(TypedLength length) {
    return isWhole(length) && length.getCount().strip().chars().allMatch(c -> c == '0');
  }

  private static String name(@Nullable ActivityDraft parent) {
    return parent == null || parent.getName().isBlank() ? OPEN : parent.getName();
  }
}
