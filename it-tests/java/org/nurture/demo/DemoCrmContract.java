package org.nurture.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.nurture.support.TestDatabase;

/** The demo CRM is the same on every make of database. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class DemoCrmContract {
  private static final int CONTACTS = 2000;

  private final TestDatabase db;

  DemoCrmContract(TestDatabase db) {
    this.db = db;
  }

  @BeforeAll
  void setUp() throws Exception {
    assertThat(create()).as("created").isTrue();
  }

  private boolean create() throws Exception {
    try (Connection connection = db.dataSource().getConnection()) {
      return DemoCrm.create(connection, CONTACTS);
    }
  }

  private long count(String where) {
    return db.ask(
        sql -> sql.fetchOne("select count(*) from crm." + where).get(0, Number.class).longValue());
  }

  @Test
  void a_second_start_finds_it() throws Exception {
    assertThat(create()).isFalse();
    assertThat(count("contact")).isEqualTo(CONTACTS);
  }

  @Test
  void a_load_that_was_killed_starts_anew() throws Exception {
    db.execute("create schema crm_unfinished", "delete from crm.ticket");

    assertThat(create()).isTrue();

    assertThat(count("ticket")).isEqualTo(400);
    assertThat(create()).isFalse();
  }

  @Test
  void it_has_people_of_all_sorts() {
    assertThat(count("company")).isEqualTo(200);
    assertThat(count("lead")).isEqualTo(500);
    assertThat(count("ticket")).isEqualTo(400);
    assertThat(count("contact where email is null")).isBetween(20L, 120L);
    assertThat(count("contact where email like '%(at)%'")).isBetween(5L, 60L);
    assertThat(count("contact where opt_out")).isBetween(20L, 200L);
    assertThat(count("contact where not active")).isBetween(20L, 200L);
    assertThat(count("contact where mobile is not null")).isBetween(1200L, 1900L);
    assertThat(
            count(
                "contact a join crm.contact b on a.id < b.id and lower(a.email) = lower(b.email)"
                    + " and a.email <> b.email"))
        .isBetween(20L, 100L);
    assertThat(count("contact c join crm.country o on o.id = c.country_id and o.code = 'IT'"))
        .isBetween(150L, 500L);
    assertThat(count("contact where company_id is null")).isBetween(50L, 400L);
    assertThat(count("contact_tag")).isBetween(1000L, 4000L);
  }

  @Test
  void mail_addresses_belong_to_nobody() {
    assertThat(
            count(
                "contact where email is not null and email <> '' and lower(email) not like"
                    + " '%example.com' and lower(email) not like '%example.net' and lower(email)"
                    + " not like '%example.org'"))
        .isZero();
  }

  @Test
  void the_same_seed_gives_the_same_people_on_every_database() {
    List<String> people =
        db.ask(
            sql ->
                sql.fetch(
                        "select first_name || ' ' || last_name || ' ' || email || ' ' || mobile"
                            + " || ' ' || city || ' ' || score || ' ' || revenue"
                            + " from crm.contact where id in (1, 2, 41, 1234, 2000) order by id")
                    .map(row -> row.get(0, String.class)));

    assertThat(people)
        .containsExactly(
            "İpek Özdemir ipek.ozdemir1@example.org +905321560042 Iğdır 59 38633.47",
            "Hüseyin Öztürk huseyin.ozturk2@example.net +905322167344 İzmir 9 30988.29",
            "Rubén Ruiz IDA.WOLF40@EXAMPLE.NET +34612909853 Sevilla 49 21977.52",
            "Zoé Leroy zoe.leroy1234@example.com +33639988268 Marseille 59 44008.95",
            "George Davies george.davies2000@example.com +447700900273 London 51 18661.00");
  }

  @Test
  void a_new_row_gets_the_next_key() {
    db.execute(
        "insert into crm.contact (first_name, created_at, modified_at) values ('New',"
            + " current_timestamp, current_timestamp)");

    assertThat(count("contact where id = 2001 and active and not opt_out")).isEqualTo(1);

    db.execute("delete from crm.contact where id = 2001");
  }
}
