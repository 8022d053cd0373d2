package org.nurture.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nurture.platform.NurtureException;
import org.nurture.platform.NurtureException.Kind;
import org.nurture.platform.Violation;

class CampaignDocumentTest {
  private static final String WELCOME =
      """
      {"name": "Welcome", "target": "contact", "filter": [["country.code", "=", "IT"]],
       "uniqueField": "email", "timeZone": "Europe/Rome",
       "activities": [
         {"ref": "hello", "name": "Say hello", "type": "email", "template": "Welcome aboard",
          "trigger": {"type": "begin", "interval": 0, "unit": "hours"},
          "children": [
            {"ref": "nudge", "name": "Text them", "type": "sms", "template": "Did you see it?",
             "trigger": {"type": "mail_not_opened", "interval": 2, "unit": "days"},
             "expiry": {"interval": 1, "unit": "weeks"}, "filter": [["mobile", "!=", null]]},
            {"ref": "hot", "name": "Mark as hot", "type": "action", "action": "Prioritise",
             "trigger": {"type": "mail_clicked", "interval": 0, "unit": "hours"}}]}]}
      """;

  @Test
  void the_contract_s_own_example_is_read() {
    CampaignDocument d = CampaignDocument.parse(WELCOME);

    assertThat(d.places())
        .extracting(CampaignDocument.Place::path)
        .containsExactly("/activities/0", "/activities/0/children/0", "/activities/0/children/1");
    assertThat(d.places().get(1).activity().expiry())
        .isEqualTo(new Interval(1, IntervalUnit.WEEKS));
    assertThat(d.tracking()).isTrue();
    assertThat(d.oncePerAddress()).isFalse();
  }

  @Test
  void what_we_answer_can_be_put_back_read_only_members_included() {
    CampaignDocument d = CampaignDocument.parse(WELCOME);
    CampaignView view =
        new CampaignView(
            7,
            CampaignState.RUNNING,
            false,
            true,
            3,
            java.time.Instant.EPOCH,
            java.time.Instant.EPOCH,
            null,
            d);

    assertThat(CampaignDocument.parse(view.toJson().toString())).isEqualTo(d);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("mistakes")
  void a_mistake_is_named_with_its_place(String json, Kind kind, String path, String words) {
    NurtureException e =
        catchThrowableOfType(NurtureException.class, () -> CampaignDocument.parse(json));

    assertThat(e).as(json).isNotNull();
    assertThat(e.kind()).isEqualTo(kind);
    assertThat(e.violations()).extracting(Violation::path).contains(path);
    assertThat(e.violations().stream().filter(v -> v.path().equals(path)).findFirst().get())
        .extracting(Violation::message)
        .asString()
        .contains(words);
  }

  static Stream<Arguments> mistakes() {
    String at = "/activities/0/trigger/interval";
    String nudge = "/activities/0/children/0";
    return Stream.of(
        wrong(
            "\"interval\": 0, \"unit\": \"hours\"",
            "\"interval\": 1.5, \"unit\": \"hours\"",
            at,
            "whole number"),
        wrong(
            "\"interval\": 0, \"unit\": \"hours\"",
            "\"interval\": -1, \"unit\": \"hours\"",
            at,
            "whole number"),
        wrong(
            "\"interval\": 0, \"unit\": \"hours\"",
            "\"interval\": null, \"unit\": \"hours\"",
            at,
            "whole number"),
        wrong(
            "\"interval\": 0, \"unit\": \"hours\"",
            "\"interval\": \"2\", \"unit\": \"hours\"",
            at,
            "whole number"),
        wrong(
            "\"interval\": 0, \"unit\": \"hours\"",
            "\"interval\": \"\", \"unit\": \"hours\"",
            at,
            "whole number"),
        wrong("\"interval\": 0, \"unit\": \"hours\"", "\"unit\": \"hours\"", at, "missing"),
        wrong(
            "\"interval\": 0, \"unit\": \"hours\"",
            "\"interval\": 100001, \"unit\": \"hours\"",
            at,
            "100000"),
        wrong(
            "\"interval\": 2, \"unit\": \"days\"",
            "\"interval\": 10001, \"unit\": \"days\"",
            nudge + "/trigger/interval",
            "10000"),
        wrong(
            "\"unit\": \"days\"",
            "\"unit\": \"fortnights\"",
            nudge + "/trigger/unit",
            "hours, days, weeks, months"),
        wrong(
            "\"unit\": \"days\"",
            "\"unit\": 7",
            Kind.MALFORMED,
            nudge + "/trigger/unit",
            "not a number"),
        wrong("mail_not_opened", "mail_forwarded", nudge + "/trigger/type", "mail_not_opened"),
        wrong(
            "mail_not_opened",
            "sms_clicked",
            nudge + "/trigger/type",
            "does not fit a parent of type email"),
        wrong("mail_not_opened", "begin", nudge + "/trigger/type", "without a parent"),
        wrong("\"begin\"", "\"mail_opened\"", "/activities/0/trigger/type", "needs a parent"),
        wrong("\"ref\": \"nudge\"", "\"ref\": \"hot\"", "/activities/0/children/1/ref", "unique"),
        wrong("\"ref\": \"nudge\"", "\"ref\": \"hello\"", nudge + "/ref", "cycle"),
        wrong("\"ref\": \"nudge\"", "\"ref\": \" \"", nudge + "/ref", "empty"),
        wrong("\"ref\": \"nudge\"", "\"parent\": \"hot\"", nudge + "/parent", "not a member"),
        wrong("\"type\": \"sms\"", "\"type\": \"fax\"", nudge + "/type", "email, sms, action"),
        wrong("\"name\": \"Text them\"", "\"name\": \"\"", nudge + "/name", "empty"),
        wrong("\"name\": \"Text them\"", "\"name\": null", nudge + "/name", "missing"),
        wrong(
            "\"name\": \"Text them\"",
            "\"name\": true",
            Kind.MALFORMED,
            nudge + "/name",
            "not true or false"),
        wrong(
            "\"action\": \"Prioritise\"",
            "\"template\": \"Prioritise\"",
            "/activities/0/children/1/template",
            "no template"),
        wrong(
            "\"template\": \"Did you see it?\"",
            "\"action\": \"x\"",
            nudge + "/action",
            "no action"),
        wrong(
            "\"template\": \"Did you see it?\"",
            "\"template\": 5",
            Kind.MALFORMED,
            nudge + "/template",
            "a title"),
        wrong(
            "\"template\": \"Did you see it?\"",
            "\"template\": {}",
            nudge + "/template/title",
            "missing"),
        wrong(
            "\"expiry\": {\"interval\": 1, ",
            "\"waitAtMost\": {\"interval\": 1, ",
            nudge + "/waitAtMost",
            "wait for an event"),
        wrong(
            "\"expiry\": {\"interval\": 1, ",
            "\"expiry\": {\"interval\": \"\", ",
            nudge + "/expiry/interval",
            "whole number"),
        wrong(
            "\"expiry\": {\"interval\": 1, ",
            "\"expiry\": {\"interval\": 1, \"x\": 1, ",
            nudge + "/expiry/x",
            "not a member"),
        wrong(
            "\"timeZone\": \"Europe/Rome\"",
            "\"timeZone\": \"Europe/Roma\"",
            "/timeZone",
            "Europe/Rome"),
        wrong(
            "\"filter\": [[\"country.code\", \"=\", \"IT\"]]",
            "\"filter\": \"country = IT\"",
            Kind.MALFORMED,
            "/filter",
            "a list"),
        wrong(
            "[[\"mobile\", \"!=\", null]]",
            "[[\"mobile\", \"≠\", null]]",
            nudge + "/filter/0/1",
            "!="),
        wrong(
            "\"uniqueField\": \"email\"",
            "\"uniqueFeild\": \"email\"",
            "/uniqueFeild",
            "uniqueField"),
        wrong("\"uniqueField\": \"email\"", "\"tags\": \"vip\"", Kind.MALFORMED, "/tags", "a list"),
        wrong(
            "\"uniqueField\": \"email\"",
            "\"tracking\": \"no\"",
            Kind.MALFORMED,
            "/tracking",
            "true or false"),
        wrong("\"target\": \"contact\", ", "", "/target", "missing"),
        Arguments.of(
            "{\"name\":\"x\",\"target\":\"contact\",\"activities\":[null, 5]}",
            Kind.MALFORMED,
            "/activities/1",
            "must be an object"));
  }

  private static Arguments wrong(String right, String wrong, String path, String words) {
    return wrong(right, wrong, Kind.INVALID, path, words);
  }

  private static Arguments wrong(String right, String wrong, Kind kind, String path, String words) {
    int i = WELCOME.indexOf(right);
    assertThat(i).as(right).isNotNegative();
    return Arguments.of(
        WELCOME.substring(0, i) + wrong + WELCOME.substring(i + right.length()), kind, path, words);
  }

  @Test
  void all_mistakes_are_told_at_once() {
    NurtureException e =
        catchThrowableOfType(
            NurtureException.class,
            () ->
                CampaignDocument.parse(
                    WELCOME
                        .replace("\"interval\": 0", "\"interval\": 1.5")
                        .replace("mail_not_opened", "sms_clicked")
                        .replace("Europe/Rome", "Mars")));

    assertThat(e.violations())
        .extracting(Violation::path)
        .containsExactlyInAnyOrder(
            "/timeZone",
            "/activities/0/trigger/interval",
            "/activities/0/children/0/trigger/type",
            "/activities/0/children/1/trigger/interval");
  }

  @Test
  void a_workflow_of_more_than_a_thousand_activities_is_refused() {
    String many =
        IntStream.range(0, 1001)
            .mapToObj(
                i ->
                    "{\"name\":\"a\",\"type\":\"sms\",\"trigger\":{\"type\":\"begin\",\"interval\":0,\"unit\":\"hours\"}}")
            .collect(java.util.stream.Collectors.joining(","));
    NurtureException e =
        catchThrowableOfType(
            NurtureException.class,
            () ->
                CampaignDocument.parse(
                    "{\"name\":\"x\",\"target\":\"contact\",\"activities\":[" + many + "]}"));

    assertThat(e.violations()).extracting(Violation::path).containsExactly("/activities");
  }

  @Test
  void every_activity_gets_a_ref_that_says_its_name_and_was_never_used() {
    CampaignDocument d =
        CampaignDocument.parse(
            WELCOME
                .replace("\"ref\": \"nudge\", ", "")
                .replace("\"ref\": \"hot\", ", "")
                .replace("Mark as hot", "Text thém!"));

    CampaignDocument complete = Refs.complete(d, java.util.Set.of("text-them"));

    assertThat(complete.places())
        .extracting(p -> p.activity().ref())
        .containsExactly("hello", "text-them-2", "text-them-3");
  }
}
