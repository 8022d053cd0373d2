package org.nurture.model;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What an action sets a field to. */
public sealed interface Value {

  record Constant(@Nullable Object value) implements Value {}

  /** What another field holds; {@code company.city} is that of the company referred to. */
  record Other(String path) implements Value {}

  /** An expression: a number's field and something; of an empty one there is no sum. */
  record Sum(String field, int more) implements Value {}

  /** An expression: a text, and a text's field after it; an empty one can't be joined. */
  record Joined(String before, String field) implements Value {}

  /** The city of each company. The second one is longer than a stage may be; the third is one. */
  Map<Integer, String> CITIES = Map.of(1, "Rome", 2, "Llanfairpwllgwyngyll-upon-Wye", 3, "hot");

  /**
   * The value for a record.
   *
   * @throws Refused there is none
   */
  default @Nullable Object of(Contact contact) throws Refused {
    if (this instanceof Sum sum) {
      if (contact.get(sum.field) instanceof Integer number) {
        return number + sum.more;
      }
      throw new Refused(sum.field + " is empty");
    }
    if (this instanceof Joined joined) {
      if (contact.get(joined.field) == null) {
        throw new Refused(joined.field + " is empty");
      }
      return joined.before + contact.get(joined.field);
    }
    if (this instanceof Other other) {
      return other.path.equals("company.city")
          ? contact.get("company_id") == null ? null : CITIES.get(contact.get("company_id"))
          : contact.get(other.path);
    }
    return ((Constant) this).value;
  }

  /** An action can't do for a record what it is to do. */
  final class Refused extends Exception {
    private static final long serialVersionUID = 1L;

    Refused(String why) {
      super(why);
    }
  }
}
