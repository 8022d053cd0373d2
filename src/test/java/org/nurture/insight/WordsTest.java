package org.nurture.insight;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.nurture.audience.RecordKey;
import org.nurture.campaign.ActivityType;
import org.nurture.campaign.CampaignDirectory.KnownActivity;
import org.nurture.campaign.TriggerType;
import org.nurture.journey.Reason;
import org.nurture.journey.TraceState;
import org.nurture.tracking.EventType;

class WordsTest {
  private static final Instant T = Instant.parse("2026-06-01T10:00:00Z");

  @ParameterizedTest
  @EnumSource(Reason.class)
  void every_reason_is_a_sentence_without_codes(Reason reason) {
    String why = Words.why(trace(TraceState.CANCELED, reason, T, null), activity(), "Welcome");

    assertThat(why).isNotBlank().doesNotContain("_").doesNotEndWith("!").doesNotContain("null");
  }

  @Test
  void the_value_seen_is_told_where_it_is_known() {
    TraceRow rejected =
        trace(TraceState.REJECTED, Reason.FILTER, T, "“revenue > 1,000” (revenue was 300)");

    assertThat(Words.why(rejected, activity(), "Welcome")).contains("revenue was 300");
  }

  @Test
  void a_waiting_trace_says_what_it_waits_for_C3() {
    TraceRow waiting = trace(TraceState.SCHEDULED, null, null, null);

    assertThat(Words.title(waiting, activity(TriggerType.MAIL_CLICKED), "Welcome"))
        .isEqualTo("“Nudge” waits for a click in “Welcome”");
    assertThat(Words.title(waiting, activity(TriggerType.MAIL_OPENED), "Welcome"))
        .isEqualTo("“Nudge” waits for an open in “Welcome”");
    assertThat(Words.state(waiting)).isEqualTo("Waiting");
  }

  @Test
  void an_opposite_event_names_it_and_the_activity_C2() {
    assertThat(
            Words.why(
                trace(TraceState.CANCELED, Reason.OPPOSITE_EVENT, T, null), activity(), "Welcome"))
        .isEqualTo("Not needed: “Welcome” was opened first");
  }

  @ParameterizedTest
  @CsvSource({
    "SCHEDULED, Scheduled",
    "PROCESSED, Done",
    "REJECTED, Rejected",
    "CANCELED, Canceled",
    "ERROR, Error"
  })
  void states_are_words(TraceState state, String word) {
    assertThat(Words.state(trace(state, null, T, null))).isEqualTo(word);
  }

  @ParameterizedTest
  @EnumSource(EventType.class)
  void every_event_names_its_activity(EventType type) {
    assertThat(Words.event(type, null, "Welcome")).contains("“Welcome”");
  }

  private static KnownActivity activity() {
    return activity(TriggerType.MAIL_NOT_OPENED);
  }

  private static KnownActivity activity(TriggerType trigger) {
    return new KnownActivity(2, "nudge", "Nudge", ActivityType.EMAIL, 1L, trigger, false);
  }

  private static TraceRow trace(
      TraceState state, @Nullable Reason reason, @Nullable Instant due, @Nullable String detail) {
    return new TraceRow(
        5,
        1,
        3,
        RecordKey.of(7),
        2,
        "nudge",
        state,
        reason,
        T,
        due,
        null,
        null,
        4L,
        0,
        false,
        detail,
        null);
  }
}
