package org.nurture.audience;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.nurture.audience.Target.Role;
import org.nurture.support.LocalSources;
import org.nurture.support.TestDatabase;

/** A small CRM in schema {@code crm}, which lies in the test's own database, and its targets. */
public final class TestHost {
  private static final String[] TABLES = {
    "create schema crm",
    """
    create table crm.contact (
      id bigint primary key,
      first_name varchar(100),
      email varchar(100),
      country varchar(2),
      score integer check (score <= 100),
      stage varchar(20),
      note varchar(10))
    """,
    "create table crm.ticket (id bigint primary key, title varchar(100))",
    "create table crm.device (serial varchar(40) primary key, stage varchar(20))"
  };

  private final TestDatabase db;
  private final List<TargetDefinition> targets = new ArrayList<>();
  private final LocalSources sources;
  private final Catalogue catalogue;

  private TestHost(TestDatabase db) {
    this.db = db;
    this.sources = new LocalSources(db);
    this.catalogue = new Catalogue(sources);
  }

  public static TestHost in(TestDatabase db) {
    db.execute(TABLES);
    TestHost host = new TestHost(db);
    host.add("contact", true, Map.of(Role.KEY, "id", Role.EMAIL, "email"));
    host.add("ticket", false, Map.of(Role.KEY, "id"));
    host.add("device", true, Map.of(Role.KEY, "serial"));
    return host;
  }

  private void add(String name, boolean writable, Map<Role, String> roles) {
    targets.add(
        new TargetDefinition(
            name, name, "crm", "crm", name, writable, roles, List.of(), Map.of(), 1));
  }

  public Audience audience() {
    return new HostAudience(() -> targets, catalogue, sources, db.database());
  }

  public HostWriter writer() {
    return new SqlHostWriter(() -> targets, catalogue, sources, db.database());
  }

  public void drop() {
    db.execute("drop schema crm cascade");
  }
}
