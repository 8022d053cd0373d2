package org.nurture.template;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import liqp.TemplateContext;
import liqp.filters.Filter;
import liqp.filters.Filters;
import org.jspecify.annotations.Nullable;
import org.nurture.platform.Text;

/** The filters of Liquid, bounded in what they make, and without a clock of their own. */
final class LiquidFilters {
  private static final int MAX_TEXT = 200_000;

  /** They belong to a site generator, or reach into objects. */
  private static final Set<String> LEFT_OUT =
      Set.of("absolute_url", "relative_url", "json", "jsonify", "inspect", "where_exp", "h");

  private static final Map<Escape, Filters> ALL =
      Map.of(
          Escape.HTML, make(Escape.HTML),
          Escape.HEADER, make(Escape.HEADER),
          Escape.TEXT, make(Escape.TEXT));

  private LiquidFilters() {}

  static Filters of(Escape escape) {
    return java.util.Objects.requireNonNull(ALL.get(escape));
  }

  private static Filters make(Escape escape) {
    Map<String, Filter> filters = new HashMap<>();
    Filters.DEFAULT_FILTERS
        .getMap()
        .forEach(
            (name, filter) -> {
              if (!LEFT_OUT.contains(name)) {
                filters.put(name, new Bounded(name, filter));
              }
            });
    filters.put("date", new Bounded("date", new ClocklessDate()));
    if (escape == Escape.HTML) {
      // What they give is HTML already: escaped once, not twice.
      filters.put("escape", new SafeFilter("escape", false));
      filters.put("escape_once", new SafeFilter("escape_once", false));
      filters.put("newline_to_br", new SafeFilter("newline_to_br", true));
    }
    return Filters.of(filters);
  }

  /** Refuses to grow texts beyond reason: {@code append} in a loop doubles them. */
  private static final class Bounded extends Filter {
    private final Filter filter;

    Bounded(String name, Filter filter) {
      super(name);
      this.filter = filter;
    }

    @Override
    public @Nullable Object apply(
        @Nullable Object value, TemplateContext context, @Nullable Object... params) {
      Object plain = value instanceof LiquidVisitor.Safe safe ? safe.toString() : value;
      long size = length(plain);
      for (int i = 0; i < params.length; i++) {
        if (params[i] instanceof LiquidVisitor.Safe safe) {
          params[i] = safe.toString();
        }
        size =
            name.startsWith("replace") && i == 1
                ? Math.max(1, size) * Math.max(1, length(params[i]))
                : size + length(params[i]);
      }
      if (size > MAX_TEXT * (name.startsWith("replace") ? 10L : 1L)) {
        throw new liqp.exceptions.LiquidException(
            Text.of("the text is too long for the filter “{0}”", name), 0, 0, null);
      }
      return filter.apply(plain, context, params);
    }

    private static long length(@Nullable Object value) {
      return value instanceof CharSequence text ? text.length() : 0;
    }
  }

  /** {@code date}, whose “now” is the message's instant. */
  private static final class ClocklessDate extends liqp.filters.Date {
    @Override
    public @Nullable Object apply(
        @Nullable Object value, TemplateContext context, @Nullable Object... params) {
      if (value == null) {
        return null;
      }
      boolean now = "now".equals(value) || "today".equals(value);
      Object instant = now ? context.get(Liquid.NOW) : value;
      return super.apply(
          instant instanceof Instant i ? i.atZone(ZoneOffset.UTC) : instant, context, params);
    }
  }

  private static final class SafeFilter extends Filter {
    private final boolean breaks;

    SafeFilter(String name, boolean breaks) {
      super(name);
      this.breaks = breaks;
    }

    @Override
    public Object apply(
        @Nullable Object value, TemplateContext context, @Nullable Object... params) {
      if (value instanceof LiquidVisitor.Safe safe && !breaks) {
        return safe;
      }
      String html = Escape.html(LiquidVisitor.text(value));
      return new LiquidVisitor.Safe(breaks ? html.replaceAll("\r?\n", "<br>\n") : html);
    }
  }
}
