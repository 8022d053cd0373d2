package org.nurture.web.page;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How long ago something was, or how soon it will be: beside the exact time. */
@Named("ago")
@ApplicationScoped
public class Ago {
  private static final int MOST_MINUTES = 120;
  private static final int MOST_HOURS = 48;

  private final Times times;
  private final Say say;

  @Inject
  public Ago(Times times, Say say) {
    this.times = times;
    this.say = say;
  }

  /** For CDI's proxy. */
  @SuppressWarnings("NullAway")
  protected Ago() {
    this(null, new Say());
  }

  /** “3 minutes ago”, “in 2 days”; empty where there is no time. */
  public String of(@Nullable Instant at) {
    if (at == null) {
      return "";
    }
    Duration past = Duration.between(at, times.now());
    String way = past.isNegative() ? "ago.in." : "ago.";
    Duration length = past.abs();
    if (length.toMinutes() < 1) {
      return say.of("ago.now");
    }
    if (length.toMinutes() < MOST_MINUTES) {
      return say.of(way + "minutes", length.toMinutes());
    }
    return length.toHours() < MOST_HOURS
        ? say.of(way + "hours", length.toHours())
        : say.of(way + "days", length.toDays());
  }
}
