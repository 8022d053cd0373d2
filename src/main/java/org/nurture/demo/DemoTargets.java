package org.nurture.demo;

import jakarta.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.nurture.platform.DataSources;
import org.nurture.platform.json.DocumentWriter;

/**
 * The demo CRM's tables as targets (API.md: company, contact, lead, country, tag, ticket, user).
 */
final class DemoTargets {
  private DemoTargets() {}

  /** Their documents, those that others refer to first; roles that are not named are guessed. */
  static List<JsonObject> documents() {
    return List.of(
        target("country", "Country", "country", false, Map.of("name", "name", "country", "code")),
        target(
            "user",
            "User",
            "crm_user",
            false,
            Map.of(
                "name", "name",
                "email", "email",
                "language", "language",
                "timeZone", "time_zone",
                "active", "active")),
        target("tag", "Tag", "tag", false, Map.of("name", "name")),
        target(
            "company",
            "Company",
            "company",
            false,
            Map.of(
                "name", "name",
                "email", "email",
                "phone", "phone",
                "active", "active",
                "modified", "modified_at",
                "owner", "user_id")),
        target("contact", "Contact", "contact", true, person()),
        target("lead", "Lead", "lead", true, person()),
        target(
            "ticket",
            "Ticket",
            "ticket",
            true,
            Map.of(
                "name", "subject",
                "email", "email",
                "modified", "modified_at",
                "owner", "user_id")));
  }

  private static Map<String, String> person() {
    return Map.of(
        "name", "last_name",
        "email", "email",
        "phone", "mobile",
        "language", "language",
        "timeZone", "time_zone",
        "active", "active",
        "optOut", "opt_out",
        "modified", "modified_at",
        "owner", "user_id");
  }

  private static JsonObject target(
      String name, String label, String table, boolean writable, Map<String, String> roles) {
    DocumentWriter given = new DocumentWriter();
    new TreeMap<>(roles).forEach(given::put);
    return new DocumentWriter()
        .put("name", name)
        .put("label", label)
        .put("dataSource", DataSources.CRM)
        .put("schema", DemoCrm.SCHEMA)
        .put("table", table)
        .put("writable", writable)
        .put("roles", given.build())
        .build();
  }
}
