package org.nurture.audience;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nurture.platform.Text;

/**
 * A kind of host record that a campaign can address.
 *
 * @param name as campaigns name it
 * @param label as people see it
 * @param numericKey whether keys are whole numbers; else text (UUID included)
 * @param writable whether server actions may write its rows
 * @param roles from role to field name; a role that the target does not have is not in it
 * @param display the fields whose values, joined by blanks, are what people call a record: that of
 *     the role {@code name}, after the first name where that is a last name; may be empty
 */
public record Target(
    String name,
    String label,
    boolean numericKey,
    boolean writable,
    Map<Role, String> roles,
    List<String> display) {

  public Target {
    roles = Map.copyOf(roles);
    display = List.copyOf(display);
  }

  public Target(
      String name, String label, boolean numericKey, boolean writable, Map<Role, String> roles) {
    this(
        name,
        label,
        numericKey,
        writable,
        roles,
        roles.containsKey(Role.NAME) ? List.of(roles.get(Role.NAME)) : List.of());
  }

  /**
   * Why nobody can be written to at the field of that role.
   *
   * @param address EMAIL or PHONE
   * @return null: it has one
   */
  public @Nullable String unreachable(Role address) {
    if (roles.containsKey(address)) {
      return null;
    }
    return address == Role.PHONE
        ? Text.of("“{0}” has no field with the role phone, so nobody can be texted", name)
        : Text.of("“{0}” has no field with the role email, so nobody can be mailed", name);
  }

  /** What a field means to Nurture (API.md, Targets). */
  public enum Role {
    KEY,
    NAME,
    EMAIL,
    PHONE,
    LANGUAGE,
    TIME_ZONE,
    COUNTRY,
    ACTIVE,
    OPT_OUT,
    MODIFIED,
    OWNER
  }
}
