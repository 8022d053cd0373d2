package org.nurture.audience;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;
import org.nurture.audience.Target.Role;
import org.nurture.support.TestDatabase;

/** A small CRM in schema {@code host}: the same rows in a database and in memory. */
@NullUnmarked // a null in the wrong place is a failed test
final class HostCrm {
  private static final int CONTACTS = 80;

  /** Rows by table; a row's relations are rows or lists of rows under the relation's name. */
  final Map<String, List<Map<String, @Nullable Object>>> tables = new LinkedHashMap<>();

  private final Random random = new Random(7);

  static final String[] TABLES = {
    "create schema host",
    """
    create table host.country (
      id integer primary key,
      code varchar(2) not null unique,
      name varchar(100))
    """,
    """
    create table host.company (
      id bigint primary key,
      name varchar(100),
      country_id integer references host.country (id),
      parent_id bigint references host.company (id))
    """,
    """
    create table host.contact (
      id bigint primary key,
      name varchar(100) not null,
      email varchar(100),
      revenue numeric(12, 2),
      score integer,
      rate double precision,
      hot boolean,
      born date,
      met timestamp(3),
      seen timestamp(3) with time zone,
      ref uuid,
      company_id bigint references host.company (id),
      country_id integer references host.country (id),
      active boolean)
    """,
    "create table host.tag (id integer primary key, name varchar(100), rank integer)",
    """
    create table host.contact_tag (
      contact_id bigint not null references host.contact (id),
      tag_id integer not null references host.tag (id),
      primary key (contact_id, tag_id))
    """,
    """
    create table host.ticket (
      id bigint primary key,
      contact_id bigint references host.contact (id),
      title varchar(100),
      amount numeric(10, 2))
    """,
    """
    create view host.rich as
    select id as contact_no, name, revenue from host.contact where revenue > 100
    """,
    "create table host.device (serial varchar(40) primary key, name varchar(40), country_id"
        + " integer)",
    "create table host.session (id uuid primary key, name varchar(40))",
    "create table host.log (line varchar(40), \"select\" integer, \"Mixed Case\" varchar(40))",
    """
    create table host.task (
      id bigint primary key,
      title varchar(40),
      owner_id bigint not null references host.contact (id),
      reviewer_id bigint references host.contact (id))
    """,
  };

  HostCrm() {
    countries();
    companies();
    tags();
    contacts();
    tickets();
  }

  private void countries() {
    String[] codes = {"IT", "DE", "FR", "ÉT"};
    for (int i = 0; i < codes.length; i++) {
      row(
          "country",
          "id",
          (long) i + 1,
          "code",
          codes[i],
          "name",
          i == 2 ? null : "Country " + codes[i]);
    }
  }

  private void companies() {
    for (long id = 1; id <= 8; id++) {
      Map<String, @Nullable Object> country = maybe("country");
      Map<String, @Nullable Object> parent = id > 2 ? maybe("company") : null;
      row(
          "company",
          "id",
          id,
          "name",
          some("Acme", "acme", "Ümlaut", null, "100%", "a_b", "x\\y"),
          "country_id",
          id(country),
          "country",
          country,
          "parent_id",
          id(parent),
          "parent",
          parent);
    }
  }

  private void tags() {
    for (long id = 1; id <= 5; id++) {
      row("tag", "id", id, "name", id == 5 ? null : "Tag " + id, "rank", some(1L, 2L, null));
    }
  }

  private void contacts() {
    for (long id = 1; id <= CONTACTS; id++) {
      Map<String, @Nullable Object> company = maybe("company");
      Map<String, @Nullable Object> country = maybe("country");
      Map<String, @Nullable Object> contact =
          row(
              "contact",
              "id",
              id,
              "name",
              some(
                  "Ann", "ann", "Bob", "İpek", "ΟΔΟΣ", "", "it's \"q\"", "50% off", "\uD83D\uDE00"),
              "email",
              some("a@x.org", "B@x.org", "", null),
              "revenue",
              some(
                  new BigDecimal("300.00"),
                  new BigDecimal("1000.00"),
                  new BigDecimal("0.10"),
                  null),
              "score",
              some(0L, 1L, 5L, null),
              "rate",
              some(0.1, 1.5, -3.0, null),
              "hot",
              some(true, false, null),
              "born",
              some(LocalDate.of(1999, 12, 31), LocalDate.of(2000, 2, 29), null),
              "met",
              some(LocalDateTime.of(2026, 1, 31, 9, 0), LocalDateTime.of(2026, 2, 1, 0, 0), null),
              "seen",
              some(
                  Instant.parse("2026-01-31T09:00:00Z"),
                  Instant.parse("2026-02-01T00:00:00Z"),
                  null),
              "ref",
              some(new UUID(0, 1), new UUID(-1, 2), null),
              "company_id",
              id(company),
              "company",
              company,
              "country_id",
              id(country),
              "country",
              country,
              "active",
              some(true, true, true, false, null));
      List<Map<String, @Nullable Object>> tags = new ArrayList<>();
      for (Map<String, @Nullable Object> tag : tables.get("tag")) {
        if (random.nextInt(4) == 0) {
          tags.add(tag);
          row("contact_tag", "contact_id", id, "tag_id", tag.get("id"));
        }
      }
      contact.put("tag", tags);
      contact.put("ticket", new ArrayList<>());
    }
  }

  @SuppressWarnings("unchecked")
  private void tickets() {
    for (long id = 1; id <= CONTACTS; id++) {
      Map<String, @Nullable Object> contact = maybe("contact");
      Map<String, @Nullable Object> ticket =
          row(
              "ticket",
              "id",
              id,
              "contact_id",
              id(contact),
              "title",
              some("Help", "Refund", null),
              "amount",
              some(new BigDecimal("5.00"), new BigDecimal("50.00"), null));
      if (contact != null) {
        ((List<Object>) contact.get("ticket")).add(ticket);
      }
    }
  }

  private Map<String, @Nullable Object> row(String table, @Nullable Object... pairs) {
    Map<String, @Nullable Object> row = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      row.put(String.valueOf(pairs[i]), pairs[i + 1]);
    }
    tables.computeIfAbsent(table, t -> new ArrayList<>()).add(row);
    return row;
  }

  private @Nullable Map<String, @Nullable Object> maybe(String table) {
    List<Map<String, @Nullable Object>> rows = tables.get(table);
    int i = random.nextInt(rows.size() + rows.size() / 4 + 1);
    return i < rows.size() ? rows.get(i) : null;
  }

  private static @Nullable Object id(@Nullable Map<String, @Nullable Object> row) {
    return row == null ? null : row.get("id");
  }

  private @Nullable Object some(@Nullable Object... values) {
    return values[random.nextInt(values.length)];
  }

  /** Creates the schema and its rows. */
  HostCrm in(TestDatabase db) {
    db.execute(TABLES);
    db.run(
        sql ->
            tables.forEach(
                (table, rows) ->
                    rows.forEach(
                        row -> {
                          List<String> columns = new ArrayList<>();
                          List<@Nullable Object> values = new ArrayList<>();
                          List<String> binds = new ArrayList<>();
                          row.forEach(
                              (name, value) -> {
                                if (value != null
                                    && !(value instanceof Map)
                                    && !(value instanceof List)
                                    && !isRelation(table, name)) {
                                  columns.add(name);
                                  values.add(cast(value) == null ? value : value.toString());
                                  binds.add(
                                      cast(value) == null ? "?" : "cast(? as " + cast(value) + ")");
                                }
                              });
                          sql.execute(
                              "insert into host."
                                  + table
                                  + " ("
                                  + String.join(", ", columns)
                                  + ") values ("
                                  + String.join(", ", binds)
                                  + ")",
                              values.toArray());
                        })));
    return this;
  }

  /** Dates go as texts: drivers bend them by the zones of session and JVM. */
  private static @Nullable String cast(Object value) {
    return value instanceof LocalDate
        ? "date"
        : value instanceof LocalDateTime
            ? "timestamp"
            : value instanceof Instant
                ? "timestamp with time zone"
                : value instanceof UUID ? "uuid" : null;
  }

  private static boolean isRelation(String table, String name) {
    return name.equals("company")
        || name.equals("parent")
        || name.equals("country") && !table.equals("country");
  }

  static TargetDefinition target(String name, String table, Map<Role, String> roles) {
    return new TargetDefinition(
        name,
        Shape.humanised(name),
        "crm",
        "host",
        table,
        true,
        roles,
        List.of(),
        Map.of(),
        null,
        1);
  }
}
