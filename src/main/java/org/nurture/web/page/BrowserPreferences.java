package org.nurture.web.page;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.faces.context.ExternalContext;
import jakarta.faces.context.FacesContext;
import jakarta.servlet.http.Cookie;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How somebody likes to see pages in this browser, before and after the log-in, kept in cookies:
 * colours, language, what was put away. What goes with the user is in {@link
 * org.nurture.security.Preferences}.
 */
@ApplicationScoped
public class BrowserPreferences {
  private static final int YEAR = 365 * 24 * 3600;

  /** Null: never said. */
  public @Nullable String get(String name) {
    Object cookie = external().getRequestCookieMap().get(name);
    return cookie instanceof Cookie c ? c.getValue() : null;
  }

  /**
   * @param word of letters only: cookies hold no more; null: forgets what was said
   */
  public void put(String name, @Nullable String word) {
    int age = word == null ? 0 : YEAR;
    external()
        .addResponseCookie(
            name,
            word == null ? "" : word,
            Map.of("path", external().getRequestContextPath(), "maxAge", age, "httpOnly", true));
  }

  private static ExternalContext external() {
    return FacesContext.getCurrentInstance().getExternalContext();
  }
}
