package org.nurture.support;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.TemporalAmount;

/** A clock that stands still until it is set. Safe for several threads. */
public final class SettableClock implements InstantSource {
  /** Where every test's clock starts unless it says otherwise: a Monday in summer. */
  public static final Instant START = Instant.parse("2026-06-01T08:00:00Z");

  private volatile Instant now = START;

  @Override
  public Instant instant() {
    return now;
  }

  public void set(Instant instant) {
    now = instant;
  }

  public void advance(TemporalAmount amount) {
    now = now.plus(amount);
  }
}
