package org.nurture.audience;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.nurture.audience.HostTable.Column;
import org.nurture.audience.Target.Role;

/** What people call a record: the role {@code name}, and the first name before a last one. */
final class DisplayName {
  private static final Set<String> LAST =
      Set.of("lastname", "surname", "familyname", "cognome", "nachname");
  private static final Set<String> FIRST =
      Set.of("firstname", "givenname", "forename", "nome", "vorname");

  private DisplayName() {}

  /** The fields to join; empty: the target has no name. */
  static List<String> of(HostTable table, Map<Role, String> roles) {
    String name = roles.get(Role.NAME);
    if (name == null) {
      return List.of();
    }
    return first(table, name).map(first -> List.of(first, name)).orElse(List.of(name));
  }

  private static Optional<String> first(HostTable table, String name) {
    if (!LAST.contains(plain(name))) {
      return Optional.empty();
    }
    return table.columns().stream()
        .filter(c -> c.type() == FieldType.TEXT)
        .map(Column::word)
        .filter(word -> FIRST.contains(plain(word)))
        .findFirst();
  }

  private static String plain(String name) {
    return name.replace("_", "").toLowerCase(Locale.ROOT);
  }
}
