package org.nurture.message.sms;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nurture.message.sms.StopWords.Meaning;

class StopWordsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "STOP", "stop", " Stop! ", "“STOP”", "STOPALL", "Unsubscribe", "Arrêt", "ARRET", "Stopp",
        "basta", "ALTO", "Parar", "baja", "Aufhören", "AUFHÖREN.", "Стоп", "opt-out", "Opt out",
        "Stop it please", "STOP 12345"
      })
  void a_word_that_means_no_more_stops_C11(String text) {
    assertThat(StopWords.of(text)).isEqualTo(Meaning.STOP);
  }

  @ParameterizedTest
  @ValueSource(strings = {"START", "start", "Unstop", "ALTA", "Riprendi", "Старт"})
  void a_word_that_means_again_starts(String text) {
    assertThat(StopWords.of(text)).isEqualTo(Meaning.START);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "?",
        "When does the sale stop?",
        "Can you stop by tomorrow at noon",
        "Cancel my visit",
        "Let's start",
        "nonstop",
        "Stopwatch",
        "yes",
        "Where is the bus stop"
      })
  void anything_else_is_for_people(String text) {
    assertThat(StopWords.of(text)).isEqualTo(Meaning.OTHER);
  }
}
