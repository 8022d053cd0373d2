package org.nurture.audience;

import java.sql.Types;
import java.util.Set;
import org.nurture.audience.HostTable.SqlKind;

/** Tells by JDBC's type, and by the database's name of it, what a column holds. */
final class SqlKinds {
  private static final Set<String> PLAIN_TEXT =
      Set.of(
          "varchar",
          "text",
          "bpchar",
          "char",
          "character",
          "character varying",
          "varchar_ignorecase",
          "character large object",
          "clob",
          "nvarchar",
          "nchar",
          "tinytext",
          "mediumtext",
          "longtext");
  private static final int LONG_DIGITS = 18;

  private SqlKinds() {}

  /**
   * How values of a column are bound and read.
   *
   * @param typeName in lower case
   */
  static SqlKind of(int jdbcType, String typeName, int size, int scale) {
    if (typeName.equals("uuid")) {
      return SqlKind.UUID;
    }
    return switch (jdbcType) {
      case Types.BOOLEAN -> SqlKind.BOOLEAN;
      case Types.BIT -> typeName.startsWith("bool") || size == 1 ? SqlKind.BOOLEAN : SqlKind.OTHER;
      case Types.TINYINT, Types.SMALLINT, Types.INTEGER, Types.BIGINT -> SqlKind.LONG;
      case Types.NUMERIC, Types.DECIMAL ->
          scale == 0 && size > 0 && size <= LONG_DIGITS ? SqlKind.LONG : SqlKind.DECIMAL;
      case Types.REAL -> SqlKind.REAL;
      case Types.DOUBLE, Types.FLOAT -> typeName.equals("money") ? SqlKind.OTHER : SqlKind.DOUBLE;
      case Types.CHAR,
          Types.VARCHAR,
          Types.LONGVARCHAR,
          Types.NCHAR,
          Types.NVARCHAR,
          Types.LONGNVARCHAR,
          Types.CLOB,
          Types.NCLOB ->
          PLAIN_TEXT.contains(typeName) ? SqlKind.TEXT : SqlKind.CAST_TEXT;
      case Types.DATE -> SqlKind.DATE;
      case Types.TIME -> typeName.equals("timetz") ? SqlKind.OTHER : SqlKind.TIME;
      case Types.TIMESTAMP ->
          typeName.equals("timestamptz") ? SqlKind.ZONED_DATETIME : SqlKind.LOCAL_DATETIME;
      case Types.TIMESTAMP_WITH_TIMEZONE -> SqlKind.ZONED_DATETIME;
      default ->
          typeName.startsWith("enum") || typeName.equals("citext")
              ? SqlKind.CAST_TEXT
              : SqlKind.OTHER;
    };
  }

  /** What such a column holds. */
  static FieldType type(SqlKind kind) {
    return switch (kind) {
      case TEXT, CAST_TEXT -> FieldType.TEXT;
      case LONG -> FieldType.INTEGER;
      case DECIMAL, DOUBLE, REAL -> FieldType.DECIMAL;
      case BOOLEAN -> FieldType.BOOLEAN;
      case DATE -> FieldType.DATE;
      case LOCAL_DATETIME, ZONED_DATETIME -> FieldType.DATETIME;
      case TIME -> FieldType.TIME;
      case UUID -> FieldType.UUID;
      case OTHER -> FieldType.OTHER;
    };
  }
}
