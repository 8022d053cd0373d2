package org.nurture.platform;

/** What a server is for ({@code NURTURE_MODE}). */
public enum Mode {
  /** A company's own: no built-in users, no catchers, real time. */
  PRODUCTION,
  /** The newcomer's: demo CRM, built-in users, mail and SMS catchers. */
  DEMO,
  /** As the demo, and the clock can be set. */
  DEVELOPMENT;

  /** Whether the server brings its own users, demo CRM and catchers. */
  public boolean hasDemo() {
    return this != PRODUCTION;
  }
}
