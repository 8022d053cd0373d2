package org.nurture.audience;

import java.util.Collection;

/** A condition on a target's records (SPEC section 5). Immutable. */
public final class Filter {
  /** Matches every record. */
  public static final Filter ALL = new Filter("[]");

  private final String json;

  private Filter(String json) {
    this.json = json;
  }

  /**
   * Reads the JSON domain.
   *
   * @throws org.nurture.platform.NurtureException INVALID, with the place in the list
   */
  public static Filter parse(String json) {
    return new Filter(json);
  }

  /** Records that match all of them. */
  public static Filter and(Collection<Filter> filters) {
    throw new UnsupportedOperationException("helper audience writes this: " + filters);
  }

  /** The JSON domain. */
  public String toJson() {
    return json;
  }
}
