package org.nurture.support;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Locale;
import org.h2.api.Trigger;

/** A trigger of the host's that objects to one record, in its own words; H2 makes it by name. */
public final class ObjectingTrigger implements Trigger {
  private static final String FUNCTION =
      """
      create function crm.object() returns trigger language plpgsql as $$
      begin
        if new.%1$s = %2$d then
          raise exception 'Contact %2$d is under legal hold';
        end if;
        return new;
      end $$\
      """;

  private static volatile String column = "";
  private static volatile long held;

  private int place;

  /**
   * Makes it, in schema {@code crm}.
   *
   * @param when insert or update
   * @param of column that holds the record's key
   */
  public static void make(TestDatabase db, String when, String table, String of, long key) {
    column = of;
    held = key;
    String call = "call '" + ObjectingTrigger.class.getName() + "'";
    if (db.make() == Make.POSTGRESQL) {
      db.execute(FUNCTION.formatted(of, key));
      call = "execute function crm.object()";
    }
    db.execute(
        "create trigger %s before %s on crm.%s for each row %s"
            .formatted(db.make() == Make.H2 ? "crm.hold" : "hold", when, table, call));
  }

  /** Takes it away. */
  public static void drop(TestDatabase db, String table) {
    if (db.make() == Make.H2) {
      db.execute("drop trigger crm.hold");
    } else {
      db.execute("drop trigger hold on crm." + table, "drop function crm.object()");
    }
  }

  @Override
  public void init(
      Connection connection, String schema, String trigger, String table, boolean before, int type)
      throws SQLException {
    try (ResultSet columns =
        connection.getMetaData().getColumns(null, schema, table, column.toUpperCase(Locale.ROOT))) {
      columns.next();
      place = columns.getInt("ORDINAL_POSITION") - 1;
    }
  }

  @Override
  public void fire(Connection connection, Object[] before, Object[] after) throws SQLException {
    if (after[place] instanceof Long key && key == held) {
      throw new SQLException("Contact " + held + " is under legal hold");
    }
  }
}
