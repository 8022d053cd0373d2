package org.nurture.platform;

import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * {@code live}: the application answers. {@code ready}: it can also work; 503 with the reason where
 * it cannot. Without either, ready and what parts of the application tell, such as how late the
 * engine is. All say whether sending is held (D18).
 */
@WebServlet({"/health/*", "/api/health/*"})
public class HealthServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;
  private static final Logger LOG = Logger.getLogger(HealthServlet.class.getName());

  private final transient Database database;
  private final transient Hold hold;
  private final transient Instance<HealthPart> parts;

  @Inject
  HealthServlet(Database database, Hold hold, @Any Instance<HealthPart> parts) {
    this.database = database;
    this.hold = hold;
    this.parts = parts;
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String path = String.valueOf(request.getPathInfo());
    switch (path) {
      case "/live" -> answer(response, 200, "UP", "");
      case "/ready" -> ready(response, false);
      case "null", "/" -> ready(response, true);
      default -> answer(response, 404, "UNKNOWN", "Allowed: /health, /health/live, /health/ready");
    }
  }

  /**
   * @param all with what the parts of the application tell
   */
  private void ready(HttpServletResponse response, boolean all) throws IOException {
    JsonObjectBuilder body = Json.createObjectBuilder();
    try {
      database.sql().fetch("select 1");
      Optional<Hold.Held> held = hold.now();
      body.add("status", "UP")
          .add("reason", held.map(Hold.Held::message).orElse(""))
          .add("held", held.isPresent());
      if (all) {
        parts.forEach(part -> body.add(part.name(), part.tell()));
      }
    } catch (RuntimeException e) {
      LOG.log(Level.FINE, "Not ready", e);
      response.setHeader("Retry-After", "5");
      answer(response, 503, "DOWN", "The database cannot be reached");
      return;
    }
    answer(response, 200, body.build());
  }

  private static void answer(HttpServletResponse response, int status, String word, String reason)
      throws IOException {
    answer(
        response,
        status,
        Json.createObjectBuilder().add("status", word).add("reason", reason).build());
  }

  private static void answer(HttpServletResponse response, int status, JsonObject body)
      throws IOException {
    response.setStatus(status);
    response.setContentType("application/json");
    response.setHeader("Cache-Control", "no-store");
    response.getOutputStream().write(body.toString().getBytes(StandardCharsets.UTF_8));
  }
}
