package org.nurture.platform;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The language of whoever reads what this thread writes: that of the request ({@link
 * LanguageFilter}); English in jobs, whose words are kept and logged.
 */
public final class Language {
  /** What our texts are in; the first is what the others fall back on. */
  public static final List<Locale> ALL = List.of(Locale.ENGLISH, Locale.ITALIAN);

  /** The choice in the user's menu; without it the browser's own languages count. */
  public static final String COOKIE = "nurture-language";

  private static final ThreadLocal<Locale> CURRENT = new ThreadLocal<>();

  private Language() {}

  /** Never null. */
  public static Locale current() {
    Locale set = CURRENT.get();
    return set == null ? Locale.ENGLISH : set;
  }

  /** For the rest of what this thread does; null: nobody reads any more. */
  public static void use(@Nullable Locale locale) {
    if (locale == null) {
      CURRENT.remove();
    } else {
      CURRENT.set(locale);
    }
  }

  /** Chosen in the user's menu; null: as the browser. */
  public static @Nullable Locale chosen(HttpServletRequest request) {
    Cookie[] cookies = request.getCookies();
    if (cookies == null) {
      return null;
    }
    for (Cookie cookie : cookies) {
      for (Locale known : ALL) {
        if (cookie.getName().equals(COOKIE) && cookie.getValue().equals(known.getLanguage())) {
          return known;
        }
      }
    }
    return null;
  }

  static Locale of(HttpServletRequest request) {
    Locale chosen = chosen(request);
    return chosen == null ? accepted(request.getHeader("Accept-Language")) : chosen;
  }

  /**
   * The best of ours for an {@code Accept-Language}; English for none, for nonsense, for others.
   */
  public static Locale accepted(@Nullable String header) {
    try {
      Locale best = header == null ? null : Locale.lookup(Locale.LanguageRange.parse(header), ALL);
      return best == null ? Locale.ENGLISH : best;
    } catch (IllegalArgumentException e) {
      return Locale.ENGLISH;
    }
  }
}
