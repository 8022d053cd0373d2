package org.nurture.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LiquidTest {
  private static final Instant NOW = Instant.parse("2030-05-06T07:08:09Z");

  @Test
  void placeholders_render_and_a_missing_value_renders_empty() {
    assertThat(
            text(
                "Hi {{ object.first_name | default: \"there\" }} of {{ object.company.name }}{{"
                    + " object.none }}!",
                Map.of("first_name", "", "company.name", "Acme")))
        .isEqualTo("Hi there of Acme!");
  }

  @Test
  void paths_are_the_fields_that_it_speaks_of() {
    Liquid liquid =
        Liquid.compile(
            "{% if object.country.code == 'IT' %}{{ object.tags.name | join: '/' }}{% endif %}"
                + "{% for t in object.tags.name %}{{ t }}{% endfor %}{{ object.tags.name.size }}",
            Escape.TEXT);

    assertThat(liquid.paths()).containsExactlyInAnyOrder("country.code", "tags.name");
    assertThat(
            liquid
                .renderer()
                .render(
                    Map.of("country.code", "IT", "tags.name", List.of("a", "b")), Map.of(), NOW))
        .isEqualTo("a/bab2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{{ object.name",
        "{% if object.a %}x",
        "{% nonsense %}",
        "{{ object.name | nonsense }}",
        "{{ contact.name }}",
        "{{ object }}",
        "{{ object['name'] }}",
        "{% include 'secret.txt' %}",
        "{% include secret.txt %}",
        "{% assign x = settings.password %}",
        "{% cycle 'a', object.name %}"
      })
  void what_is_broken_or_unknown_is_refused_when_compiled(String source) {
    assertThatThrownBy(() -> Liquid.compile(source, Escape.HTML))
        .isInstanceOf(LiquidException.class)
        .satisfies(e -> assertThat(e.getMessage()).isNotBlank().doesNotContain("\n"));
  }

  @Test
  void an_unknown_root_is_named() {
    assertThatThrownBy(() -> Liquid.compile("{{ contact.name }}", Escape.TEXT))
        .hasMessageContaining("contact.name")
        .hasMessageContaining("object.");
  }

  @Test
  void a_failing_filter_names_its_placeholder() {
    Liquid liquid = Liquid.compile("a {{ object.n | divided_by: object.zero }}", Escape.TEXT);

    assertThatThrownBy(() -> liquid.renderer().render(Map.of("n", 1L, "zero", 0L), Map.of(), NOW))
        .isInstanceOf(LiquidException.class)
        .hasMessageContaining("object.n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "{{ object.x }}",
        "{{ object.x | upcase }}",
        "{{ object.x | escape }}",
        "{{ object.x | escape_once }}",
        "{{ object.x | newline_to_br }}",
        "{{ object.x | append: object.x }}",
        "{{ object.list }}",
        "{{ object.list | join: object.x }}",
        "{{ object.list | first }}",
        "{% assign y = object.x %}{{ y }}",
        "{% capture y %}{{ object.x }}{% endcapture %}{{ y }}",
        "{% capture y %}{{ object.x }}{% endcapture %}{{ y | downcase }}",
        "{% for i in object.list %}{{ i }}{% endfor %}",
        "{{ object.x | url_decode }}",
        "{{ object.encoded | url_decode }}",
        "{{ object.x | split: ',' }}",
        "{{ object.none | default: object.x }}",
        "<a href=\"{{ object.x }}\">x</a>",
      })
  void no_way_of_putting_out_a_value_makes_markup(String source) {
    String evil = "\"><script>alert('1')</script>";
    Map<String, @Nullable Object> values = new HashMap<>();
    values.put("x", evil);
    values.put("list", Arrays.asList(evil, evil));
    values.put("encoded", "%3Cscript%3E");
    values.put("none", null);

    String html = Liquid.compile(source, Escape.HTML).renderer().render(values, Map.of(), NOW);

    assertThat(html.toLowerCase(java.util.Locale.ROOT))
        .doesNotContain("<script")
        .doesNotContain("\">\"")
        .doesNotContain("'1'");
  }

  @Test
  void html_of_the_template_itself_and_captured_html_stay() {
    assertThat(
            Liquid.compile(
                    "<p>{% capture b %}<b>{{ object.x }}</b>{% endcapture %}{{ b }}</p>",
                    Escape.HTML)
                .renderer()
                .render(Map.of("x", "A&B"), Map.of(), NOW))
        .isEqualTo("<p><b>A&amp;B</b></p>");
  }

  @Test
  void escape_filter_escapes_once() {
    assertThat(
            Liquid.compile("{{ object.x | escape }}", Escape.HTML)
                .renderer()
                .render(Map.of("x", "A&B"), Map.of(), NOW))
        .isEqualTo("A&amp;B");
  }

  @Test
  void a_value_with_line_breaks_adds_no_header() {
    String subject =
        Liquid.compile("Hello {{ object.x }}", Escape.HEADER)
            .renderer()
            .render(Map.of("x", "a\r\nBcc: evil@example.org\u2028\u0085x\u0000"), Map.of(), NOW);

    assertThat(subject).isEqualTo("Hello a  Bcc: evil@example.org  x ");
  }

  @Test
  void now_is_an_argument() {
    assertThat(text("{{ 'now' | date: '%Y-%m-%d %H:%M' }}", Map.of()))
        .isEqualTo("2030-05-06 07:08");
    assertThat(text("{{ object.d | date: '%d.%m.%Y' }}", Map.of("d", "2029-12-24")))
        .isEqualTo("24.12.2029");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{% for i in (1..1000000000) %}x{% endfor %}",
        "{% for i in (1..1000) %}{% for j in (1..1000) %}x{% endfor %}{% endfor %}",
        "{% assign s = 'xxxxxxxxxx' %}{% for i in (1..60) %}{% assign s = s | append: s %}{% endfor"
            + " %}",
        "{% assign s = 'xxxxxxxxxx' %}{% for i in (1..60) %}{% assign s = s | replace: 'x', s %}{%"
            + " endfor %}",
        "{% for i in (1..9999) %}{{ object.big }}{% endfor %}",
        "{% for i in (1..9999) %}{% for j in (1..1) %}{{ object.big }}{% endfor %}{% endfor %}",
        "{% capture s %}{% for i in (1..9999) %}{{ object.big }}{% endfor %}{% endcapture %}",
      })
  void rendering_is_bounded(String source) {
    assertThatThrownBy(() -> text(source, Map.of("big", "x".repeat(100_000))))
        .isInstanceOf(LiquidException.class);
  }

  @Test
  void globals_are_known() {
    assertThat(
            Liquid.compile("<a href=\"{{ unsubscribe_url }}\">", Escape.HTML)
                .renderer()
                .render(Map.of(), Map.of("unsubscribe_url", "https://x.example/u/1"), NOW))
        .isEqualTo("<a href=\"https://x.example/u/1\">");
  }

  private static String text(String source, Map<String, @Nullable Object> values) {
    return Liquid.compile(source, Escape.TEXT).renderer().render(values, Map.of(), NOW);
  }
}
