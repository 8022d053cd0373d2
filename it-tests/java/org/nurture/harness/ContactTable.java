package org.nurture.harness;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.table;

import java.util.List;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;
import org.nurture.model.Contact;

/** The host's only table, {@code crm.contact}. A poisoned contact refuses to become hot. */
public final class ContactTable {
  static final Table<Record> CONTACT = table(name("crm", "contact").unquotedName());
  static final Field<Long> ID = field(name("id").unquotedName(), SQLDataType.BIGINT);

  private static final List<String> CREATE =
      List.of(
          "create schema if not exists crm",
          """
          create table if not exists crm.contact (
            id bigint primary key,
            name varchar(100),
            email varchar(200),
            phone varchar(40),
            score integer,
            stage varchar(20),
            country varchar(2),
            active boolean not null,
            opt_out boolean not null,
            poison boolean not null,
            constraint not_hot check (not poison or stage is null or stage <> 'hot')
          )
          """);

  private ContactTable() {}

  public static void create(DSLContext sql) {
    CREATE.forEach(sql::execute);
  }

  static void empty(DSLContext sql) {
    sql.deleteFrom(CONTACT).execute();
  }

  static void put(DSLContext sql, Contact contact) {
    delete(sql, contact.key());
    sql.insertInto(CONTACT, columns())
        .values(
            java.util.stream.Stream.concat(
                    java.util.stream.Stream.of((Object) contact.key()),
                    Contact.FIELDS.stream().map(contact::get))
                .toArray())
        .execute();
  }

  static void change(DSLContext sql, long key, String column, @Nullable Object value) {
    sql.update(CONTACT)
        .set(column(column), column(column).getDataType().convert(value))
        .where(ID.eq(key))
        .execute();
  }

  static void delete(DSLContext sql, long key) {
    sql.deleteFrom(CONTACT).where(ID.eq(key)).execute();
  }

  /** The typed column of a field. */
  @SuppressWarnings("unchecked")
  static Field<Object> column(String name) {
    Field<?> column =
        switch (name) {
          case "id" -> ID;
          case "score" -> field(name(name).unquotedName(), SQLDataType.INTEGER);
          case "active", "opt_out", "poison" ->
              field(name(name).unquotedName(), SQLDataType.BOOLEAN);
          default -> field(name(name).unquotedName(), SQLDataType.VARCHAR);
        };
    return (Field<Object>) column;
  }

  private static List<Field<?>> columns() {
    List<Field<?>> columns = new java.util.ArrayList<>();
    columns.add(ID);
    Contact.FIELDS.forEach(f -> columns.add(column(f)));
    return columns;
  }
}
