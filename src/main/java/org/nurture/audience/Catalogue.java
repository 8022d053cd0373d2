package org.nurture.audience;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;
import org.nurture.audience.HostTable.TableName;
import org.nurture.platform.DataSources;

/**
 * The catalogues of the host's databases, each table read once and kept until a statement fails.
 *
 * <p>Reads outside the caller's transaction. Safe for any number of threads.
 */
@ApplicationScoped
public class Catalogue {
  private final DataSources sources;
  private final Map<Place, HostTable> tables = new ConcurrentHashMap<>();
  private final Map<Called, TableName> names = new ConcurrentHashMap<>();

  private record Place(String source, TableName name) {}

  private record Called(String source, @Nullable String schema, String table) {}

  @Inject
  public Catalogue(DataSources sources) {
    this.sources = sources;
  }

  /** For CDI's proxy alone. */
  @SuppressWarnings("NullAway")
  protected Catalogue() {
    this.sources = null;
  }

  /** The schemas of a data source. */
  List<String> schemas(String source) {
    return reading(source, CatalogueReader::schemas);
  }

  /** The tables and views of a schema. */
  List<TableName> tables(String source, @Nullable String schema) {
    return reading(source, reader -> reader.tables(schema));
  }

  /** The same with what a list says of them, by name. */
  List<TableInfo> infos(String source, @Nullable String schema) {
    return sources.reading(
        source,
        sql ->
            sql.connectionResult(
                connection -> {
                  List<CatalogueReader.Listed> listed =
                      new CatalogueReader(connection, sql.dialect()).listed(schema);
                  Map<String, Long> rows =
                      listed.isEmpty()
                          ? Map.of()
                          : RowEstimates.of(
                              connection, sql.dialect(), listed.get(0).name().schema());
                  return listed.stream()
                      .map(
                          t ->
                              new TableInfo(
                                  t.name().word(),
                                  t.view(),
                                  t.view() ? null : rows.get(t.name().table())))
                      .sorted(Comparator.comparing(TableInfo::name))
                      .toList();
                }));
  }

  /** About how many rows a table has, by the database's statistics; 0: not known. */
  long rows(String source, TableName table) {
    return sources.reading(
        source,
        sql ->
            sql.connectionResult(
                connection ->
                    RowEstimates.of(connection, sql.dialect(), table.schema())
                        .getOrDefault(table.table(), 0L)));
  }

  /** The schema that unqualified names mean; empty: there is none. */
  Optional<String> defaultSchema(String source) {
    return reading(source, reader -> Optional.ofNullable(reader.defaultSchema()));
  }

  /** The table that people call so; empty: it is not there. */
  Optional<HostTable> find(String source, @Nullable String schema, String table) {
    Called called = new Called(source, schema, table);
    TableName known = names.get(called);
    if (known != null) {
      return table(source, known);
    }
    Optional<TableName> found = reading(source, reader -> reader.find(schema, table));
    found.ifPresent(name -> names.put(called, name));
    return found.flatMap(name -> table(source, name));
  }

  /** A table by its exact name; empty: it is not there. */
  Optional<HostTable> table(String source, TableName name) {
    HostTable known = tables.get(new Place(source, name));
    if (known != null) {
      return Optional.of(known);
    }
    Optional<HostTable> read = reading(source, reader -> reader.read(name));
    read.ifPresent(table -> tables.put(new Place(source, name), table));
    return read;
  }

  /** What is kept of a data source. */
  List<HostTable> kept(String source) {
    return tables.entrySet().stream()
        .filter(e -> e.getKey().source().equals(source))
        .map(Map.Entry::getValue)
        .toList();
  }

  /** Forgets a data source: the next question reads its catalogue again. */
  void forget(String source) {
    tables.keySet().removeIf(place -> place.source().equals(source));
    names.keySet().removeIf(called -> called.source().equals(source));
  }

  private <T> T reading(String source, Reading<T> work) {
    return sources.reading(
        source,
        sql ->
            sql.connectionResult(
                connection -> work.from(new CatalogueReader(connection, sql.dialect()))));
  }

  /** A question to the catalogue. */
  private interface Reading<T> {
    T from(CatalogueReader reader) throws SQLException, DataAccessException;
  }
}
