package org.nurture.audience;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nurture.audience.Filter.All;
import org.nurture.audience.Filter.Any;
import org.nurture.audience.Filter.Node;
import org.nurture.audience.Filter.Not;
import org.nurture.audience.Filter.Term;
import org.nurture.platform.NurtureException;
import org.nurture.platform.Violation;

class FilterTest {
  private static final Term A = new Term("a", Operator.EQUAL, 1L);
  private static final Term B = new Term("b", Operator.EQUAL, 2L);
  private static final Term C = new Term("c", Operator.EQUAL, 3L);

  @Test
  void empty_list_matches_all() {
    assertThat(Filter.parse("[]")).isEqualTo(Filter.ALL);
    assertThat(Filter.parse("[]").matchesAll()).isTrue();
  }

  @Test
  void adjacent_terms_are_joined_by_and() {
    assertThat(root("[['a','=',1],['b','=',2]]")).isEqualTo(new All(List.of(A, B)));
    assertThat(root("[['a','=',1],['b','=',2]]")).isEqualTo(root("['&',['a','=',1],['b','=',2]]"));
    assertThat(root("[['c','=',3],'|',['a','=',1],['b','=',2],['c','=',3]]"))
        .isEqualTo(new All(List.of(C, new Any(List.of(A, B)), C)));
  }

  @Test
  void connectives_stand_before_their_conditions() {
    assertThat(root("['|','&',['a','=',1],['b','=',2],['c','=',3]]"))
        .isEqualTo(new Any(List.of(new All(List.of(A, B)), C)));
    assertThat(root("['|',['a','=',1],'|',['b','=',2],['c','=',3]]"))
        .isEqualTo(new Any(List.of(A, B, C)));
    assertThat(root("['!',['a','=',1],['b','=',2]]")).isEqualTo(new All(List.of(new Not(A), B)));
    assertThat(root("['!','|',['a','=',1],['b','=',2]]"))
        .isEqualTo(new Not(new Any(List.of(A, B))));
  }

  @Test
  void a_filter_is_kept_as_it_was_written() {
    String explicit = "[\"&\",[\"a\",\"=\",1],[\"b\",\"=\",2]]";
    assertThat(Filter.parse(explicit).toJson()).isEqualTo(explicit);
  }

  @Test
  void random_trees_survive_writing_and_reading() {
    for (long seed = 0; seed < 2_000; seed++) {
      Filter filter = RandomFilters.ofAnyTerms(seed).next();
      assertThat(Filter.parse(filter.toJson()).root())
          .as("seed %s: %s", seed, filter.toJson())
          .isEqualTo(filter.root());
    }
  }

  @Test
  void and_opens_lists_and_leaves_out_what_says_nothing() {
    Filter one = Filter.parse(json("[['a','=',1],['b','=',2]]"));
    Filter two = Filter.parse(json("['|',['a','=',1],['c','=',3]]"));
    assertThat(Filter.and(List.of())).isEqualTo(Filter.ALL);
    assertThat(Filter.and(List.of(Filter.ALL, one, Filter.ALL))).isSameAs(one);
    assertThat(Filter.and(List.of(one, Filter.ALL, two)).toJson())
        .isEqualTo(json("[['a','=',1],['b','=',2],'|',['a','=',1],['c','=',3]]"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '~',
      value = {
        "['a','=',1]; ~~; write [[\"a\",\"=\",1]]",
        "{'a':1}; ~~; is a list of terms like",
        "'a'; ~~; is a list of terms like",
        "nonsense; ~~; not JSON",
        "[['a','=',1]; ~~; not JSON",
        "['&',['a','=',1]]; /0; joins the two conditions after it, and here is only one",
        "['!']; /0; joins the condition after it, and here is none",
        "[['a','=',1],'|']; /1; here is none",
        "[['a','=',1],'or',['b','=',2]]; /1; one of \"&\", \"|\", \"!\"",
        "[5]; /0; 5 is neither a term",
        "[['a','=']]; /0; A term is [field, operator, value]",
        "[[1,'=',1]]; /0; A term is [field, operator, value]",
        "[['a','==',1]]; /0/1; is not an operator; allowed are =, !=",
        "[['a','in',1]]; /0/2; needs a list",
        "[['a','=',[1]]]; /0/2; for several use “in”",
        "[['a','>',null]]; /0/2; null goes with = and != only",
        "[['a','like',1]]; /0/2; needs a text",
        "[['a','=',{}]]; /0/2; A value is a text, a number",
        "[['a','in',[1,[2]]]]; /0/2/1; A value is a text, a number",
        "[['a..b','=',1]]; /0/0; is not a field",
        "[['','=',1]]; /0/0; is not a field",
        "[['a','=',1e999999999]]; /0/2; too many digits",
        "[['a','any',[['b','=',[1]]]]]; /0/2/0/2; for several use “in”",
      })
  void what_is_wrong_is_said_with_its_place(String filter, String place, String message) {
    List<Violation> violations = violations(json(filter));
    assertThat(violations).hasSize(1);
    assertThat(violations.get(0).path()).isEqualTo(place);
    assertThat(violations.get(0).message()).contains(message);
  }

  @Test
  void every_bad_term_is_reported() {
    assertThat(violations(json("['|',['a','~',1],['b','in',2]]")))
        .extracting(Violation::path)
        .containsExactlyInAnyOrder("/1/1", "/2/2");
  }

  @Test
  void ten_thousand_terms_are_refused_with_the_limit() {
    String terms = String.join(",", Collections.nCopies(10_000, "['a','=',1]"));
    assertThat(violations(json("[" + terms + "]")))
        .extracting(Violation::path, Violation::message)
        .containsExactly(
            tuple("", "The filter has more than 1000 terms; at most that are allowed"));
  }

  @Test
  void a_thousand_alternatives_are_one_group_however_written() {
    String left = "'|',".repeat(999);
    String terms =
        IntStream.range(0, 1000).mapToObj(i -> "['a','='," + i + "]").collect(joining(","));
    String right =
        IntStream.range(0, 1000)
            .mapToObj(i -> (i < 999 ? "'|'," : "") + "['a','='," + i + "]")
            .collect(joining(","));
    Node fromLeft = root("[" + left + terms + "]");
    assertThat(fromLeft.parts()).hasSize(1000);
    assertThat(root("[" + right + "]")).isEqualTo(fromLeft);
  }

  @ParameterizedTest
  @ValueSource(ints = {51, 500, 100_000})
  void groups_that_are_nested_too_deep_are_refused_with_the_limit(int depth) {
    assertThat(violations(json("[" + "'!',".repeat(depth) + "['a','=',1]]")))
        .extracting(Violation::message)
        .containsExactly("Groups are nested more than 50 deep; at most that is allowed");
    String mixed = "'|',['a','=',1],'&',['a','=',1],".repeat(Math.min(depth, 450) / 2 + 1);
    assertThat(violations(json("[" + mixed + "['a','=',1]]")))
        .extracting(Violation::message)
        .containsExactly("Groups are nested more than 50 deep; at most that is allowed");
  }

  @Test
  void lists_that_are_nested_without_end_are_refused() {
    assertThat(violations("[".repeat(100_000) + "]".repeat(100_000))).hasSize(1);
    String any = "[['a','any',".repeat(60) + "[]" + "]]".repeat(60);
    assertThat(violations(json(any)))
        .extracting(Violation::message)
        .contains("Groups are nested more than 50 deep; at most that is allowed");
  }

  @Test
  void numbers_that_are_equal_make_equal_filters() {
    assertThat(Filter.parse("[[\"a\",\"=\",1.0]]")).isEqualTo(Filter.parse("[[\"a\",\"=\",1]]"));
    assertThat(Filter.parse("[[\"a\",\"=\",1.50]]")).isEqualTo(Filter.parse("[[\"a\",\"=\",1.5]]"));
  }

  private static Node root(String filter) {
    return Filter.parse(json(filter)).root();
  }

  private static String json(String text) {
    return text.replace('\'', '"');
  }

  private static List<Violation> violations(String json) {
    List<Violation> found = new java.util.ArrayList<>();
    assertThatExceptionOfType(NurtureException.class)
        .isThrownBy(() -> Filter.parse(json))
        .satisfies(e -> assertThat(e.kind()).isEqualTo(NurtureException.Kind.INVALID))
        .satisfies(e -> found.addAll(e.violations()));
    return found;
  }
}
