package org.nurture.audience;

import java.util.List;
import java.util.Optional;
import org.jooq.Name;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * A table or view of the host as its catalogue has it.
 *
 * @param primaryKey its columns in order; empty: none
 * @param uniqueKeys single columns that are unique and never null
 * @param imported foreign keys of this table
 * @param exported foreign keys of other tables, and its own, that refer to it
 */
record HostTable(
    TableName name,
    boolean view,
    List<Column> columns,
    List<String> primaryKey,
    List<String> uniqueKeys,
    List<ForeignKey> imported,
    List<ForeignKey> exported) {

  /** The column that people call so. */
  Optional<Column> column(String word) {
    return columns.stream()
        .filter(c -> c.word().equals(word))
        .findFirst()
        .or(() -> columns.stream().filter(c -> c.name().equals(word)).findFirst());
  }

  /** The column that the catalogue names so. */
  Optional<Column> columnNamed(String name) {
    return columns.stream().filter(c -> c.name().equals(name)).findFirst();
  }

  /**
   * Where a table is, in the catalogue's own spelling.
   *
   * @param schema null where the database has none
   * @param upper whether the database spells plain names in upper case
   */
  record TableName(@Nullable String schema, String table, boolean upper) {
    Name sql() {
      return schema == null ? DSL.quotedName(table) : DSL.quotedName(schema, table);
    }

    /** The table as people call it. */
    String word() {
      return word(table, upper);
    }

    /** Schema and table as people call them. */
    @Override
    public String toString() {
      return schema == null ? word() : word(schema, upper) + "." + word();
    }

    static String word(String name, boolean upper) {
      return upper && name.equals(name.toUpperCase(java.util.Locale.ROOT))
          ? name.toLowerCase(java.util.Locale.ROOT)
          : name;
    }
  }

  /**
   * A column.
   *
   * @param name in the catalogue's own spelling
   * @param word as people call it: lower case where the database would fold it
   * @param kind how values are bound and read
   * @param identity whether the database numbers it or computes it
   * @param sqlType its type in the database's own words
   * @param longest characters that it takes; not of texts: no matter
   * @param range the numbers that it takes; null: it has none, or they are not known
   */
  record Column(
      String name,
      String word,
      FieldType type,
      SqlKind kind,
      boolean nullable,
      boolean identity,
      String sqlType,
      int longest,
      @Nullable NumberRange range) {
    /** Stands where there is no column of use. */
    static final Column NONE =
        new Column("", "", FieldType.OTHER, SqlKind.OTHER, true, false, "", 0, null);
  }

  /** How values of a column are bound and read. */
  enum SqlKind {
    TEXT,
    /** Enumerations and texts of other makes: compared as text, by a cast. */
    CAST_TEXT,
    LONG,
    DECIMAL,
    DOUBLE,
    REAL,
    BOOLEAN,
    DATE,
    LOCAL_DATETIME,
    ZONED_DATETIME,
    TIME,
    UUID,
    OTHER
  }

  /** A foreign key; the columns pair up by position. */
  record ForeignKey(
      String name,
      TableName from,
      List<String> fromColumns,
      TableName to,
      List<String> toColumns) {}
}
