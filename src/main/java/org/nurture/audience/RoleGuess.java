package org.nurture.audience;

import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.nurture.audience.HostTable.Column;
import org.nurture.audience.Target.Role;

/** Guesses what a table's fields mean, by their names and types (SPEC section 6). */
final class RoleGuess {
  private static final Set<FieldType> TEXT = Set.of(FieldType.TEXT);
  private static final Set<FieldType> FLAG = Set.of(FieldType.BOOLEAN);
  private static final Set<FieldType> NUMBER_FLAG = Set.of(FieldType.INTEGER);
  private static final Set<FieldType> TIME = Set.of(FieldType.DATETIME);
  private static final Set<FieldType> OWNER =
      Set.of(FieldType.INTEGER, FieldType.TEXT, FieldType.UUID);

  private static final List<String> NAMES =
      List.of("display_name", "full_name", "name", "title", "subject", "label", "summary");
  private static final List<String> LATER_NAMES =
      List.of(
          "last_name",
          "surname",
          "family_name",
          "company",
          "company_name",
          "login",
          "username",
          "code");
  private static final List<String> EMAILS =
      List.of("email", "e_mail", "mail", "email_address", "mail_address", "email_from");
  private static final List<String> PHONES =
      List.of(
          "mobile",
          "mobile_phone",
          "mobile_number",
          "cell",
          "cell_phone",
          "phone",
          "phone_number",
          "telephone",
          "tel");
  private static final List<String> LANGUAGES =
      List.of("language", "lang", "locale", "language_code", "lang_code");
  private static final List<String> ZONES = List.of("time_zone", "timezone", "tz");
  private static final List<String> COUNTRIES = List.of("country_code", "country");
  private static final List<String> ACTIVES =
      List.of("active", "is_active", "enabled", "is_enabled", "activebool");
  private static final List<String> OPT_OUTS =
      List.of(
          "opt_out",
          "optout",
          "opted_out",
          "email_opt_out",
          "is_opt_out",
          "unsubscribed",
          "do_not_email",
          "do_not_mail",
          "do_not_contact",
          "no_email");
  private static final List<String> MODIFIEDS =
      List.of(
          "modified_at",
          "updated_at",
          "last_modified",
          "last_modified_at",
          "modified",
          "updated",
          "write_date",
          "last_update",
          "changed_at",
          "modified_on",
          "updated_on");
  private static final List<String> OWNERS =
      List.of(
          "owner_id",
          "owner",
          "responsible_id",
          "responsible",
          "salesperson_id",
          "salesperson",
          "assigned_to",
          "assignee_id",
          "user_id",
          "support_rep_id");

  private final Shape shape;
  private final Shapes shapes;

  RoleGuess(Shape shape, Shapes shapes) {
    this.shape = shape;
    this.shapes = shapes;
  }

  /** All that can be guessed. */
  Map<Role, String> all() {
    Map<Role, String> roles = new EnumMap<>(Role.class);
    for (Role role : Role.values()) {
      guess(role).ifPresent(field -> roles.put(role, field));
    }
    return roles;
  }

  /** What a guess rests on. */
  Survey.Why why(Role role, String field) {
    if (role == Role.KEY) {
      return shape.table().primaryKey().isEmpty() ? Survey.Why.UNIQUE_KEY : Survey.Why.PRIMARY_KEY;
    }
    if (field.indexOf('.') >= 0) {
      return Survey.Why.RELATION;
    }
    boolean byType =
        role == Role.NAME
            && Stream.concat(NAMES.stream(), LATER_NAMES.stream())
                .noneMatch(name -> plain(name).equals(plain(field)));
    return byType ? Survey.Why.FIRST_TEXT : Survey.Why.NAME;
  }

  private Optional<String> guess(Role role) {
    return switch (role) {
      case KEY -> Shape.keyOf(shape.table()).map(Column::word);
      case NAME -> named(NAMES, TEXT).or(() -> named(LATER_NAMES, TEXT)).or(this::firstText);
      case EMAIL -> named(EMAILS, TEXT).or(() -> holding("email"));
      case PHONE -> named(PHONES, TEXT);
      case LANGUAGE -> named(LANGUAGES, TEXT);
      case TIME_ZONE -> named(ZONES, TEXT);
      case COUNTRY -> named(COUNTRIES, TEXT).or(this::countryBehind);
      case ACTIVE -> named(ACTIVES, FLAG).or(() -> named(ACTIVES, NUMBER_FLAG));
      case OPT_OUT -> named(OPT_OUTS, FLAG).or(() -> named(OPT_OUTS, NUMBER_FLAG));
      case MODIFIED -> named(MODIFIEDS, TIME);
      case OWNER -> named(OWNERS, OWNER);
    };
  }

  private Optional<String> named(List<String> names, Set<FieldType> types) {
    for (String name : names) {
      for (Column column : shape.table().columns()) {
        if (types.contains(column.type()) && plain(column.word()).equals(plain(name))) {
          return Optional.of(column.word());
        }
      }
    }
    return Optional.empty();
  }

  private static String plain(String name) {
    return name.replace("_", "").toLowerCase(Locale.ROOT);
  }

  private Optional<String> holding(String part) {
    return shape.table().columns().stream()
        .filter(c -> c.type() == FieldType.TEXT && plain(c.word()).contains(part))
        .findFirst()
        .map(Column::word);
  }

  private Optional<String> firstText() {
    Optional<String> key = Shape.keyOf(shape.table()).map(Column::word);
    return shape.table().columns().stream()
        .filter(c -> c.type() == FieldType.TEXT)
        .map(Column::word)
        .filter(word -> !Optional.of(word).equals(key))
        .findFirst()
        .or(() -> key);
  }

  /** A relation to countries whose table has a code. */
  private Optional<String> countryBehind() {
    return shape.relations().stream()
        .filter(r -> !r.many() && r.name().toLowerCase(Locale.ROOT).contains("country"))
        .flatMap(
            r ->
                List.of("code", "iso2", "iso_code", "iso", "alpha2", "country_code").stream()
                    .filter(code -> isText(shapes.of(r.far()), code))
                    .map(code -> r.name() + "." + code))
        .findFirst();
  }

  private static boolean isText(Shape far, String name) {
    return far.column(name).filter(c -> c.type() == FieldType.TEXT).isPresent();
  }
}
