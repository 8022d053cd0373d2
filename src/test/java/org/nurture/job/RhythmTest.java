package org.nurture.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nurture.platform.Language;
import org.nurture.platform.NurtureException;

class RhythmTest {
  private static final Instant NOW = Instant.parse("2026-11-23T14:32:08Z");

  @Test
  void seconds_count_from_the_firing_before() {
    assertThat(Rhythm.every(60).after(NOW)).contains(NOW.plusSeconds(60));
  }

  @Test
  void cron_is_in_utc_whatever_the_server_s_zone() {
    assertThat(Rhythm.cron("0 3 * * 0").after(NOW)).contains(Instant.parse("2026-11-29T03:00:00Z"));
    assertThat(Rhythm.cron("*/10 * * * *").after(NOW))
        .contains(Instant.parse("2026-11-23T14:40:00Z"));
  }

  @ParameterizedTest
  @CsvSource({
    "1, Every second",
    "5, Every 5 seconds",
    "60, Every minute",
    "90, Every 90 seconds",
    "300, Every 5 minutes",
    "3600, Every hour",
    "7200, Every 2 hours"
  })
  void seconds_are_said_in_words(int seconds, String words) {
    assertThat(Rhythm.every(seconds).words()).isEqualTo(words);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0 3 * * *      | At 03:00, UTC                      | Alle 03:00, UTC",
        "0 3 * * 0      | At 03:00 on Sunday, UTC            | Alle 03:00 di domenica, UTC",
        "30 8,14 * * 1-5| At 08:30 and 14:30 from Monday to Friday, UTC | Alle 08:30 e 14:30 da"
            + " lunedì a venerdì, UTC",
        "0 0 1 * *      | At 00:00 on day 1 of the month, UTC| Alle 00:00 il giorno 1 del mese,"
            + " UTC",
        "*/5 * * * *    | Every 5 minutes, UTC               | Ogni 5 minuti, UTC",
        "5 * * * *      | Every hour at minute 5, UTC        | Ogni ora al minuto 5, UTC",
      })
  void cron_is_said_in_the_reader_s_words(String cron, String english, String italian) {
    assertThat(Rhythm.cron(cron).words()).isEqualTo(english);
    Language.use(Locale.ITALIAN);
    try {
      assertThat(Rhythm.cron(cron).words()).isEqualTo(italian);
    } finally {
      Language.use(null);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, 86_401})
  void seconds_out_of_range_name_the_field(int seconds) {
    assertThatThrownBy(() -> Rhythm.every(seconds))
        .isInstanceOfSatisfying(
            NurtureException.class,
            e -> assertThat(e.violations().get(0).path()).isEqualTo("/everySeconds"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "often", "61 * * * *", "* * * *", "* * * * * *"})
  void a_wrong_cron_expression_names_the_field_and_what_is_allowed(String cron) {
    assertThatThrownBy(() -> Rhythm.cron(cron))
        .isInstanceOfSatisfying(
            NurtureException.class,
            e -> {
              assertThat(e.violations().get(0).path()).isEqualTo("/cron");
              assertThat(e).hasMessageContaining("five fields");
            });
  }

  @Test
  void one_of_both_is_needed() {
    assertThatThrownBy(() -> new Rhythm(null, null)).isInstanceOf(NurtureException.class);
    assertThatThrownBy(() -> new Rhythm(5, "* * * * *")).isInstanceOf(NurtureException.class);
  }
}
