package org.nurture.campaign;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.nurture.audience.FieldInfo;
import org.nurture.audience.Target.Role;

/**
 * Guesses which field of a target can stand for one that a document names: by role, then by name.
 * Pure.
 */
public final class FieldGuess {
  private static final Map<String, Role> ROLES =
      Map.ofEntries(
          Map.entry("email", Role.EMAIL),
          Map.entry("emailaddress", Role.EMAIL),
          Map.entry("mobile", Role.PHONE),
          Map.entry("phone", Role.PHONE),
          Map.entry("language", Role.LANGUAGE),
          Map.entry("lang", Role.LANGUAGE),
          Map.entry("timezone", Role.TIME_ZONE),
          Map.entry("countrycode", Role.COUNTRY),
          Map.entry("active", Role.ACTIVE),
          Map.entry("optout", Role.OPT_OUT),
          Map.entry("modifiedat", Role.MODIFIED),
          Map.entry("userid", Role.OWNER),
          Map.entry("userlogin", Role.OWNER),
          Map.entry("ownerid", Role.OWNER),
          Map.entry("id", Role.KEY));

  /** Names for the same thing. */
  private static final List<List<String>> ALIKE =
      List.of(
          List.of("firstname", "givenname", "forename", "fname", "first", "contactname"),
          List.of("lastname", "surname", "familyname", "lname", "last"),
          List.of("name", "fullname", "displayname", "title", "subject"),
          List.of("stage", "status", "state", "phase", "step"),
          List.of("score", "rating", "points", "leadscore", "probability", "priority"),
          List.of("note", "notes", "comment", "comments", "remarks", "description"),
          List.of("source", "leadsource", "origin", "channel"),
          List.of("tag", "tags", "label", "labels", "category", "categories", "keyword"),
          List.of("companyname", "company", "accountname", "organisation", "organization"),
          List.of("email", "mail", "emailaddress"),
          List.of("mobile", "phone", "telephone", "cell"));

  private final Map<Role, String> roles;
  private final Map<String, FieldInfo> fields = new LinkedHashMap<>();

  /**
   * @param roles of the target
   * @param fields the target's own, and those of others that it can reach, by path
   */
  public FieldGuess(Map<Role, String> roles, Map<String, FieldInfo> fields) {
    this.roles = roles;
    this.fields.putAll(fields);
  }

  /** For all; a field that stands for one already is not guessed for another. */
  public Map<String, String> of(List<FieldUse> uses) {
    Map<String, String> guessed = new LinkedHashMap<>();
    Set<String> taken = new HashSet<>();
    for (FieldUse use : uses) {
      if (can(use, use.path())) {
        guessed.put(use.path(), use.path());
        taken.add(use.path());
      }
    }
    for (FieldUse use : uses) {
      if (!guessed.containsKey(use.path())) {
        byRole(use)
            .or(() -> byName(use))
            .filter(taken::add)
            .ifPresent(field -> guessed.put(use.path(), field));
      }
    }
    return guessed;
  }

  /** Whether that field can stand for what the document names. */
  public boolean can(FieldUse use, String field) {
    FieldInfo info = fields.get(field);
    if (info == null) {
      return false;
    }
    if (use.is(FieldUse.Kind.LINKED)) {
      return info.relation() != null && info.relation().many();
    }
    boolean own = !field.contains(".") && !info.many();
    boolean kept = use.is(FieldUse.Kind.WRITTEN) || use.is(FieldUse.Kind.UNIQUE);
    return use.takes(info.type()) && (own || !kept);
  }

  private Optional<String> byRole(FieldUse use) {
    return Optional.ofNullable(ROLES.get(plain(use.path())))
        .map(roles::get)
        .filter(field -> can(use, field));
  }

  private Optional<String> byName(FieldUse use) {
    String sought = plain(use.path());
    Optional<String> same =
        fields.keySet().stream().filter(f -> plain(f).equals(sought) && can(use, f)).findFirst();
    return same.or(
        () ->
            ALIKE.stream()
                .filter(names -> names.contains(sought))
                .flatMap(List::stream)
                .flatMap(name -> fields.keySet().stream().filter(f -> plain(f).equals(name)))
                .filter(f -> can(use, f))
                .findFirst());
  }

  private static String plain(String path) {
    return path.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
  }
}
