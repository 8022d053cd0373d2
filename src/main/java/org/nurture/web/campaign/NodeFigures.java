package org.nurture.web.campaign;

import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.nurture.campaign.ActivityType;
import org.nurture.web.page.Say;

/** Figures of one activity as its node shows them. */
public final class NodeFigures implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final double HEIGHT = 30;
  private static final double WIDTH = 168;
  private static final double LEAST_VISIBLE = 0.6;
  private static final String NUMBER = "number";
  private static final String NONE = "–";

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
      long scheduled,
      long waiting,
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

  long errors() {
    return counts.errors;
  }

  /** All that the node shows of it, as texts by their place; empty: nothing to show there. */
  Map<String, String> texts(Say say) {
    Map<String, String> texts = new LinkedHashMap<>();
    texts.put("done", say.of("workflow.node.done", counts.done));
    texts.put("rejected", say.of("workflow.node.rejected", counts.rejected));
    texts.put("warn", counts.rejected == 0 ? "" : "warn");
    texts.put("errors", some(say, "workflow.node.errors", counts.errors));
    texts.put("scheduled", some(say, "workflow.node.scheduled", counts.scheduled));
    texts.put("waiting", some(say, "workflow.node.waiting", counts.waiting));
    boolean message = type != ActivityType.ACTION;
    boolean mail = type == ActivityType.EMAIL;
    texts.put("sent", message ? say.of(NUMBER, counts.sent) : NONE);
    column(texts, say, "opened", mail, counts.opened);
    column(texts, say, "clicked", message, counts.clicked);
    column(texts, say, "replied", mail, counts.replied);
    column(texts, say, "bounced", message, counts.bounced);
    texts.put("donePath", path(day -> 0, Day::done));
    texts.put("rejectedPath", path(Day::done, Day::rejected));
    return texts;
  }

  private static String some(Say say, String key, long n) {
    return n == 0 ? "" : say.of(key, n);
  }

  private void column(Map<String, String> texts, Say say, String name, boolean applies, long n) {
    texts.put(name, applies ? say.of(NUMBER, n) : NONE);
    texts.put(name + "Share", applies ? share(say, n, counts.sent) : "");
  }

  /** “60.0%”; empty where there is nothing that it is a share of. */
  static String share(Say say, long part, long whole) {
    return whole == 0 ? "" : say.of("share", (double) part / whole);
  }

  private String path(ToLongFunction<Day> below, ToLongFunction<Day> of) {
    long most = days.stream().mapToLong(d -> d.done + d.rejected).max().orElse(0);
    if (most == 0) {
      return "M0 30";
    }
    double step = WIDTH / days.size();
    double width = step - Math.min(2, step / 4);
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
                width,
                height));
      }
    }
    return path.toString();
  }
}
