package org.nurture.web;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.faces.context.ExternalContext;
import jakarta.faces.context.FacesContext;
import jakarta.servlet.http.Cookie;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How somebody likes to see a page, kept in cookies like the colours. */
@ApplicationScoped
public class Preferences {
  private static final int YEAR = 365 * 24 * 3600;

  /** Null: never said. */
  @Nullable String get(String name) {
    Object cookie = external().getRequestCookieMap().get(name);
    return cookie instanceof Cookie c ? c.getValue() : null;
  }

  /**
   * @param word of letters only: cookies hold no more
   */
  void put(String name, String word) {
    external()
        .addResponseCookie(
            name,
            word,
            Map.of("path", external().getRequestContextPath(), "maxAge", YEAR, "httpOnly", true));
  }

  private static ExternalContext external() {
    return FacesContext.getCurrentInstance().getExternalContext();
  }
}
