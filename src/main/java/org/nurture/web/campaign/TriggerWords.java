package org.nurture.web.campaign;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nurture.campaign.ActivityType;
import org.nurture.campaign.Interval;
import org.nurture.campaign.IntervalUnit;
import org.nurture.campaign.TriggerType;
import org.nurture.web.page.Say;

/** Triggers, intervals and types of activities in words and signs. */
@Named("triggers")
@ApplicationScoped
public class TriggerWords {
  private static final String OPEN = "…";

  private final Say say;

  @Inject
  public TriggerWords(Say say) {
    this.say = say;
  }

  /** For CDI's proxy. */
  protected TriggerWords() {
    this(new Say());
  }

  /** “Opened, after 2 days”. */
  public String tab(ActivityDraft activity) {
    return say.of(
        "trigger.words",
        say.of("trigger.short." + activity.getTrigger()),
        length(activity.getInterval()));
  }

  /** “Opened, after 2 days”. */
  public String tab(TriggerType trigger, Interval interval) {
    String unit = (interval.count() == 1 ? "unit.one." : "unit.") + interval.unit();
    return say.of(
        "trigger.words",
        say.of("trigger.short." + trigger),
        say.of("length", Integer.toString(interval.count()), say.of(unit)));
  }

  /** “2 days”; “…” while it is no whole number. */
  public String length(TypedLength length) {
    if (!length.whole()) {
      return OPEN;
    }
    String unit = (length.getCount().equals("1") ? "unit.one." : "unit.") + length.getUnit();
    return say.of("length", length.getCount(), say.of(unit));
  }

  /** Triggers that fit under an activity; null: at the root. */
  public List<TriggerType> fitting(@Nullable ActivityDraft parent) {
    return Arrays.stream(TriggerType.values())
        .filter(t -> t.fits(parent == null ? null : parent.getType()))
        .toList();
  }

  /** Triggers that fit under an activity of that type. */
  public List<TriggerType> fittingUnder(ActivityType parent) {
    return Arrays.stream(TriggerType.values()).filter(t -> t.fits(parent)).toList();
  }

  public String icon(TriggerType trigger) {
    return "pi "
        + switch (trigger) {
          case BEGIN -> "pi-flag";
          case ACTIVITY -> "pi-arrow-down";
          case MAIL_OPENED -> "pi-eye";
          case MAIL_NOT_OPENED -> "pi-eye-slash";
          case MAIL_REPLIED -> "pi-reply";
          case MAIL_CLICKED, SMS_CLICKED -> "pi-link";
          case MAIL_NOT_REPLIED, MAIL_NOT_CLICKED, SMS_NOT_CLICKED -> "pi-minus-circle";
          case MAIL_BOUNCED, SMS_BOUNCED -> "pi-exclamation-triangle";
        };
  }

  public String typeIcon(ActivityType type) {
    return "pi "
        + switch (type) {
          case EMAIL -> "pi-envelope";
          case SMS -> "pi-mobile";
          case ACTION -> "pi-bolt";
        };
  }

  public List<TriggerType> getAll() {
    return List.of(TriggerType.values());
  }

  public List<ActivityType> getTypes() {
    return List.of(ActivityType.values());
  }

  public List<IntervalUnit> getUnits() {
    return List.of(IntervalUnit.values());
  }
}
