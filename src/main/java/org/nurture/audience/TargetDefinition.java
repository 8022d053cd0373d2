package org.nurture.audience;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.nurture.platform.Text;
import org.nurture.platform.Violation;

/**
 * A target as an admin made it.
 *
 * @param dataSource {@code nurture}, {@code crm} or a JNDI name
 * @param schema null: the data source's default
 * @param roles from role to field or path; a role that the target does not have is not in it
 * @param relations those that the catalogue does not tell, or that got another name
 * @param labels from field to what people see instead of its name
 * @param followers where the host keeps who follows a record; null: Nurture does
 * @param version grows with every change
 */
public record TargetDefinition(
    String name,
    String label,
    String dataSource,
    @Nullable String schema,
    String table,
    boolean writable,
    Map<Target.Role, String> roles,
    List<GivenRelation> relations,
    Map<String, String> labels,
    @Nullable GivenFollowers followers,
    long version) {

  public TargetDefinition {
    roles = Map.copyOf(roles);
    relations = List.copyOf(relations);
    labels = Map.copyOf(labels);
  }

  /**
   * Where nothing may be written: that, and who can change it.
   *
   * @param path where somebody asked for it
   */
  Optional<Violation> readOnly(String path) {
    return writable
        ? Optional.empty()
        : Optional.of(
            new Violation(
                path, Text.of("Target {0} is not writable; an admin can mark it so", name)));
  }

  /**
   * A table of the host with a row for each record and user that follows it.
   *
   * @param table {@code schema.table} or {@code table}
   * @param record its column that holds the record's key
   * @param user its column that names the user
   * @param userValue column of the table that {@code user} refers to, by which people name a user;
   *     null: they name them as {@code user} holds them
   */
  public record GivenFollowers(
      String table, String record, String user, @Nullable String userValue) {}

  /**
   * A relation that the admin made.
   *
   * @param target the far target; null: {@code table} says it
   * @param table the far table, {@code schema.table} or {@code table}
   * @param columns to one: ours, that hold the far key; to many: the far table's, or the join
   *     table's, that hold ours
   * @param through the join table of a relation from many to many; null: direct
   * @param formerly other names that an admin gave it before: what is stored under them goes on
   */
  public record GivenRelation(
      String name,
      @Nullable String target,
      @Nullable String table,
      List<String> columns,
      boolean many,
      @Nullable String through,
      List<String> formerly) {
    public GivenRelation {
      columns = List.copyOf(columns);
      formerly = List.copyOf(formerly);
    }

    public GivenRelation(
        String name,
        @Nullable String target,
        @Nullable String table,
        List<String> columns,
        boolean many,
        @Nullable String through) {
      this(name, target, table, columns, many, through, List.of());
    }

    public GivenRelation(
        String name,
        @Nullable String target,
        @Nullable String table,
        List<String> columns,
        boolean many) {
      this(name, target, table, columns, many, null);
    }

    /** Whether it leads to the same by the same way. */
    boolean same(GivenRelation other) {
      return Objects.equals(target, other.target)
          && Objects.equals(table, other.table)
          && columns.equals(other.columns)
          && many == other.many
          && Objects.equals(through, other.through);
    }

    /** The same, with the names that it had in earlier definitions. */
    GivenRelation after(List<GivenRelation> before) {
      Set<String> names = new LinkedHashSet<>(formerly);
      for (GivenRelation was : before) {
        if (same(was)) {
          names.addAll(was.formerly);
          names.add(was.name);
        }
      }
      names.remove(name);
      return new GivenRelation(name, target, table, columns, many, through, List.copyOf(names));
    }
  }
}
