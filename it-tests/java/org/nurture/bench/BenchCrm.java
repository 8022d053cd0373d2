package org.nurture.bench;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.nurture.audience.Audience;
import org.nurture.audience.Catalogue;
import org.nurture.audience.HostAudience;
import org.nurture.audience.Target.Role;
import org.nurture.audience.TargetDefinition;
import org.nurture.platform.DataSources;
import org.nurture.support.LocalSources;
import org.nurture.support.TestDatabase;

/** A CRM of contacts, nine in ten of them from Italy, one relation away. */
final class BenchCrm {
  static final Instant NOW = Instant.parse("2026-06-01T08:00:00Z");

  private BenchCrm() {}

  static void create(TestDatabase db, int contacts) {
    db.execute(
        "create schema crm",
        "create table crm.country (id integer primary key, code varchar(2) not null unique)",
        "insert into crm.country values (1, 'IT'), (2, 'FR')",
        """
        create table crm.contact (
          id bigint primary key,
          name varchar(100) not null,
          email varchar(200),
          phone varchar(40),
          score integer,
          stage varchar(20),
          country_id integer references crm.country (id),
          active boolean not null,
          opt_out boolean not null
        )
        """,
        """
        insert into crm.contact
        select i, 'Contact ' || i, 'c' || i || '@example.org', '+39333' || (1000000 + i), 0, 'new',
               case when mod(i, 10) = 0 then 2 else 1 end, true, false
          from generate_series(1, %d) i
        """
            .formatted(contacts),
        "analyze crm.contact",
        "analyze crm.country");
  }

  static Audience audience(TestDatabase db) {
    DataSources sources = new LocalSources(db);
    List<TargetDefinition> targets = List.of(target("contact", true), target("country", false));
    return new HostAudience(() -> targets, new Catalogue(sources), sources, db.database());
  }

  private static TargetDefinition target(String name, boolean contact) {
    return new TargetDefinition(
        name,
        name,
        DataSources.CRM,
        "crm",
        name,
        contact,
        contact
            ? Map.of(
                Role.KEY, "id",
                Role.NAME, "name",
                Role.EMAIL, "email",
                Role.ACTIVE, "active",
                Role.OPT_OUT, "opt_out")
            : Map.of(Role.KEY, "id"),
        List.of(),
        Map.of(),
        1);
  }
}
