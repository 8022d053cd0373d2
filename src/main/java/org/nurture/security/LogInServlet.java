package org.nurture.security;

import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The log-in form posts here ({@code name}, {@code password}, {@code from}). */
@WebServlet("/login")
public class LogInServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  private final transient Users users;

  @Inject
  LogInServlet(Users users) {
    this.users = users;
  }

  @Override
  protected void doPost(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    request.setCharacterEncoding("UTF-8");
    String from = inside(request.getParameter("from"));
    Optional<CurrentUser.Who> who =
        users.check(
            orEmpty(request.getParameter("name")).strip(),
            orEmpty(request.getParameter("password")));
    if (who.isPresent()) {
      Sessions.begin(request, who.get());
      response.sendRedirect(request.getContextPath() + from);
    } else {
      response.sendRedirect(
          request.getContextPath()
              + "/login.xhtml?failed=1&from="
              + URLEncoder.encode(from, StandardCharsets.UTF_8));
    }
  }

  private static String orEmpty(@Nullable String value) {
    return value == null ? "" : value;
  }

  /** A page of ours, never another site. */
  static String inside(@Nullable String from) {
    return from == null || !from.matches("/[A-Za-z0-9_.-][^\\r\\n\\\\]*") ? "/" : from;
  }
}
