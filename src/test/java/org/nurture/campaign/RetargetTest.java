package org.nurture.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.nurture.audience.FieldInfo;
import org.nurture.audience.FieldType;
import org.nurture.audience.Target.Role;
import org.nurture.platform.json.DocumentReader;
import org.nurture.platform.json.JsonText;

class RetargetTest {
  private static final CampaignDocument DOCUMENT =
      read(
          """
          {"name": "Welcome", "target": "contact", "uniqueField": "email",
           "filter": ["|", ["stage", "=", "new"], "&", ["score", ">", 5], ["tag.name", "=", "hot"]],
           "activities": [
             {"name": "Hello", "type": "email", "trigger": {"type": "begin", "interval": 0, "unit": "hours"},
              "template": {"title": "Hi {{ object.first_name }}", "target": "contact",
                           "html": "<p>{{ object.first_name | default: 'there' }}</p>"},
              "children": [
                {"name": "Mark", "type": "action", "filter": [["opt_out", "=", false]],
                 "trigger": {"type": "mail_clicked", "interval": 0, "unit": "hours"},
                 "action": {"name": "Mark", "target": "contact", "kind": "update_record",
                            "set": [{"field": "score", "value": 90}, {"field": "note", "from": "company.name"}]}},
                {"name": "To do", "type": "action",
                 "trigger": {"type": "mail_clicked", "interval": 0, "unit": "hours"},
                 "action": {"name": "Call", "target": "contact", "kind": "create_activity",
                            "summary": "Call {{ object.first_name }}", "assignee": {"from": "user.login"}}},
                {"name": "Tag", "type": "action",
                 "trigger": {"type": "mail_clicked", "interval": 0, "unit": "hours"},
                 "action": {"name": "Tag", "target": "contact", "kind": "update_record",
                            "set": [{"field": "tag", "add": ["hot"]}]}}]}]}
          """);

  private static CampaignDocument read(String json) {
    return DocumentReader.read(JsonText.object(json), CampaignDocument::read);
  }

  @Test
  void all_fields_are_found_with_what_they_are_for() {
    List<FieldUse> uses = Retarget.uses(DOCUMENT);

    assertThat(uses)
        .extracting(FieldUse::path)
        .containsExactlyInAnyOrder(
            "stage",
            "score",
            "tag.name",
            "email",
            "first_name",
            "opt_out",
            "note",
            "company.name",
            "user.login",
            "tag");
    FieldUse score = uses.stream().filter(u -> u.path().equals("score")).findFirst().orElseThrow();
    assertThat(score.is(FieldUse.Kind.FILTER)).isTrue();
    assertThat(score.is(FieldUse.Kind.WRITTEN)).isTrue();
    assertThat(score.takes(FieldType.INTEGER)).isTrue();
    assertThat(score.takes(FieldType.TEXT)).isFalse();
  }

  @Test
  void with_its_own_fields_a_document_stays_as_it_is() {
    Map<String, String> same =
        Retarget.uses(DOCUMENT).stream()
            .collect(java.util.stream.Collectors.toMap(FieldUse::path, FieldUse::path));

    CampaignDocument again = Retarget.apply(DOCUMENT, "contact", same);

    assertThat(again.filter()).isEqualTo(DOCUMENT.filter());
    assertThat(Retarget.uses(again)).hasSameSizeAs(Retarget.uses(DOCUMENT));
  }

  @Test
  void filters_placeholders_and_actions_name_the_other_fields() {
    CampaignDocument other =
        Retarget.apply(
            DOCUMENT,
            "person",
            Map.of(
                "stage",
                "status",
                "score",
                "points",
                "email",
                "mail",
                "first_name",
                "given",
                "opt_out",
                "no_mail",
                "note",
                "remarks",
                "company.name",
                "firm.title",
                "user.login",
                "owner",
                "tag",
                "labels",
                "tag.name",
                "labels.word"));

    assertThat(other.target()).isEqualTo("person");
    assertThat(other.uniqueField()).isEqualTo("mail");
    assertThat(other.filter().toJson())
        .contains("status", "points", "labels.word")
        .doesNotContain("stage", "score");
    ActivityDocument hello = other.activities().get(0);
    assertThat(document(hello).getString("html"))
        .isEqualTo("<p>{{ object.given | default: 'there' }}</p>");
    assertThat(document(hello).getString("subject")).isEqualTo("Hi {{ object.given }}");
    assertThat(document(hello).getString("target")).isEqualTo("person");
    assertThat(hello.children().get(0).filter().toJson()).contains("no_mail");
    assertThat(document(hello.children().get(0)).toString())
        .contains("points", "remarks", "firm.title");
    assertThat(document(hello.children().get(1)).toString()).contains("object.given", "owner");
    assertThat(document(hello.children().get(2)).toString()).contains("labels");
    assertThat(Retarget.emptied(other)).isEmpty();
  }

  @Test
  void what_is_left_out_goes_without_a_trace() {
    CampaignDocument other =
        Retarget.apply(DOCUMENT, "person", Map.of("stage", "status", "email", "mail"));

    assertThat(other.filter().toJson()).isEqualTo("[[\"status\",\"=\",\"new\"]]");
    ActivityDocument hello = other.activities().get(0);
    assertThat(document(hello).getString("html")).isEqualTo("<p>{{ nil | default: 'there' }}</p>");
    assertThat(hello.children().get(0).filter().matchesAll()).isTrue();
    assertThat(document(hello.children().get(1)).isNull("assignee")).isTrue();
    assertThat(Retarget.emptied(other)).containsExactly("Mark", "Tag");
  }

  @Test
  void roles_come_before_names_and_types_must_fit() {
    FieldGuess guess =
        new FieldGuess(
            Map.of(Role.EMAIL, "mail_1", Role.OWNER, "seller"),
            Map.of(
                "mail_1", info("mail_1", FieldType.TEXT, false),
                "mail_2", info("mail_2", FieldType.TEXT, false),
                "seller", info("seller", FieldType.TEXT, false),
                "given_name", info("given_name", FieldType.TEXT, false),
                "status", info("status", FieldType.TEXT, false),
                "rating", info("rating", FieldType.TEXT, false),
                "points", info("points", FieldType.INTEGER, false),
                "categories", info("categories", FieldType.INTEGER, true)));

    Map<String, String> guessed = guess.of(Retarget.uses(DOCUMENT));

    assertThat(guessed)
        .containsEntry("email", "mail_1")
        .containsEntry("user.login", "seller")
        .containsEntry("first_name", "given_name")
        .containsEntry("stage", "status")
        .containsEntry("score", "points")
        .containsEntry("tag", "categories")
        .doesNotContainKey("opt_out");
  }

  private static FieldInfo info(String name, FieldType type, boolean many) {
    return new FieldInfo(
        name, name, type, true, many ? new FieldInfo.Relation("far", true) : null, many);
  }

  private static JsonObject document(ActivityDocument activity) {
    return java.util.Objects.requireNonNull(
        java.util.Objects.requireNonNull(activity.content()).document());
  }
}
