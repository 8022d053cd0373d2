package org.nurture.harness;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jooq.DSLContext;
import org.nurture.audience.Audience;
import org.nurture.audience.Catalogue;
import org.nurture.audience.HostAudience;
import org.nurture.audience.Target.Role;
import org.nurture.audience.TargetDefinition;
import org.nurture.platform.DataSources;
import org.nurture.support.LocalSources;
import org.nurture.support.TestDatabase;

/** {@link ContactTable} as a target: within Nurture's own database, or as if it were another. */
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
          1);

  private HostContacts() {}

  static Audience audience(TestDatabase db, boolean local) {
    DataSources sources = local ? new LocalSources(db) : new Elsewhere(new LocalSources(db));
    return new HostAudience(() -> List.of(CONTACT), new Catalogue(sources), sources, db.database());
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
