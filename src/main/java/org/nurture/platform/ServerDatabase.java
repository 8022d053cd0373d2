package org.nurture.platform;

import jakarta.enterprise.context.ApplicationScoped;
import javax.sql.DataSource;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;

/** The database behind the server's pool {@code jdbc/nurture}; its connections join JTA. */
@ApplicationScoped
class ServerDatabase implements Database {
  private final Pools pools;
  private volatile @org.jspecify.annotations.Nullable DSLContext context;

  ServerDatabase() {
    this(new Pools());
  }

  @jakarta.inject.Inject
  ServerDatabase(Pools pools) {
    this.pools = pools;
  }

  @Override
  public DSLContext sql() {
    DSLContext known = context;
    if (known == null) {
      DataSource source = pools.nurture();
      known = Sql.context(source, supported(pools.dialect(source, "jdbc/nurture")));
      context = known;
    }
    return known;
  }

  @Override
  public SQLDialect dialect() {
    return sql().dialect();
  }

  private static SQLDialect supported(SQLDialect dialect) {
    if (dialect != SQLDialect.POSTGRES && dialect != SQLDialect.H2) {
      throw new ConfigurationException(
          "The pool jdbc/nurture leads to "
              + dialect.getName()
              + "; Nurture's own tables need PostgreSQL 14 or newer, or H2");
    }
    return dialect;
  }
}
