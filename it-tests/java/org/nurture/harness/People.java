package org.nurture.harness;

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

/** A host table that tells when its records were modified, and has an index on that. */
final class People {
  private final TestDatabase db;

  People(TestDatabase db) {
    this.db = db;
    db.execute(
        "create schema if not exists crm",
        "drop table if exists crm.person",
        """
        create table crm.person (
          id bigint primary key,
          email varchar(200),
          score integer,
          modified_at timestamp with time zone not null
        )
        """,
        "create index person_modified on crm.person (modified_at)");
  }

  /** As the target that plans speak of. */
  Audience audience(boolean tellsModified) {
    TargetDefinition target =
        new TargetDefinition(
            "contact",
            "Person",
            DataSources.CRM,
            "crm",
            "person",
            false,
            tellsModified
                ? Map.of(Role.KEY, "id", Role.EMAIL, "email", Role.MODIFIED, "modified_at")
                : Map.of(Role.KEY, "id", Role.EMAIL, "email"),
            List.of(),
            Map.of(),
            null,
            1);
    DataSources sources = new LocalSources(db);
    return new HostAudience(() -> List.of(target), new Catalogue(sources), sources, db.database());
  }

  /** Records with these keys, all modified so many minutes ago; their score is their key. */
  void add(long from, long to, int minutesAgo) {
    db.execute(
        """
        insert into crm.person
        select x.n, 'p' || x.n || '@example.org', x.n, %s
          from (%s) x
        """
            .formatted(ago(minutesAgo), numbers(from, to)));
  }

  void add(long key, String email, int minutesAgo) {
    db.execute(
        "insert into crm.person values (%d, '%s', 0, %s)".formatted(key, email, ago(minutesAgo)));
  }

  void delete(long key) {
    db.execute("delete from crm.person where id = " + key);
  }

  /** After a large change, as a database in use does by itself. */
  void analyse() {
    if (db.make() == org.nurture.support.Make.POSTGRESQL) {
      db.execute("analyze crm.person");
    }
  }

  private String numbers(long from, long to) {
    return db.make() == org.nurture.support.Make.POSTGRESQL
        ? "select n from generate_series(%d, %d) n".formatted(from, to)
        : "select x as n from system_range(%d, %d)".formatted(from, to);
  }

  private static String ago(int minutes) {
    return "current_timestamp - interval '%d' minute".formatted(minutes);
  }
}
