package org.nurture.audience;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.nurture.audience.HostChange.Kind;
import org.nurture.audience.HostTable.Column;
import org.nurture.audience.HostTable.SqlKind;
import org.nurture.audience.HostTable.TableName;
import org.nurture.audience.Target.Role;

/** What a target remembers of its table, and what it calls a record. */
class SeenTest {

  @Test
  void what_came_went_and_changed_its_type_is_told() {
    Seen before =
        new Seen(
            Map.of("id", "integer", "fax", "text", "score", "text"),
            Map.of("company", "crm.company"));
    Seen now =
        new Seen(
            Map.of("id", "integer", "mobile", "text", "score", "integer"),
            Map.of("owner", "crm.crm_user"));

    assertThat(before.until(now))
        .containsExactlyInAnyOrder(
            new HostChange(Kind.FIELD_NEW, "mobile", null, "text"),
            new HostChange(Kind.FIELD_GONE, "fax", "text", null),
            new HostChange(Kind.FIELD_TYPE, "score", "text", "integer"),
            new HostChange(Kind.RELATION_NEW, "owner", null, "crm.crm_user"),
            new HostChange(Kind.RELATION_GONE, "company", "crm.company", null));
  }

  @Test
  void what_is_kept_reads_back_the_same() {
    Seen seen = new Seen(Map.of("odd \"name\"", "text"), Map.of());

    assertThat(Objects.requireNonNull(Seen.read(seen.json())).until(seen)).isEmpty();
  }

  @Test
  void a_last_name_is_shown_after_the_first_one() {
    assertThat(DisplayName.of(table("FirstName", "LastName"), Map.of(Role.NAME, "LastName")))
        .containsExactly("FirstName", "LastName");
    assertThat(DisplayName.of(table("first_name", "subject"), Map.of(Role.NAME, "subject")))
        .containsExactly("subject");
    assertThat(DisplayName.of(table("first_name"), Map.of())).isEmpty();
  }

  @Test
  void secrets_are_known_by_their_names() {
    assertThat(List.of("password", "user_iban", "api_key", "pin", "ACCESS_TOKEN"))
        .allMatch(Samples::secret);
    assertThat(List.of("opinion", "shipping", "email", "spinner")).noneMatch(Samples::secret);
  }

  private static HostTable table(String... texts) {
    List<Column> columns =
        List.of(texts).stream()
            .map(
                t ->
                    new Column(
                        t, t, FieldType.TEXT, SqlKind.TEXT, true, false, "varchar", 100, null))
            .toList();
    return new HostTable(
        new TableName(null, "people", false),
        false,
        columns,
        List.of(),
        List.of(),
        List.of(),
        List.of());
  }
}
