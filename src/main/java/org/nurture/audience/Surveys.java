package org.nurture.audience;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;
import org.nurture.audience.Target.Role;
import org.nurture.platform.DataSources;
import org.nurture.platform.Database;
import org.nurture.platform.NurtureException;
import org.nurture.platform.Time;
import org.nurture.platform.json.DocumentReader;

/**
 * Looks at the host's databases for the admin who makes a target of one of their tables. Stores
 * nothing, and reads outside the caller's transaction.
 *
 * <p>Methods throw {@code NurtureException} INVALID for a data source, schema or table that is not
 * there, and {@code DatabaseAwayException} for a database that does not answer.
 */
@ApplicationScoped
public class Surveys {
  private static final int MOST_COLUMNS = 6;

  private final TargetDefinitions definitions;
  private final Catalogue catalogue;
  private final DataSources sources;
  private final Database database;
  private final InstantSource clock;

  @Inject
  public Surveys(
      TargetDefinitions definitions,
      Catalogue catalogue,
      DataSources sources,
      Database database,
      InstantSource clock) {
    this.definitions = definitions;
    this.catalogue = catalogue;
    this.sources = sources;
    this.database = database;
    this.clock = clock;
  }

  /** For CDI's proxy. */
  @SuppressWarnings("NullAway")
  protected Surveys() {
    this(null, null, null, null, null);
  }

  /** The data sources that are known: the CRM's, our own, and those that targets have. */
  public List<String> sources() {
    return Stream.concat(
            Stream.of(DataSources.CRM, DataSources.NURTURE),
            definitions.all().stream().map(TargetDefinition::dataSource).sorted())
        .distinct()
        .toList();
  }

  public List<String> schemas(String source) {
    return catalogue.schemas(source);
  }

  /** The schema that most targets of the source are in, else its own default; empty: none. */
  public Optional<String> likelySchema(String source) {
    Map<String, Long> used =
        definitions.all().stream()
            .filter(d -> d.dataSource().equals(source) && d.schema() != null)
            .collect(Collectors.groupingBy(d -> String.valueOf(d.schema()), Collectors.counting()));
    return used.entrySet().stream()
        .max(Map.Entry.comparingByValue())
        .map(Map.Entry::getKey)
        .or(() -> catalogue.defaultSchema(source));
  }

  /** The tables and views of a schema, by name. */
  public List<TableInfo> tables(String source, @Nullable String schema) {
    return catalogue.infos(source, schema);
  }

  /**
   * What would become of the document. What the document does not say is guessed.
   *
   * @param fresh whether to read the catalogue again rather than believe what is kept of it
   */
  public Survey of(JsonObject document, boolean fresh) {
    TargetDocument read = DocumentReader.read(document, TargetDocument::read);
    if (fresh) {
      catalogue.forget(read.dataSource());
    }
    Discovery.Draft draft = draft(read);
    return new Surveyed(draft, uniqueness(draft)).survey();
  }

  private Discovery.Draft draft(TargetDocument document) {
    return new Discovery(catalogue).draft(document, definitions.all());
  }

  /** A value that the chosen key has twice; null: none was seen, or the key can't have one. */
  private @Nullable String uniqueness(Discovery.Draft draft) {
    HostTable table = draft.shape().table();
    String key = draft.definition().roles().get(Role.KEY);
    HostTable.Column column = key == null ? null : table.column(key).orElse(null);
    if (column == null
        || table.primaryKey().equals(List.of(column.name()))
        || table.uniqueKeys().contains(column.name())) {
      return null;
    }
    return reading(draft, sql -> new Samples(table, sql).repeated(column));
  }

  /**
   * The first few different values of each field.
   *
   * @param secrets of the fields that sound secret, those that the admin asked for
   */
  public Map<String, List<String>> samples(JsonObject document, Collection<String> secrets) {
    TargetDocument read = DocumentReader.read(document, TargetDocument::read);
    Discovery.Draft draft = draft(read);
    Map<String, List<String>> found =
        reading(draft, sql -> new Samples(draft.shape().table(), sql).values(Set.copyOf(secrets)));
    return found == null ? Map.of() : found;
  }

  /**
   * The first records of a target that is not stored yet.
   *
   * @param columns labels
   */
  public record First(long count, List<String> columns, List<List<@Nullable Object>> rows) {}

  /**
   * How many records there are, and what the first look like.
   *
   * @throws NurtureException INVALID: it could not be stored like this
   */
  public First first(JsonObject document, int limit) {
    TargetDocument read = DocumentReader.read(document, TargetDocument::read);
    Discovery.Draft draft = draft(read);
    if (!draft.wrong().isEmpty()) {
      throw NurtureException.invalid(draft.wrong());
    }
    TargetDefinition definition = draft.definition();
    List<TargetDefinition> all =
        Stream.concat(
                definitions.all().stream().filter(d -> !d.name().equals(definition.name())),
                Stream.of(definition))
            .toList();
    Audience audience = new HostAudience(() -> all, catalogue, sources, database);
    List<String> paths = paths(audience.target(definition.name()), draft);
    long count = audience.count(definition.name(), Filter.ALL, true, Time.now(clock));
    List<List<@Nullable Object>> rows = new ArrayList<>();
    audience
        .records(definition.name(), Filter.ALL, true, paths, limit, Time.now(clock))
        .forEach(row -> rows.add(new ArrayList<>(row.values())));
    return new First(count, paths.stream().map(draft.shape()::label).toList(), rows);
  }

  /** What has a role first, then what comes first in the table. */
  private static List<String> paths(Target target, Discovery.Draft draft) {
    Set<String> paths = new LinkedHashSet<>();
    Stream.of(Role.KEY).map(target.roles()::get).forEach(paths::add);
    paths.addAll(target.display());
    Stream.of(Role.EMAIL, Role.PHONE, Role.COUNTRY)
        .map(target.roles()::get)
        .filter(java.util.Objects::nonNull)
        .forEach(paths::add);
    draft.shape().table().columns().stream()
        .filter(c -> c.type() != FieldType.OTHER && !Samples.secret(c.word()))
        .map(HostTable.Column::word)
        .forEach(paths::add);
    return paths.stream().limit(MOST_COLUMNS).toList();
  }

  private <T> @Nullable T reading(
      Discovery.Draft draft, java.util.function.Function<org.jooq.DSLContext, @Nullable T> work) {
    TargetDefinition definition = draft.definition();
    try {
      return sources.reading(definition.dataSource(), work);
    } catch (DataAccessException e) {
      throw NurtureException.invalid(
          "/table", String.valueOf(new HostChanges(catalogue).explain(definition, e).getMessage()));
    }
  }
}
