package org.nurture.action.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nurture.action.expression.Expression.Failed;
import org.nurture.action.expression.Expression.Field;
import org.nurture.action.expression.Expression.Kind;
import org.nurture.action.expression.Expression.Wrong;

/** Expressions: types, empty fields, bounds. */
class ExpressionTest {
  private static final Instant NOW = Instant.parse("2030-01-31T12:00:00Z");
  private static final Map<String, Kind> FIELDS =
      Map.of(
          "score", Kind.INTEGER,
          "rate", Kind.DECIMAL,
          "name", Kind.TEXT,
          "vip", Kind.BOOLEAN,
          "born", Kind.INSTANT,
          "company", Kind.INTEGER,
          "company.name", Kind.TEXT);

  private static Expression compile(String source) throws Wrong {
    return Expression.compile(
        source, path -> new Field(FIELDS.get(path), "“" + path + "” is not there"));
  }

  private static @Nullable Object value(String source) throws Wrong, Failed {
    Map<String, @Nullable Object> values = new HashMap<>();
    values.put("score", 7L);
    values.put("rate", 1.5);
    values.put("name", "Ann Müller ");
    values.put("vip", true);
    values.put("born", Instant.parse("2000-02-29T00:00:00Z"));
    values.put("company.name", "Acme");
    return compile(source).value(values, NOW);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "object.score + 10 | 17",
        "object.score / 2 * 3 % 4 | 1",
        "double(object.score) * object.rate | 10.5",
        "round(2.5) | 3",
        "round(-2.5) | -3",
        "upper(trim(object.name)) + ' of ' + object.company.name | ANN MÜLLER of Acme",
        "left(object.name, 3) | Ann",
        "left('😀b', 1) | 😀",
        "lower('ABC') | abc",
        "object.name.startsWith('Ann') && object.score > 5 | true",
        "object.score > 5.5 ? 'hot' : 'cold' | hot",
        "now + days(1) | 2030-02-01T12:00:00Z",
        "now - object.born > duration('24h') | true",
        "string(object.born.getFullYear()) | 2000",
        "'a' in ['a', 'b'] | true",
        "string(object.score) + '!' | 7!"
      })
  void values(String source, String expected) throws Wrong, Failed {
    assertThat(value(source)).hasToString(expected);
  }

  @Test
  void an_empty_field_is_absent() throws Wrong, Failed {
    Map<String, @Nullable Object> empty = new HashMap<>();
    empty.put("score", null);

    assertThat(compile("has(object.score) ? object.score : 1").value(empty, NOW)).isEqualTo(1L);
    assertThat(compile("object.?score.orValue(2)").value(empty, NOW)).isEqualTo(2L);
    assertThat(compile("object.?company.?name.orValue('none')").value(empty, NOW))
        .isEqualTo("none");
    assertThat(compile("object.?score").value(empty, NOW)).isNull();
    assertThat(compile("null").value(empty, NOW)).isNull();
    assertThatThrownBy(() -> compile("object.score + 1").value(empty, NOW))
        .isInstanceOf(Failed.class)
        .hasMessageContaining("“score” is empty here");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "object.score / 0",
        "round(1e300)",
        "9223372036854775807 + object.score",
        "int(object.name)",
        "timestamp(object.name)"
      })
  void what_has_no_value_fails_for_that_record(String source) {
    assertThatThrownBy(() -> value(source)).isInstanceOf(Failed.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "object.score + | At character 15",
        "object.nope | “nope” is not there",
        "object.company.nope | “company.nope” is not there",
        "object.score + object.name | no matching overload",
        "object.score == null | no matching overload",
        "object | whole record",
        "[object] | whole record",
        "object.company.name + string(object.company) | “company” is a record here",
        "other.score | undeclared reference",
        "[1, 2].map(x, x) | undeclared reference",
        "object.name.nope() | undeclared reference",
        "uuid() | undeclared reference"
      })
  void what_is_wrong_is_said_before_anything_runs(String source, String why) {
    assertThatThrownBy(() -> compile(source))
        .isInstanceOf(Wrong.class)
        .hasMessageContaining(why.strip());
  }

  @Test
  void types_are_known_before_anything_runs() throws Wrong {
    assertThat(compile("object.score + 1").gives(Kind.INTEGER)).isTrue();
    assertThat(compile("object.score + 1").gives(Kind.DECIMAL)).isTrue();
    assertThat(compile("object.score + 1").gives(Kind.TEXT)).isFalse();
    assertThat(compile("object.rate").gives(Kind.INTEGER)).isFalse();
    assertThat(compile("object.?name").gives(Kind.TEXT)).isTrue();
    assertThat(compile("null").gives(Kind.BOOLEAN)).isTrue();
    assertThat(compile("now").gives(Kind.INSTANT)).isTrue();
    assertThat(compile("[1]").gives(Kind.INTEGER)).isFalse();
    assertThat(compile("object.name + object.company.name").paths())
        .containsExactlyInAnyOrder("name", "company.name");
  }

  @Test
  void length_and_depth_are_bounded() throws Wrong, Failed {
    assertThatThrownBy(() -> compile("'" + "a".repeat(2_000) + "'"))
        .isInstanceOf(Wrong.class)
        .hasMessageContaining("at most 2000");
    assertThatThrownBy(() -> compile("(".repeat(900) + "1" + ")".repeat(900)))
        .isInstanceOf(Wrong.class);
    assertThatThrownBy(() -> compile("[".repeat(900) + "1" + "]".repeat(900)))
        .isInstanceOf(Wrong.class);
    // a run of signs is no depth: they cancel each other out
    assertThat(value("!".repeat(1_500) + "true")).isEqualTo(true);
  }

  @Test
  void a_regular_expression_that_explodes_elsewhere_does_not_here() throws Wrong, Failed {
    assertThat(value("'" + "a".repeat(60) + "!'.matches('^(a+)+$')")).isEqualTo(false);
  }
}
