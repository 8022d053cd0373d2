package org.nurture.platform;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.util.List;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import javax.sql.DataSource;
import org.jooq.SQLDialect;

/** The server's data sources, by the names that the descriptors under WEB-INF give them. */
@ApplicationScoped
class Pools {
  private static final String NURTURE = "java:global/jdbc/nurture";
  private static final String CRM = "java:global/jdbc/nurture-crm";

  /** Nurture's own tables. */
  DataSource nurture() {
    return first("jdbc/nurture", List.of(NURTURE, "java:comp/env/" + NURTURE));
  }

  /**
   * A data source as API and screens name it.
   *
   * @param name {@code crm}, {@code nurture}, or any JNDI name of the server
   * @throws NurtureException INVALID where there is none
   */
  DataSource named(String name) {
    if (name.equals(DataSources.NURTURE)) {
      return nurture();
    }
    if (name.equals(DataSources.CRM)) {
      return first("jdbc/nurture-crm", List.of(CRM, "java:comp/env/" + CRM));
    }
    DataSource found = lookup(name);
    if (found == null) {
      throw NurtureException.invalid(
          "/dataSource",
          Text.of(
              "The server has no data source “{0}”; allowed: crm, nurture, or the JNDI name of one",
              name));
    }
    return found;
  }

  SQLDialect dialect(DataSource source, String name) {
    try {
      return Sql.dialect(source);
    } catch (SQLException e) {
      throw new DatabaseAwayException(name, e);
    }
  }

  private static DataSource first(String resource, List<String> names) {
    for (String name : names) {
      DataSource found = lookup(name);
      if (found != null) {
        return found;
      }
    }
    throw new ConfigurationException(
        Text.of(
            "The server has no data source {0}; README.md, Production, says how to add it",
            resource));
  }

  @SuppressWarnings("BanJNDI") // names come from our own descriptors and from admins
  private static @org.jspecify.annotations.Nullable DataSource lookup(String name) {
    // ldap:, rmi: and their like would have the server ask a stranger
    if (!name.matches("(java:)?[\\w./-]*(java:)?[\\w./-]+")) {
      return null;
    }
    try {
      return new InitialContext().lookup(name) instanceof DataSource source ? source : null;
    } catch (NamingException e) {
      return null;
    }
  }
}
