package org.nurture.security;

import jakarta.json.Json;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Answers that are given before any resource or page is reached. */
final class Answers {
  private Answers() {}

  static boolean isApi(HttpServletRequest request) {
    String path = request.getRequestURI().substring(request.getContextPath().length());
    return path.startsWith("/api/") || path.equals("/api");
  }

  /** Problem details (RFC 9457). */
  static void problem(HttpServletResponse response, int status, String title, String detail) {
    json(
        response,
        status,
        "application/problem+json",
        Json.createObjectBuilder()
            .add("type", "about:blank")
            .add("title", title)
            .add("status", status)
            .add("detail", detail)
            .add("violations", Json.createArrayBuilder())
            .build()
            .toString());
  }

  static void json(HttpServletResponse response, int status, String type, String body) {
    response.setStatus(status);
    response.setContentType(type);
    write(response, body);
  }

  /** Tells a page's Ajax call to go elsewhere. */
  static void facesRedirect(HttpServletResponse response, String url) {
    response.setContentType("text/xml");
    write(
        response,
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><partial-response><redirect url=\""
            + url.replace("&", "&amp;").replace("\"", "&quot;").replace("<", "&lt;")
            + "\"/></partial-response>");
  }

  private static void write(HttpServletResponse response, String body) {
    response.setCharacterEncoding("UTF-8");
    response.setHeader("Cache-Control", "no-store");
    try {
      response.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
      response.flushBuffer();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
