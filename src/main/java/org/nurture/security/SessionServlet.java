package org.nurture.security;

import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/** {@code GET /api/session}: who asks, and the token that changes need in a session. */
@WebServlet("/api/session")
public class SessionServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  private final transient CurrentUser user;

  @Inject
  SessionServlet(CurrentUser user) {
    this.user = user;
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response) {
    JsonArrayBuilder roles = Json.createArrayBuilder();
    user.roles().stream().map(Role::group).sorted().forEach(roles::add);
    JsonObjectBuilder answer =
        Json.createObjectBuilder().add("user", user.name()).add("roles", roles);
    Sessions.token(request)
        .ifPresentOrElse(
            token -> answer.add("csrfToken", token), () -> answer.addNull("csrfToken"));
    Answers.json(response, 200, "application/json", answer.build().toString());
  }
}
