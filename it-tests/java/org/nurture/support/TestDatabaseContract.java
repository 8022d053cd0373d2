package org.nurture.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.nurture.platform.schema.Tables.AUDIT;

import java.time.Duration;
import java.time.Instant;
import org.jooq.DSLContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What tests rely on in their databases. */
abstract class TestDatabaseContract {
  private static final Duration LONG = Duration.ofMinutes(1);
  private static final Instant AT = Instant.parse("2026-03-29T01:30:00.123Z");
  private final TestDatabase db;

  TestDatabaseContract(TestDatabase db) {
    this.db = db;
  }

  @BeforeEach
  void empty() {
    db.wipe();
  }

  @Test
  void a_new_transaction_suspends_the_outer_one() {
    assertThatThrownBy(
            () ->
                db.transactions()
                    .inNew(
                        LONG,
                        () -> {
                          note(db.database().sql(), "outer");
                          db.transactions().inNew(LONG, () -> note(db.database().sql(), "inner"));
                          throw new IllegalStateException("outer fails");
                        }))
        .hasMessage("outer fails");

    assertThat(db.<Object>ask(sql -> sql.select(AUDIT.WHAT).from(AUDIT).fetch(AUDIT.WHAT)))
        .isEqualTo(java.util.List.of("inner"));
  }

  @Test
  void instants_come_back_as_they_were_whatever_the_session_zone() {
    db.run(sql -> note(sql, "now"));

    assertThat(db.<Instant>ask(sql -> sql.select(AUDIT.AT).from(AUDIT).fetchSingle(AUDIT.AT)))
        .isEqualTo(AT);
  }

  private static int note(DSLContext sql, String what) {
    return sql.insertInto(AUDIT, AUDIT.AT, AUDIT.WHO, AUDIT.WHAT, AUDIT.SUBJECT)
        .values(AT, "test", what, "-")
        .execute();
  }
}
