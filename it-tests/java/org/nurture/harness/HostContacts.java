package org.nurture.harness;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jooq.DSLContext;
import org.nurture.audience.Audience;
import org.nurture.audience.Catalogue;
import org.nurture.audience.HostAudience;
import org.nurture.audience.HostWriter;
import org.nurture.audience.SqlHostWriter;
import org.nurture.audience.Target.Role;
import org.nurture.audience.TargetDefinition;
import org.nurture.platform.DataSources;
import org.nurture.support.LocalSources;
import org.nurture.support.TestDatabase;

/** {@link ContactTable} as targets: within Nurture's own database, or as if it were another. */
final class HostContacts {
  private static final TargetDefinition CONTACT =
      new TargetDefinition(
          "contact",
          "Contact",
          DataSources.CRM,
          "crm",
          "contact",
          true,
          Map.of(
              Role.KEY, "id",
              Role.NAME, "name",
              Role.EMAIL, "email",
              Role.PHONE, "phone",
              Role.COUNTRY, "country",
              Role.ACTIVE, "active",
              Role.OPT_OUT, "opt_out"),
          List.of(),
          Map.of(),
          null,
          1);

  private static final TargetDefinition TASK =
      new TargetDefinition(
          "task",
          "Task",
          DataSources.CRM,
          "crm",
          "task",
          true,
          Map.of(Role.KEY, "id"),
          List.of(
              new TargetDefinition.GivenRelation(
                  "contact", "contact", null, List.of("contact_id"), false)),
          Map.of(),
          null,
          1);

  private final TestDatabase db;
  private final DataSources sources;
  private final Catalogue catalogue;

  HostContacts(TestDatabase db) {
    this.db = db;
    this.sources = new LocalSources(db);
    // the tables of all campaigns on a database are the same
    this.catalogue = db.once(Catalogue.class, () -> new Catalogue(sources));
  }

  static Audience audience(TestDatabase db, boolean local) {
    HostContacts host = new HostContacts(db);
    return local ? host.audience() : host.elsewhere();
  }

  Audience audience() {
    return new HostAudience(() -> List.of(CONTACT, TASK), catalogue, sources, db.database());
  }

  /** As if it were another database. */
  Audience elsewhere() {
    return new HostAudience(
        () -> List.of(CONTACT, TASK), catalogue, new Elsewhere(sources), db.database());
  }

  HostWriter writer() {
    return new SqlHostWriter(() -> List.of(CONTACT, TASK), catalogue, sources, db.database());
  }

  /** Our own database, read as if it were not (D4): on connections outside our transaction. */
  private record Elsewhere(DataSources own) implements DataSources {
    @Override
    public boolean isOurs(String name) {
      return false;
    }

    @Override
    public <T> T reading(String name, Function<DSLContext, T> work) {
      return own.reading(name, work);
    }

    @Override
    public <T> T alone(String name, Function<DSLContext, T> work) {
      return own.alone(name, work);
    }

    @Override
    public DSLContext joining(String name) {
      throw new UnsupportedOperationException(name + " is not ours");
    }
  }
}
