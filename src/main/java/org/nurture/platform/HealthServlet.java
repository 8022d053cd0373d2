package org.nurture.platform;

import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * {@code live}: the application answers. {@code ready}: it can also work; 503 with the reason where
 * it cannot.
 */
@WebServlet({"/health/*", "/api/health/*"})
public class HealthServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;
  private static final Logger LOG = Logger.getLogger(HealthServlet.class.getName());

  private final transient Database database;

  @Inject
  HealthServlet(Database database) {
    this.database = database;
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String path = String.valueOf(request.getPathInfo());
    switch (path) {
      case "/live" -> answer(response, 200, "UP", "");
      case "/ready" -> ready(response);
      default -> answer(response, 404, "UNKNOWN", "Allowed: /health/live, /health/ready");
    }
  }

  private void ready(HttpServletResponse response) throws IOException {
    try {
      database.sql().fetch("select 1");
      answer(response, 200, "UP", "");
    } catch (RuntimeException e) {
      LOG.log(Level.FINE, "Not ready", e);
      response.setHeader("Retry-After", "5");
      answer(response, 503, "DOWN", "The database cannot be reached");
    }
  }

  private static void answer(HttpServletResponse response, int status, String word, String reason)
      throws IOException {
    JsonObject body = Json.createObjectBuilder().add("status", word).add("reason", reason).build();
    response.setStatus(status);
    response.setContentType("application/json");
    response.setHeader("Cache-Control", "no-store");
    response.getOutputStream().write(body.toString().getBytes(StandardCharsets.UTF_8));
  }
}
