package org.nurture.campaign;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.nurture.audience.FieldType;

/** A field of the target that a campaign document names, and what for. */
public final class FieldUse {

  /** What a field is named for. */
  public enum Kind {
    /** A condition: of the campaign or an activity. */
    FILTER,
    UNIQUE,
    /** A placeholder of a mail, an SMS or an action's text. */
    PLACEHOLDER,
    /** An action writes it. */
    WRITTEN,
    /** An action reads it: a value, or who gets a to-do. */
    READ,
    /** An action ties or unties records over it: tags. */
    LINKED
  }

  /**
   * Where it is named.
   *
   * @param name of the activity, template or action; empty: the campaign itself
   */
  public record Place(Kind kind, String name) {}

  private final String path;
  private final Set<Place> places = new LinkedHashSet<>();
  private final Set<FieldType> like = EnumSet.noneOf(FieldType.class);

  FieldUse(String path) {
    this.path = path;
  }

  void at(Place place) {
    places.add(place);
  }

  /** A value of that type stands beside it. */
  void like(FieldType type) {
    like.add(type);
  }

  /** The field's path from the target, such as {@code country.code}. */
  public String path() {
    return path;
  }

  /** Where it is named, in the order of the document. */
  public List<Place> places() {
    return new ArrayList<>(places);
  }

  /** Whether it is named for that. */
  public boolean is(Kind kind) {
    return places.stream().anyMatch(p -> p.kind() == kind);
  }

  /** Whether a field of that type can stand in its place. */
  public boolean takes(FieldType type) {
    return type != FieldType.OTHER && like.stream().allMatch(l -> fits(l, type));
  }

  private static boolean fits(FieldType value, FieldType field) {
    return switch (value) {
      case INTEGER, DECIMAL -> field == FieldType.INTEGER || field == FieldType.DECIMAL;
      case BOOLEAN -> field == FieldType.BOOLEAN;
      // dates and UUIDs are written as texts too
      default -> field != FieldType.BOOLEAN && field != FieldType.INTEGER;
    };
  }
}
