package org.nurture.audience;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.nurture.audience.HostTable.Column;
import org.nurture.audience.HostTable.ForeignKey;
import org.nurture.audience.HostTable.SqlKind;
import org.nurture.audience.TargetDefinition.GivenFollowers;
import org.nurture.platform.Text;
import org.nurture.platform.Violation;

/**
 * The host's table of who follows a target's records, as it was found.
 *
 * @param record its column with the record's key
 * @param user its column that names the user
 * @param users where {@code user} leads; null: people name a user as that column does
 */
record FollowerTable(Shape link, Column record, Column user, @Nullable Users users) {

  /**
   * Users of the host.
   *
   * @param key that {@code user} holds
   * @param name by which people name one
   */
  record Users(Shape shape, Column key, Column name) {}

  /** By what people name a user. */
  Column name() {
    return users == null ? user : users.name();
  }

  /**
   * Finds what an admin gave.
   *
   * @param table of the target
   * @param key of its records
   * @param wrong gets what is wrong, with places inside {@code followers}
   * @return null: something is wrong
   */
  static @Nullable FollowerTable of(
      TargetDefinition target,
      GivenFollowers given,
      HostTable table,
      Column key,
      Shapes shapes,
      List<Violation> wrong) {
    HostTable link = shapes.named(target, given.table()).orElse(null);
    if (link == null) {
      wrong.add(
          new Violation(
              "/table",
              Text.of(
                  "There is no table “{0}” in data source {1}",
                  given.table(), target.dataSource())));
      return null;
    }
    List<Violation> found = new ArrayList<>();
    target.readOnly("").ifPresent(found::add);
    if (link.view()) {
      found.add(
          new Violation("/table", Text.of("“{0}” is a view, which can't be written", link.name())));
    }
    Column record = column(link, given.record(), "/record", found);
    Column user = column(link, given.user(), "/user", found);
    Users users = null;
    if (record != null) {
      checkRecord(link, record, table, key, found);
    }
    if (record != null && user != null) {
      if (record.name().equals(user.name())) {
        found.add(new Violation("/user", Text.of("“{0}” holds the record already", given.user())));
      }
      users = given.userValue() == null ? null : users(link, user, given, shapes, found);
      if (given.userValue() == null && !plain(user)) {
        found.add(new Violation("/user", unfit(user)));
      }
    }
    wrong.addAll(found);
    return found.isEmpty() && record != null && user != null
        ? new FollowerTable(shapes.of(link.name()), record, user, users)
        : null;
  }

  private static @Nullable Column column(
      HostTable table, String word, String at, List<Violation> wrong) {
    Column column = table.column(word).orElse(null);
    if (column == null) {
      wrong.add(
          new Violation(
              at,
              Text.of(
                  "“{0}” is not a column of {1}; there are {2}",
                  word, table.name(), new Shape(table, null, List::of).allowed())));
    } else if (column.identity()) {
      wrong.add(
          new Violation(
              at, Text.of("“{0}” can't be set: it {1}", word, Text.of("is made by the database"))));
    }
    return column;
  }

  private static void checkRecord(
      HostTable link, Column record, HostTable table, Column key, List<Violation> wrong) {
    Optional<ForeignKey> elsewhere =
        foreignKey(link, record)
            .filter(
                k -> !k.to().equals(table.name()) || !k.toColumns().equals(List.of(key.name())));
    if (record.kind() != key.kind()) {
      wrong.add(
          new Violation(
              "/record",
              Text.of(
                  "“{0}” is {1}, the key of {2} is {3}",
                  record.word(), record.type().word(), table.name(), key.type().word())));
    } else if (elsewhere.isPresent() && !table.view()) {
      // a view's rows may well be those of the table that it refers to
      wrong.add(
          new Violation(
              "/record",
              Text.of(
                  "“{0}” refers to {1}, not to the key of {2}",
                  record.word(), elsewhere.get().to(), table.name())));
    }
  }

  private static @Nullable Users users(
      HostTable link, Column user, GivenFollowers given, Shapes shapes, List<Violation> wrong) {
    ForeignKey leads = foreignKey(link, user).orElse(null);
    if (leads == null) {
      wrong.add(
          new Violation(
              "/userValue",
              Text.of(
                  "“{0}” has no foreign key to a table of users: leave this out, and users are"
                      + " named as “{0}” holds them",
                  user.word())));
      return null;
    }
    Shape far = shapes.of(leads.to());
    List<Violation> found = new ArrayList<>();
    Column name = column(far.table(), String.valueOf(given.userValue()), "/userValue", found);
    // one that the database numbers can be read as well
    if (name == null) {
      wrong.addAll(found);
      return null;
    }
    if (!Shape.canBeKey(name)) {
      wrong.add(new Violation("/userValue", unfit(name)));
    }
    return far.table()
        .columnNamed(leads.toColumns().get(0))
        .map(key -> new Users(far, key, name))
        .orElse(null);
  }

  private static Optional<ForeignKey> foreignKey(HostTable table, Column column) {
    return table.imported().stream()
        .filter(k -> k.fromColumns().equals(List.of(column.name())))
        .findFirst();
  }

  /** Whether a name can be written there as it is. */
  private static boolean plain(Column column) {
    return Shape.canBeKey(column) && column.kind() != SqlKind.CAST_TEXT;
  }

  private static String unfit(Column column) {
    return Text.of(
        "“{0}” is {1}; a user is named by a text, a whole number or a UUID",
        column.word(), column.type().word());
  }
}
