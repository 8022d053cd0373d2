package org.nurture.platform.micro;

import java.util.Locale;
import org.nurture.platform.ConfigurationException;

/**
 * A connection pool of the server, from a JDBC URL.
 *
 * @param name of the resource, such as {@code jdbc/nurture}
 * @param xa whether it may take part in a transaction beside another pool (D4)
 */
record Pool(String name, String url, String user, String password, boolean xa) {

  /** Commands of the pre-boot file. */
  String commands() {
    String id = name.replace('/', '-');
    return String.join(
        "\n",
        "create-jdbc-connection-pool --datasourceclassname "
            + dataSourceClass()
            + " --restype "
            + (xa ? "javax.sql.XADataSource" : "javax.sql.DataSource")
            + " --steadypoolsize 2 --maxpoolsize 40 --maxwait 30000"
            + " --isconnectvalidatereq true --validationmethod custom-validation"
            + " --validationclassname org.glassfish.api.jdbc.validation.JDBC40ConnectionValidation"
            + " --property "
            + property("URL", url)
            + ":"
            + property("user", user)
            + ":"
            + property("password", password)
            + " "
            + id,
        "create-jdbc-resource --connectionpoolid " + id + " " + name,
        "");
  }

  private String dataSourceClass() {
    String make = url.split(":", 3)[1].toLowerCase(Locale.ROOT);
    return switch (make) {
      case "h2" -> "org.h2.jdbcx.JdbcDataSource";
      case "postgresql" ->
          xa ? "org.postgresql.xa.PGXADataSource" : "org.postgresql.ds.PGSimpleDataSource";
      case "mariadb" -> "org.mariadb.jdbc.MariaDbDataSource";
      case "mysql" ->
          xa ? "com.mysql.cj.jdbc.MysqlXADataSource" : "com.mysql.cj.jdbc.MysqlDataSource";
      default ->
          throw new ConfigurationException(
              "jdbc:"
                  + make
                  + ": is not allowed for "
                  + name
                  + " here; allowed are h2, postgresql, mariadb and mysql. Others: add the pool on the"
                  + " server by hand (README.md, Production)");
    };
  }

  private static String property(String key, String value) {
    return key + "=" + escape(value);
  }

  /** The command line's own signs. */
  private static String escape(String value) {
    return value.replaceAll("([\\\\:=])", "\\\\$1");
  }
}
