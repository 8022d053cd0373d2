package org.nurture.template;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LiquidNamesTest {
  private static final Map<String, @Nullable String> NAMES = new HashMap<>();

  static {
    NAMES.put("first_name", "given_name");
    NAMES.put("company.name", "account.title");
    NAMES.put("tags", "labels");
    NAMES.put("score", null);
    NAMES.put("email", "email");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      quoteCharacter = '`',
      value = {
        "Hello # Hello",
        "Hi {{ object.first_name }} # Hi {{ object.given_name }}",
        "{{object.first_name|default: 'there'}}! # {{object.given_name|default: 'there'}}!",
        "{{ object.company.name | upcase }} # {{ object.account.title | upcase }}",
        "{% if object.score > 10 %}a{% else %}b{% endif %} # {% if nil > 10 %}a{% else %}b{% endif %}",
        "{{ object.score | default: 0 }} # {{ nil | default: 0 }}",
        "{% for t in object.tags %}{{ t }}{% endfor %} # {% for t in object.labels %}{{ t }}{% endfor %}",
        "{{ object.tags.size }} {{ object.score.size }} # {{ object.labels.size }} {{ nil }}",
        "😀 {{ object.first_name }} 😀 {{ object.email }} {{ object.company.name }} # 😀 {{ object.given_name }} 😀 {{ object.email }} {{ object.account.title }}",
        "{% raw %}{{ object.first_name }}{% endraw %}{{ object.email }} # {% raw %}{{ object.first_name }}{% endraw %}{{ object.email }}",
        "{% assign n = object.first_name %}{{ n }} {{ unsubscribe_url }} # {% assign n = object.given_name %}{{ n }} {{ unsubscribe_url }}",
      })
  void names_of_fields_change_and_nothing_else_does(String source, String renamed) {
    String result = LiquidNames.rename(source, NAMES::get);

    assertThat(result).isEqualTo(renamed);
    Liquid.compile(result, Escape.HTML);
  }
}
