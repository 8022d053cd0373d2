package org.nurture.web.activity;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.nurture.campaign.IntervalUnit;
import org.nurture.campaign.TriggerType;
import org.nurture.web.campaign.ActivityDraft;
import org.nurture.web.campaign.TriggerWords;
import org.nurture.web.page.EnglishSay;
import org.nurture.web.page.Say;

class RunSentenceTest {
  private final Say say = new EnglishSay();
  private final RunSentence sentence = new RunSentence(say, new TriggerWords(say));
  private final ActivityDraft parent = named("Welcome");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          BEGIN            | Runs 2 days after the record was enrolled.
          ACTIVITY         | Runs 2 days after “Welcome” was done.
          MAIL_OPENED      | Runs 2 days after “Welcome” was opened.
          MAIL_NOT_OPENED  | Runs 2 days after “Welcome” was sent, unless it is opened first.
          MAIL_REPLIED     | Runs 2 days after “Welcome” was replied to.
          MAIL_NOT_REPLIED | Runs 2 days after “Welcome” was sent, unless it is replied to first.
          MAIL_CLICKED     | Runs 2 days after a link in “Welcome” was clicked.
          MAIL_NOT_CLICKED | Runs 2 days after “Welcome” was sent, unless a link in it is clicked first.
          MAIL_BOUNCED     | Runs 2 days after “Welcome” bounced.
          SMS_CLICKED      | Runs 2 days after the link in “Welcome” was clicked.
          SMS_NOT_CLICKED  | Runs 2 days after “Welcome” was sent, unless its link is clicked first.
          SMS_BOUNCED      | Runs 2 days after “Welcome” bounced.
          """)
  void says_when_each_trigger_runs(TriggerType trigger, String words) {
    assertThat(sentence.main(activity(trigger, "2"), parent)).isEqualTo(words);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          BEGIN            | Runs as soon as the record is enrolled.
          ACTIVITY         | Runs right after “Welcome” is done.
          MAIL_OPENED      | Runs as soon as “Welcome” is opened.
          MAIL_NOT_OPENED  | Runs as soon as “Welcome” was sent, unless it is opened first.
          SMS_CLICKED      | Runs as soon as the link in “Welcome” is clicked.
          SMS_BOUNCED      | Runs as soon as “Welcome” bounces.
          """)
  void says_no_length_where_the_interval_is_0(TriggerType trigger, String words) {
    assertThat(sentence.main(activity(trigger, "0"), parent)).isEqualTo(words);
  }

  @ParameterizedTest
  @EnumSource(TriggerType.class)
  void has_words_for_every_trigger_and_0(TriggerType trigger) {
    assertThat(sentence.main(activity(trigger, "0"), parent))
        .startsWith("Runs ")
        .endsWith(".")
        .doesNotContain("{", "trigger.");
  }

  @Test
  void shows_dots_for_what_is_not_valid_yet() {
    assertThat(sentence.main(activity(TriggerType.MAIL_OPENED, "1.5"), null))
        .isEqualTo("Runs … after “…” was opened.");
  }

  @Test
  void says_one_day_of_one() {
    assertThat(sentence.main(activity(TriggerType.BEGIN, "1"), null))
        .isEqualTo("Runs 1 day after the record was enrolled.");
  }

  @Test
  void tells_the_end_of_waiting_only_where_it_waits() {
    ActivityDraft opened = activity(TriggerType.MAIL_OPENED, "0");
    opened.getWaitAtMost().setCount("7");
    ActivityDraft not = activity(TriggerType.MAIL_NOT_OPENED, "0");
    not.getWaitAtMost().setCount("7");

    assertThat(sentence.more(opened, parent, "UTC"))
        .containsExactly("Stops waiting 7 days after “Welcome” was sent.");
    assertThat(sentence.more(not, parent, "UTC")).isEmpty();
  }

  @Test
  void tells_expiry_as_counted_from_the_due_time_X1() {
    ActivityDraft activity = activity(TriggerType.BEGIN, "0");
    activity.setExpires(true);
    assertThat(sentence.more(activity, null, "UTC"))
        .containsExactly("Canceled if it has not run within 1 day of that time.");

    activity.getExpiry().setCount("0");
    assertThat(sentence.more(activity, null, "UTC"))
        .containsExactly("Canceled unless it runs exactly then.");

    activity.getExpiry().setCount("x");
    assertThat(sentence.more(activity, null, "UTC"))
        .containsExactly("Canceled if it has not run within … of that time.");
  }

  @Test
  void names_the_zone_where_the_calendar_counts_and_not_for_hours() {
    ActivityDraft activity = activity(TriggerType.BEGIN, "2");
    assertThat(sentence.more(activity, null, "Europe/Rome"))
        .containsExactly("At the same time of day, Europe/Rome.");

    activity.getInterval().setUnit(IntervalUnit.MONTHS);
    assertThat(sentence.more(activity, null, "Europe/Rome"))
        .hasSize(2)
        .last()
        .asString()
        .contains("31st");

    activity.getInterval().setUnit(IntervalUnit.HOURS);
    assertThat(sentence.more(activity, null, "Europe/Rome")).isEmpty();
  }

  private static ActivityDraft activity(TriggerType trigger, String interval) {
    ActivityDraft activity = named("Remind");
    activity.setTrigger(trigger);
    activity.getInterval().setCount(interval);
    activity.getInterval().setUnit(IntervalUnit.DAYS);
    return activity;
  }

  private static ActivityDraft named(String name) {
    ActivityDraft activity = new ActivityDraft();
    activity.setName(name);
    return activity;
  }
}
