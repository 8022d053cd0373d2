package org.nurture.web;

import java.io.Serializable;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.nurture.campaign.ActivityType;
import org.nurture.platform.Language;

/** Figures of one activity as its node shows them. */
public final class NodeFigures implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final double HEIGHT = 30;
  private static final double WIDTH = 168;
  private static final double LEAST_VISIBLE = 0.6;

  private final ActivityType type;
  private final Counts counts;
  private final List<Day> days;

  NodeFigures(ActivityType type, Counts counts, List<Day> days) {
    this.type = type;
    this.counts = counts;
    this.days = List.copyOf(days);
  }

  /** What was counted in all. */
  record Counts(
      long done,
      long rejected,
      long errors,
      long sent,
      long opened,
      long clicked,
      long replied,
      long bounced)
      implements Serializable {}

  /** What was counted in one day. */
  record Day(long done, long rejected) implements Serializable {}

  public long getDone() {
    return counts.done;
  }

  public long getRejected() {
    return counts.rejected;
  }

  public long getErrors() {
    return counts.errors;
  }

  public @Nullable Long getSent() {
    return type == ActivityType.ACTION ? null : Long.valueOf(counts.sent);
  }

  public @Nullable Long getOpened() {
    return type == ActivityType.EMAIL ? Long.valueOf(counts.opened) : null;
  }

  public @Nullable Long getClicked() {
    return type == ActivityType.ACTION ? null : Long.valueOf(counts.clicked);
  }

  public @Nullable Long getReplied() {
    return type == ActivityType.EMAIL ? Long.valueOf(counts.replied) : null;
  }

  public @Nullable Long getBounced() {
    return type == ActivityType.ACTION ? null : Long.valueOf(counts.bounced);
  }

  public String getOpenedShare() {
    return share(getOpened());
  }

  public String getClickedShare() {
    return share(getClicked());
  }

  public String getRepliedShare() {
    return share(getReplied());
  }

  public String getBouncedShare() {
    return share(getBounced());
  }

  private String share(@Nullable Long part) {
    return part == null || counts.sent == 0
        ? ""
        : String.format(Language.current(), "%.1f%%", 100.0 * part / counts.sent);
  }

  /** Bars of what was done. */
  public String getDonePath() {
    return path(day -> 0, Day::done);
  }

  /** Bars of what was rejected, on top of those. */
  public String getRejectedPath() {
    return path(Day::done, Day::rejected);
  }

  private String path(ToLongFunction<Day> below, ToLongFunction<Day> of) {
    long most = days.stream().mapToLong(d -> d.done + d.rejected).max().orElse(0);
    if (most == 0) {
      return "M0 30";
    }
    double step = WIDTH / days.size();
    StringBuilder path = new StringBuilder("M0 30");
    for (int i = 0; i < days.size(); i++) {
      long n = of.applyAsLong(days.get(i));
      if (n > 0) {
        double height = Math.max(LEAST_VISIBLE, HEIGHT * n / most);
        double bottom = HEIGHT - HEIGHT * below.applyAsLong(days.get(i)) / most;
        path.append(
            String.format(
                Locale.ROOT,
                "M%.1f %.1fv-%.1fh%.1fv%.1fz",
                i * step,
                bottom,
                height,
                step - 2,
                height));
      }
    }
    return path.toString();
  }
}
