package org.nurture.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Ready-made campaigns say the same in each language. */
class ReadyMadeTest {
  /** What readers read, alone on its line or between two tags. */
  private static final Pattern WORDS = Pattern.compile("(?<=[>\"])[^<>{}\"\\\\]{9,}(?=[<\"])");

  private static final Pattern LINK = Pattern.compile("https://[^\\\\\"<]+");

  @ParameterizedTest
  @EnumSource(ReadyMade.class)
  void the_italian_one_does_the_same(ReadyMade ready) {
    CampaignDocument english = ready.document(Locale.ENGLISH);
    CampaignDocument italian = ready.document(Locale.ITALIAN);

    assertThat(steps(italian)).isEqualTo(steps(english));
    assertThat(italian.filter()).isEqualTo(english.filter());
    assertThat(fields(italian)).isEqualTo(fields(english));
    assertThat(all(LINK, italian)).isEqualTo(all(LINK, english));
  }

  @ParameterizedTest
  @EnumSource(ReadyMade.class)
  void nothing_that_is_read_is_left_in_english(ReadyMade ready) {
    List<String> english = all(WORDS, ready.document(Locale.ENGLISH)).stream().toList();

    Set<String> left = all(WORDS, ready.document(Locale.ITALIAN));

    left.retainAll(english);
    // what is left is styles, and names of fields, kinds and triggers
    left.removeIf(text -> !text.contains(" ") || text.matches("[a-z-]+:.*|.*[:,]\\d.*"));
    assertThat(english).hasSizeGreaterThan(10);
    assertThat(left).isEmpty();
  }

  private static List<String> steps(CampaignDocument document) {
    return document.places().stream()
        .map(CampaignDocument.Place::activity)
        .map(a -> a.ref() + " " + a.type() + " " + a.trigger() + " " + a.children().size())
        .toList();
  }

  private static Set<String> fields(CampaignDocument document) {
    return Retarget.uses(document).stream()
        .map(FieldUse::path)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> all(Pattern pattern, CampaignDocument document) {
    return pattern
        .matcher(document.toJson().toString())
        .results()
        .map(MatchResult::group)
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
