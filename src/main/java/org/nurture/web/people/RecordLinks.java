package org.nurture.web.people;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * The host's deep links {@code /records/{target}/{key}} (SPEC section 6) lead to a record's page.
 */
@WebFilter("/records/*")
public class RecordLinks extends HttpFilter {
  private static final long serialVersionUID = 1L;
  private static final String PAGE = "/record.xhtml";

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    // decoded by the container; a key may hold slashes
    String path = request.getPathInfo() == null ? request.getServletPath() : request.getPathInfo();
    String rest = path.replaceFirst("^/records", "");
    int slash = rest.indexOf('/', 1);
    if (rest.equals(PAGE) || slash < 0 || slash == rest.length() - 1) {
      chain.doFilter(request, response);
      return;
    }
    response.sendRedirect(
        request.getContextPath()
            + "/records"
            + PAGE
            + "?target="
            + encoded(rest.substring(1, slash))
            + "&key="
            + encoded(rest.substring(slash + 1)));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
