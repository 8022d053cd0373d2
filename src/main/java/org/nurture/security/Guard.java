package org.nurture.security;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.nurture.platform.Text;

/** Headers that keep browsers honest, and the refusal of forged requests. */
@WebFilter(urlPatterns = "/*", dispatcherTypes = DispatcherType.REQUEST, asyncSupported = true)
public class Guard extends HttpFilter {
  private static final long serialVersionUID = 1L;
  private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS", "TRACE");

  /** PrimeFaces adds its own nonces; eval is what its Ajax answers need. */
  private static final String POLICY =
      "default-src 'self'; img-src 'self' data:; font-src 'self' data:;"
          + " style-src 'self' 'unsafe-inline'; script-src 'self' 'unsafe-inline' 'unsafe-eval';"
          + " object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'self'";

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("Referrer-Policy", "same-origin");
    response.setHeader("X-Frame-Options", "SAMEORIGIN");
    response.setHeader("Content-Security-Policy", POLICY);
    if (!SAFE.contains(request.getMethod()) && isForged(request)) {
      Answers.problem(
          response,
          403,
          "Forbidden",
          Text.of(
              "A change in a browser's session needs the header X-CSRF-Token, as GET /nurture/api/session gives it"));
      return;
    }
    if (Answers.isApi(request)) {
      response.setHeader("Cache-Control", "no-store");
    }
    chain.doFilter(request, response);
  }

  /**
   * Basic: a browser may send remembered credentials for another site's page, which it then names.
   * Sessions: the API asks for the token; pages carry the view's own.
   */
  private static boolean isForged(HttpServletRequest request) {
    if (!Answers.isApi(request)) {
      return false;
    }
    if (Basic.isBasic(request.getHeader("Authorization"))) {
      return isForeign(request.getHeader("Sec-Fetch-Site"));
    }
    return Sessions.user(request).isPresent()
        && !Sessions.isToken(request, request.getHeader("X-CSRF-Token"));
  }

  private static boolean isForeign(@Nullable String site) {
    return site != null && (site.equals("cross-site") || site.equals("same-site"));
  }
}
