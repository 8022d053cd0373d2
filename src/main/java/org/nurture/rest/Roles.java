package org.nurture.rest;

/** The container's roles as annotations need them (API.md, Security). */
public final class Roles {
  /** Campaigns of their own, templates, tests. */
  public static final String USER = "marketing-user";

  /** All campaigns, start, stop, update, events, suppressions. */
  public static final String MANAGER = "marketing-manager";

  /** Everything. */
  public static final String ADMIN = "marketing-admin";

  /** Jobs and health only: IT's scheduler. */
  public static final String OPERATOR = "marketing-operator";

  private Roles() {}
}
