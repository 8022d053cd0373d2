package org.nurture.audience;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.nurture.audience.HostTable.Column;
import org.nurture.audience.HostTable.TableName;
import org.nurture.audience.Target.Role;
import org.nurture.audience.TargetDefinition.GivenFollowers;
import org.nurture.audience.TargetDefinition.GivenRelation;
import org.nurture.platform.NurtureException;
import org.nurture.platform.Text;
import org.nurture.platform.Violation;

/** Makes a definition of a document: finds the table, guesses roles, checks what was given. */
final class Discovery {
  private static final int MOST_NAMED = 40;

  private final Catalogue catalogue;

  Discovery(Catalogue catalogue) {
    this.catalogue = catalogue;
  }

  /**
   * @throws NurtureException INVALID
   */
  TargetDefinition of(TargetDocument document, List<TargetDefinition> others) {
    return checked(document, others).definition();
  }

  /**
   * The same with what it was made of.
   *
   * @throws NurtureException INVALID
   */
  Draft checked(TargetDocument document, List<TargetDefinition> others) {
    // What was read of the host before may be older than the table that is asked for.
    catalogue.forget(document.dataSource());
    Draft draft = draft(document, others);
    if (!draft.wrong().isEmpty()) {
      throw NurtureException.invalid(draft.wrong());
    }
    return draft;
  }

  /**
   * A target that is not stored yet.
   *
   * @param guessed what the roles would be if nobody had said anything
   * @param wrong what keeps it from being stored
   */
  record Draft(
      TargetDefinition definition,
      Shape shape,
      Shapes shapes,
      Map<Role, String> guessed,
      List<Violation> wrong) {}

  /**
   * As far as it can be made, with all that is wrong.
   *
   * @throws NurtureException INVALID: no such data source, schema or table
   */
  Draft draft(TargetDocument document, List<TargetDefinition> others) {
    HostTable table = table(document);
    TargetDefinition bare = definition(document, Map.of());
    List<TargetDefinition> all =
        Stream.concat(
                others.stream().filter(d -> !d.name().equals(document.name())), Stream.of(bare))
            .toList();
    Shapes shapes = new Shapes(document.dataSource(), catalogue, all);
    List<Violation> wrong = new ArrayList<>();
    checkRelations(document, table, withKey(bare, document), shapes, wrong);
    Shape shape = shapes.of(bare);
    Map<Role, String> guessed = new RoleGuess(shape, shapes).all();
    Map<Role, String> roles = roles(document, guessed);
    checkRoles(roles, shape, shapes, wrong);
    checkLabels(document, shape, wrong);
    checkFollowers(definition(document, roles), table, shapes, wrong);
    return new Draft(definition(document, roles), shape, shapes, guessed, wrong);
  }

  /**
   * What changed in the host since a target was saved; the catalogue is read again.
   *
   * @param seen null: nothing was kept
   */
  List<HostChange> changes(
      TargetDefinition target, @Nullable Seen seen, List<TargetDefinition> others) {
    catalogue.forget(target.dataSource());
    if (catalogue.find(target.dataSource(), target.schema(), target.table()).isEmpty()) {
      return List.of(
          new HostChange(
              HostChange.Kind.TABLE_GONE, Shapes.qualified(target), target.table(), null));
    }
    Shapes shapes = new Shapes(target.dataSource(), catalogue, others);
    Shape shape = shapes.of(target);
    List<HostChange> changes = new ArrayList<>();
    if (seen == null) {
      changes.add(new HostChange(HostChange.Kind.NOT_KNOWN, target.name(), null, null));
    } else {
      changes.addAll(seen.until(Seen.of(shape)));
    }
    target
        .roles()
        .forEach(
            (role, field) -> {
              if (wrongRole(role, field, shape, shapes) != null) {
                changes.add(
                    new HostChange(HostChange.Kind.ROLE_GONE, TargetJson.word(role), field, null));
              }
            });
    return changes;
  }

  private HostTable table(TargetDocument document) {
    String source = document.dataSource();
    String schema = document.schema();
    HostTable found = catalogue.find(source, schema, document.table()).orElse(null);
    if (found != null) {
      return found;
    }
    List<TableName> tables = catalogue.tables(source, schema);
    List<String> schemas = catalogue.schemas(source);
    if (schema != null
        && tables.isEmpty()
        && schemas.stream().noneMatch(schema::equalsIgnoreCase)) {
      throw NurtureException.invalid(
          "/schema",
          Text.of(
              "There is no schema “{0}” in data source {1}; there are {2}",
              schema, source, listed(schemas)));
    }
    throw NurtureException.invalid(
        "/table",
        Text.of(
            "There is no table or view “{0}”{1} in data source {2}; there are {3}",
            document.table(),
            schema == null ? "" : Text.of(" in schema “{0}”", schema),
            source,
            tables.isEmpty() ? "none" : listed(tables.stream().map(TableName::word).toList())));
  }

  private static String listed(List<String> names) {
    String first = names.stream().limit(MOST_NAMED).collect(joining(", "));
    return names.size() > MOST_NAMED ? first + ", …" : first;
  }

  private static TargetDefinition definition(TargetDocument document, Map<Role, String> roles) {
    String label = document.label();
    return new TargetDefinition(
        document.name(),
        label == null || label.isBlank() ? Shape.humanised(document.name()) : label,
        document.dataSource(),
        document.schema(),
        document.table(),
        document.writable(),
        roles,
        document.relations(),
        document.labels(),
        document.followers(),
        0);
  }

  private static TargetDefinition withKey(TargetDefinition bare, TargetDocument document) {
    String key = document.roles().get(Role.KEY);
    return key == null ? bare : definition(document, Map.of(Role.KEY, key));
  }

  private static void checkRelations(
      TargetDocument document,
      HostTable table,
      TargetDefinition definition,
      Shapes shapes,
      List<Violation> wrong) {
    Set<String> names = new HashSet<>();
    for (int i = 0; i < document.relations().size(); i++) {
      GivenRelation given = document.relations().get(i);
      String at = "/relations/" + i;
      List<Violation> found = new ArrayList<>();
      shapes.given(table, definition, given, found);
      found.forEach(v -> wrong.add(v.under(at)));
      if (!names.add(given.name())) {
        wrong.add(
            new Violation(at + "/name", Text.of("Two relations are called “{0}”", given.name())));
      }
      boolean otherColumn =
          table
              .column(given.name())
              .filter(c -> given.many() || !given.columns().contains(c.word()))
              .isPresent();
      if (otherColumn) {
        wrong.add(
            new Violation(
                at + "/name",
                Text.of("“{0}” is a column already; choose another name", given.name())));
      }
    }
  }

  private static void checkFollowers(
      TargetDefinition definition, HostTable table, Shapes shapes, List<Violation> wrong) {
    GivenFollowers given = definition.followers();
    Column key =
        Optional.ofNullable(definition.roles().get(Role.KEY)).flatMap(table::column).orElse(null);
    if (given != null && key != null) {
      List<Violation> found = new ArrayList<>();
      FollowerTable.of(definition, given, table, key, shapes, found);
      found.forEach(v -> wrong.add(v.under("/followers")));
    }
  }

  private static Map<Role, String> roles(TargetDocument document, Map<Role, String> guessed) {
    Map<Role, String> roles = new EnumMap<>(Role.class);
    roles.putAll(guessed);
    document
        .roles()
        .forEach(
            (role, field) -> {
              if (field == null) {
                roles.remove(role);
              } else {
                roles.put(role, field);
              }
            });
    return roles;
  }

  private static void checkRoles(
      Map<Role, String> roles, Shape shape, Shapes shapes, List<Violation> wrong) {
    if (!roles.containsKey(Role.KEY)) {
      wrong.add(
          new Violation(
              "/roles/key",
              Text.of(
                  "{0} has no key of one column (a whole number, a text or a UUID); name the column"
                      + " that identifies a record: one of {1}",
                  shape.table().name(),
                  listed(
                      shape.table().columns().stream()
                          .filter(Shape::canBeKey)
                          .map(Column::word)
                          .toList()))));
    }
    roles.forEach(
        (role, field) -> {
          String message = wrongRole(role, field, shape, shapes);
          if (message != null) {
            wrong.add(new Violation("/roles/" + TargetJson.word(role), message));
          }
        });
  }

  private static @Nullable String wrongRole(Role role, String field, Shape shape, Shapes shapes) {
    try {
      Path path = Path.to(field, shape, shapes);
      if (path.many()) {
        return Text.of("“{0}” leads to several values; a role is one", field);
      }
      if (role == Role.KEY) {
        return !path.hops().isEmpty()
                || !Shape.canBeKey(path.column() == null ? Column.NONE : path.column())
            ? Text.of(
                "“{0}” can't be the key: a column of the table itself that is a whole number, a"
                    + " text or a UUID",
                field)
            : null;
      }
      return fits(role, path.type())
          ? null
          : Text.of(
              "“{0}” is {1}; the role “{2}” does not fit it",
              field, path.type().word(), TargetJson.word(role));
    } catch (Path.Unknown e) {
      return e.getMessage();
    }
  }

  static boolean fits(Role role, FieldType type) {
    return switch (role) {
      case KEY, NAME, OWNER, COUNTRY -> type != FieldType.OTHER;
      case EMAIL, PHONE, LANGUAGE, TIME_ZONE -> type == FieldType.TEXT;
      case ACTIVE, OPT_OUT ->
          type == FieldType.BOOLEAN || type == FieldType.INTEGER || type == FieldType.TEXT;
      case MODIFIED -> type == FieldType.DATETIME || type == FieldType.DATE;
    };
  }

  private static void checkLabels(TargetDocument document, Shape shape, List<Violation> wrong) {
    for (String field : document.labels().keySet()) {
      if (shape.column(field).isEmpty() && shape.relation(field).isEmpty()) {
        wrong.add(
            new Violation(
                "/labels/" + field.replace("~", "~0").replace("/", "~1"),
                Text.of(
                    "“{0}” is not a field of {1}; there are {2}",
                    field, shape.name(), shape.allowed())));
      }
    }
  }
}
