package org.nurture.web.activity;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nurture.campaign.IntervalUnit;
import org.nurture.web.campaign.ActivityDraft;
import org.nurture.web.page.EnglishSay;

class WholeTest {

  @ParameterizedTest
  @ValueSource(strings = {"0", "1", " 36 ", "007", "10000"})
  void a_whole_number_is_right(String typed) {
    assertThat(Whole.problem(typed, IntervalUnit.DAYS)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "1.5, DAYS, decimal, 36, HOURS",
    "'1,5', DAYS, decimal, 36, HOURS",
    "1.5, WEEKS, decimal, 252, HOURS",
    "2.0, WEEKS, decimal, 2, WEEKS",
    "0.5, HOURS, decimal, 1, HOURS",
    "1.5, MONTHS, decimal, 2, MONTHS",
    "-2, DAYS, negative, 2, DAYS",
    "+2, DAYS, decimal, 2, DAYS",
    "36 h, DAYS, unit, 36, HOURS",
    "36h, HOURS, unit, 36, HOURS",
    "2 weeks, DAYS, unit, 2, WEEKS",
    "3 giorni, HOURS, unit, 3, DAYS",
    "2 mesi, HOURS, unit, 2, MONTHS"
  })
  void what_is_none_is_told_with_a_way_out(
      String typed, IntervalUnit unit, String why, String count, IntervalUnit in) {
    Whole.Problem problem = Whole.problem(typed, unit).orElseThrow();

    assertThat(problem.key()).isEqualTo("length.wrong." + why);
    assertThat(problem.way()).isEqualTo(new Whole.Way(count, in));
  }

  @ParameterizedTest
  @CsvSource({"'', blank", "soon, text", "1e3, text", "10001, many", "1 fortnight, text"})
  void where_nothing_could_be_meant_there_is_no_way_out(String typed, String why) {
    Whole.Problem problem = Whole.problem(typed, IntervalUnit.DAYS).orElseThrow();

    assertThat(problem.key()).isEqualTo("length.wrong." + why);
    assertThat(problem.way()).isNull();
  }

  @Test
  void hours_may_be_more() {
    assertThat(Whole.problem("100000", IntervalUnit.HOURS)).isEmpty();
    assertThat(Whole.problem("100001", IntervalUnit.HOURS)).isPresent();
  }

  @Test
  void the_way_out_corrects_the_draft() {
    ActivityErrors errors = new ActivityErrors(new EnglishSay());
    ActivityDraft draft = new ActivityDraft();
    draft.getInterval().setCount("1.5");
    draft.getInterval().setUnit(IntervalUnit.DAYS);

    errors.lengths(draft);
    assertThat(errors.of("interval"))
        .isEqualTo("1.5 is not a whole number. Enter 0, 1, 2 and so on.");
    assertThat(errors.wayOut("interval")).isEqualTo("Use 36 hours instead");
    errors.take(draft, "interval");

    assertThat(draft.getInterval().getCount()).isEqualTo("36");
    assertThat(draft.getInterval().getUnit()).isEqualTo(IntervalUnit.HOURS);
    assertThat(errors.isAny()).isFalse();
  }

  @Test
  void an_expiry_that_does_not_count_is_no_error() {
    ActivityErrors errors = new ActivityErrors(new EnglishSay());
    ActivityDraft draft = new ActivityDraft();
    draft.getExpiry().setCount("x");
    errors.lengths(draft);
    assertThat(errors.isAny()).isFalse();

    draft.setExpires(true);
    errors.lengths(draft);
    assertThat(errors.has("expiry")).isTrue();
  }
}
