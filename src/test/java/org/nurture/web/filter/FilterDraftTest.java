package org.nurture.web.filter;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nurture.platform.json.JsonText;

class FilterDraftTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "[[\"country.code\",\"=\",\"IT\"]]",
        "[[\"country.code\",\"=\",\"IT\"],[\"revenue\",\">\",1000]]",
        "[\"|\",[\"a\",\"=\",\"x\"],[\"b\",\"!=\",null]]",
        "[\"|\",\"|\",[\"a\",\"=\",\"x\"],[\"b\",\"=\",\"y\"],[\"c\",\"in\",[\"p\",\"q\"]]]",
        "[[\"a\",\"in\",[\"x, y\"]]]",
        "[\"&\",[\"d\",\">=\",\"today -30d\"],[\"d\",\"<=\",\"now\"]]",
        "[\"|\",[\"a\",\"=\",\"x\"],\"&\",[\"d\",\">=\",\"now\"],[\"d\",\"<=\",\"now +6h\"]]",
        "[[\"a\",\"=\",\"x\"],\"|\",[\"b\",\"=\",\"y\"],\"&\",[\"c\",\"=\",true],[\"d\",\"ilike\",\"z\"]]"
      })
  void what_the_builder_reads_it_writes_unchanged(String json) {
    FilterDraft draft = FilterDraft.read(JsonText.array(json)).orElseThrow();

    assertThat(draft.write(FilterDraftTest::type).toString()).isEqualTo(json);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[\"!\",[\"a\",\"=\",\"x\"]]",
        "[[\"a\",\"any\",[[\"b\",\"=\",1]]]]",
        "[[\"a\",\"=?\",1]]",
        "[\"&\",[\"a\",\"=\",1]]"
      })
  void what_the_builder_cannot_show_is_left_to_the_text(String json) {
    assertThat(FilterDraft.read(JsonText.array(json))).isEmpty();
  }

  @Test
  void a_number_that_is_none_stays_text_so_that_the_check_speaks_of_it() {
    FilterDraft draft = FilterDraft.empty();
    FilterDraft.Rule rule = new FilterDraft.Rule();
    rule.setPath("revenue");
    rule.setOperator(">");
    rule.setValue("much");
    draft.root().items().add(rule);

    assertThat(draft.write(p -> "DECIMAL").toString()).isEqualTo("[[\"revenue\",\">\",\"much\"]]");
  }

  @Test
  void a_rule_without_a_field_is_left_out() {
    FilterDraft draft = FilterDraft.empty();
    draft.root().items().add(new FilterDraft.Rule());

    assertThat(draft.write(p -> null)).isEmpty();
  }

  @Test
  void a_rule_without_a_value_is_left_out_until_it_has_one() {
    FilterDraft draft = FilterDraft.empty();
    FilterDraft.Rule rule = new FilterDraft.Rule();
    rule.setPath("city");
    draft.root().items().add(rule);
    assertThat(draft.write(p -> "TEXT")).isEmpty();

    rule.setOperator(FilterValues.UNSET);
    assertThat(draft.write(p -> "TEXT").toString()).isEqualTo("[[\"city\",\"=\",null]]");
  }

  @Test
  void the_last_days_are_one_rule_of_two_terms() {
    FilterDraft draft =
        FilterDraft.read(
                JsonText.array(
                    "[[\"d\",\">=\",\"today -2w\"],[\"d\",\"<=\",\"now\"],[\"a\",\"=\",\"x\"]]"))
            .orElseThrow();

    assertThat(draft.rules()).hasSize(2);
    FilterDraft.Rule rule = draft.rules().get(0);
    assertThat(rule.isSpan()).isTrue();
    assertThat(rule.getSpanCount()).isEqualTo("2");
    assertThat(rule.getSpanUnit()).isEqualTo("w");
  }

  private static String type(String path) {
    return switch (path) {
      case "revenue" -> "DECIMAL";
      case "c" -> "BOOLEAN";
      default -> "TEXT";
    };
  }
}
