package org.nurture.web.board;

import java.util.Arrays;
import java.util.Locale;

/** A line over days, as an SVG path: 112 wide, 34 high, with room for its stroke. */
final class Sparkline {
  private static final double WIDTH = 112;
  private static final double HEIGHT = 34;
  private static final double TOP = 2;
  private static final double BOTTOM = 32.5;

  private Sparkline() {}

  /** Flat at the bottom where there is nothing. */
  static String line(long[] days) {
    long most = Math.max(1, Arrays.stream(days).max().orElse(0));
    StringBuilder path = new StringBuilder();
    for (int i = 0; i < days.length; i++) {
      double x = days.length == 1 ? 0 : WIDTH * i / (days.length - 1);
      double y = BOTTOM - (BOTTOM - TOP) * Math.max(0, days[i]) / most;
      path.append(String.format(Locale.ROOT, "%s%.1f %.1f", i == 0 ? "M" : "L", x, y));
    }
    return path.toString();
  }

  /** The same, closed along the bottom. */
  static String area(long[] days) {
    return line(days) + String.format(Locale.ROOT, "L%.0f %.0fL0 %.0fZ", WIDTH, HEIGHT, HEIGHT);
  }
}
