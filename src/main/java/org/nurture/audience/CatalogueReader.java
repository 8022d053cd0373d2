package org.nurture.audience;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.nurture.audience.HostTable.Column;
import org.nurture.audience.HostTable.ForeignKey;
import org.nurture.audience.HostTable.SqlKind;
import org.nurture.audience.HostTable.TableName;

/** Reads tables out of a database's catalogue, by JDBC's metadata wherever that tells enough. */
final class CatalogueReader {
  private static final String[] TABLE_TYPES = {
    "TABLE",
    "BASE TABLE",
    "VIEW",
    "PARTITIONED TABLE",
    "MATERIALIZED VIEW",
    "FOREIGN TABLE",
    "TABLE LINK"
  };
  private final Connection connection;
  private final DatabaseMetaData meta;
  private final SQLDialect dialect;
  private final boolean schemas;
  private final boolean upper;

  CatalogueReader(Connection connection, SQLDialect dialect) throws SQLException {
    this.connection = connection;
    this.meta = connection.getMetaData();
    this.dialect = dialect;
    this.schemas = meta.supportsSchemasInTableDefinitions();
    this.upper = meta.storesUpperCaseIdentifiers();
  }

  /** The schemas that there are, as people call them. */
  List<String> schemas() throws SQLException {
    List<String> found = new ArrayList<>();
    try (ResultSet rows = schemas ? meta.getSchemas() : meta.getCatalogs()) {
      while (rows.next()) {
        found.add(TableName.word(rows.getString(1), upper));
      }
    }
    found.removeIf(s -> s.equalsIgnoreCase("information_schema") || s.startsWith("pg_"));
    return found;
  }

  /** The schema that unqualified names mean; null: none. */
  @Nullable String defaultSchema() throws SQLException {
    String in = exactSchema(null);
    return in == null ? null : TableName.word(in, upper);
  }

  /** A table or view of a list. */
  record Listed(TableName name, boolean view) {}

  /** The tables and views of a schema, in the catalogue's spelling. */
  List<TableName> tables(@Nullable String schema) throws SQLException {
    return listed(schema).stream().map(Listed::name).toList();
  }

  /** As {@link #tables}, and which of them are views. */
  List<Listed> listed(@Nullable String schema) throws SQLException {
    String in = exactSchema(schema);
    List<Listed> found = new ArrayList<>();
    try (ResultSet rows =
        meta.getTables(catalog(in), schemas ? pattern(in) : null, "%", TABLE_TYPES)) {
      while (rows.next()) {
        found.add(
            new Listed(
                new TableName(in, rows.getString("TABLE_NAME"), upper),
                rows.getString("TABLE_TYPE").contains("VIEW")));
      }
    }
    return found;
  }

  /** Finds a table by its name as people call it; exact spelling goes first. */
  Optional<TableName> find(@Nullable String schema, String table) throws SQLException {
    List<TableName> all = tables(schema);
    return all.stream()
        .filter(t -> t.table().equals(table))
        .findFirst()
        .or(() -> all.stream().filter(t -> t.table().equalsIgnoreCase(table)).findFirst());
  }

  private @Nullable String exactSchema(@Nullable String schema) throws SQLException {
    if (schema == null) {
      return schemas ? connection.getSchema() : connection.getCatalog();
    }
    String folded = schema;
    try (ResultSet rows = schemas ? meta.getSchemas() : meta.getCatalogs()) {
      while (rows.next()) {
        if (rows.getString(1).equals(schema)) {
          return schema;
        }
        if (rows.getString(1).equalsIgnoreCase(schema)) {
          folded = rows.getString(1);
        }
      }
    }
    return folded;
  }

  /** Reads all of one table; empty: it is not there. */
  Optional<HostTable> read(TableName name) throws SQLException {
    List<Column> columns = columns(name);
    if (columns.isEmpty()) {
      return Optional.empty();
    }
    List<String> unique = new ArrayList<>();
    boolean view = isView(name);
    if (!view) {
      unique = unique(name, columns);
    }
    return Optional.of(
        new HostTable(
            name,
            view,
            columns,
            view ? List.of() : primaryKey(name),
            unique,
            view ? List.of() : keys(name, true),
            view ? List.of() : keys(name, false)));
  }

  private boolean isView(TableName name) throws SQLException {
    try (ResultSet rows =
        meta.getTables(
            catalog(name.schema()),
            schemas ? pattern(name.schema()) : null,
            pattern(name.table()),
            TABLE_TYPES)) {
      return rows.next() && rows.getString("TABLE_TYPE").contains("VIEW");
    }
  }

  private List<Column> columns(TableName name) throws SQLException {
    Map<Integer, Column> found = new TreeMap<>();
    try (ResultSet rows =
        meta.getColumns(
            catalog(name.schema()),
            schemas ? pattern(name.schema()) : null,
            pattern(name.table()),
            "%")) {
      while (rows.next()) {
        found.put(rows.getInt("ORDINAL_POSITION"), column(name, rows));
      }
    }
    return List.copyOf(found.values());
  }

  private Column column(TableName table, ResultSet row) throws SQLException {
    String name = row.getString("COLUMN_NAME");
    int jdbcType = row.getInt("DATA_TYPE");
    String typeName = row.getString("TYPE_NAME").toLowerCase(Locale.ROOT);
    int size = row.getInt("COLUMN_SIZE");
    int scale = row.getInt("DECIMAL_DIGITS");
    boolean nullable = row.getInt("NULLABLE") != DatabaseMetaData.columnNoNulls;
    boolean identity =
        "YES".equals(row.getString("IS_AUTOINCREMENT"))
            || "YES".equals(row.getString("IS_GENERATEDCOLUMN"));
    SqlKind kind =
        jdbcType == Types.DISTINCT
            ? domain(table, name)
            : SqlKinds.of(jdbcType, typeName, size, scale);
    return new Column(
        name,
        TableName.word(name, upper),
        SqlKinds.type(kind),
        kind,
        nullable,
        identity,
        row.getString("TYPE_NAME"),
        size,
        NumberRange.of(jdbcType, typeName, size, scale));
  }

  /** A domain's own metadata does not tell its base type; a result's does. */
  private SqlKind domain(TableName table, String column) throws SQLException {
    String sql =
        DSL.using(dialect)
            .select(DSL.field(DSL.quotedName(column)))
            .from(DSL.table(table.sql()))
            .where(DSL.falseCondition())
            .getSQL();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      ResultSetMetaData result = rows.getMetaData();
      return SqlKinds.of(
          result.getColumnType(1),
          result.getColumnTypeName(1).toLowerCase(Locale.ROOT),
          result.getPrecision(1),
          result.getScale(1));
    }
  }

  private List<String> primaryKey(TableName name) throws SQLException {
    Map<Integer, String> columns = new TreeMap<>();
    try (ResultSet rows =
        meta.getPrimaryKeys(catalog(name.schema()), schemas ? name.schema() : null, name.table())) {
      while (rows.next()) {
        columns.put(rows.getInt("KEY_SEQ"), rows.getString("COLUMN_NAME"));
      }
    }
    return List.copyOf(columns.values());
  }

  private List<String> unique(TableName name, List<Column> columns) throws SQLException {
    Map<String, List<String>> indexes = new LinkedHashMap<>();
    try (ResultSet rows =
        meta.getIndexInfo(
            catalog(name.schema()), schemas ? name.schema() : null, name.table(), true, true)) {
      while (rows.next()) {
        String column = rows.getString("COLUMN_NAME");
        if (column != null && rows.getString("FILTER_CONDITION") == null) {
          indexes.computeIfAbsent(rows.getString("INDEX_NAME"), i -> new ArrayList<>()).add(column);
        }
      }
    }
    return indexes.values().stream()
        .filter(index -> index.size() == 1)
        .map(index -> index.get(0))
        .distinct()
        .filter(c -> columns.stream().anyMatch(x -> x.name().equals(c) && !x.nullable()))
        .toList();
  }

  private List<ForeignKey> keys(TableName name, boolean imported) throws SQLException {
    record Part(TableName from, TableName to, int position, String fromColumn, String toColumn) {}
    Map<String, List<Part>> keys = new LinkedHashMap<>();
    String catalog = catalog(name.schema());
    String schema = schemas ? name.schema() : null;
    try (ResultSet rows =
        imported
            ? meta.getImportedKeys(catalog, schema, name.table())
            : meta.getExportedKeys(catalog, schema, name.table())) {
      while (rows.next()) {
        TableName from = tableName(rows, "FK");
        String key = from + " " + rows.getString("FK_NAME");
        keys.computeIfAbsent(key, k -> new ArrayList<>())
            .add(
                new Part(
                    from,
                    tableName(rows, "PK"),
                    rows.getInt("KEY_SEQ"),
                    rows.getString("FKCOLUMN_NAME"),
                    rows.getString("PKCOLUMN_NAME")));
      }
    }
    List<ForeignKey> found = new ArrayList<>();
    keys.forEach(
        (key, parts) -> {
          parts.sort(Comparator.comparingInt(Part::position));
          found.add(
              new ForeignKey(
                  key,
                  parts.get(0).from(),
                  parts.stream().map(Part::fromColumn).toList(),
                  parts.get(0).to(),
                  parts.stream().map(Part::toColumn).toList()));
        });
    found.sort(Comparator.comparing(ForeignKey::name));
    if (!imported && !found.isEmpty() && dialect.family() == SQLDialect.POSTGRES) {
      Set<List<String>> partitions = partitions();
      found.removeIf(k -> partitions.contains(Arrays.asList(k.from().schema(), k.from().table())));
    }
    return found;
  }

  /** Schema and name of tables that are parts of others, and repeat their foreign keys. */
  private Set<List<String>> partitions() throws SQLException {
    Set<List<String>> found = new HashSet<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                """
                select n.nspname, c.relname
                from pg_catalog.pg_class c
                join pg_catalog.pg_namespace n on n.oid = c.relnamespace
                where c.relispartition and c.relkind in ('r', 'p')
                """)) {
      while (rows.next()) {
        found.add(Arrays.asList(rows.getString(1), rows.getString(2)));
      }
    }
    return found;
  }

  private TableName tableName(ResultSet row, String side) throws SQLException {
    return new TableName(
        row.getString(side + (schemas ? "TABLE_SCHEM" : "TABLE_CAT")),
        row.getString(side + "TABLE_NAME"),
        upper);
  }

  private @Nullable String catalog(@Nullable String schema) throws SQLException {
    return schemas ? connection.getCatalog() : schema;
  }

  private @Nullable String pattern(@Nullable String name) throws SQLException {
    if (name == null) {
      return null;
    }
    String escape = meta.getSearchStringEscape();
    return name.replace(escape, escape + escape)
        .replace("_", escape + "_")
        .replace("%", escape + "%");
  }
}
