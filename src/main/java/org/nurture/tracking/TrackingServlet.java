package org.nurture.tracking;

import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * The pages that recipients reach without log-in: open pixel {@code /t/o}, tracked links {@code
 * /t/c} and {@code /t/s}, unsubscribing {@code /t/u} (GET asks, POST does; RFC 8058). Whatever has
 * no token of ours is 404, without a reason.
 */
@WebServlet(name = "tracking", urlPatterns = Links.ROOT + "*")
public class TrackingServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  /** On the short domain, whose root leads to /s/. */
  private static final String SHORT_UNSUBSCRIBE = "/s/u/";

  private static final byte[] PIXEL =
      Base64.getDecoder().decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7");

  private static final String POLICY =
      "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none';"
          + " frame-ancestors 'none'";

  private transient Hits hits;

  /** For the container, which sets the rest. */
  @SuppressWarnings("NullAway")
  public TrackingServlet() {}

  @Inject
  void setHits(Hits given) {
    hits = given;
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String path = request.getPathInfo() == null ? "" : request.getPathInfo();
    String token = path.length() > 3 ? path.substring(3) : "";
    boolean bot = Bots.isBot(request.getMethod(), request::getHeader);
    response.setHeader("Cache-Control", "no-store, private");
    response.setHeader("Referrer-Policy", "no-referrer");
    response.setHeader("X-Robots-Tag", "noindex, nofollow");
    if (path.startsWith("/o/") && token.endsWith(".gif")) {
      pixel(response, hits.opened(token.substring(0, token.length() - 4), bot));
    } else if (path.startsWith("/c/")) {
      String url = request.getParameter("u");
      redirect(response, url == null ? Optional.empty() : hits.clicked(token, url, bot));
    } else if (path.startsWith(SHORT_UNSUBSCRIBE)) {
      String of = path.substring(SHORT_UNSUBSCRIBE.length());
      page(response, hits.unsubscribing(of).map(UnsubscribePage::question));
    } else if (path.startsWith("/s/")) {
      redirect(response, hits.followed(token, bot));
    } else if (path.startsWith("/u/")) {
      page(response, hits.unsubscribing(token).map(UnsubscribePage::question));
    } else {
      notFound(response);
    }
  }

  @Override
  protected void doPost(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String path = request.getPathInfo() == null ? "" : request.getPathInfo();
    response.setHeader("Cache-Control", "no-store, private");
    response.setHeader("Referrer-Policy", "no-referrer");
    if (path.startsWith(SHORT_UNSUBSCRIBE)) {
      String of = path.substring(SHORT_UNSUBSCRIBE.length());
      page(response, hits.unsubscribed(of).map(UnsubscribePage::done));
    } else if (path.startsWith("/u/")) {
      page(response, hits.unsubscribed(path.substring(3)).map(UnsubscribePage::done));
    } else {
      notFound(response);
    }
  }

  private static void pixel(HttpServletResponse response, boolean ours) throws IOException {
    if (!ours) {
      notFound(response);
      return;
    }
    response.setContentType("image/gif");
    response.setContentLength(PIXEL.length);
    response.getOutputStream().write(PIXEL);
  }

  /** The URL was in a message of ours; its scheme was checked when it was made a link. */
  private static void redirect(HttpServletResponse response, Optional<String> url)
      throws IOException {
    if (url.isEmpty()) {
      notFound(response);
      return;
    }
    response.setStatus(HttpServletResponse.SC_FOUND);
    response.setHeader("Location", ascii(url.get()));
  }

  /** A header is ASCII: other characters are percent-encoded as UTF-8 (RFC 3987 §3.1). */
  static String ascii(String url) {
    StringBuilder out = new StringBuilder(url.length());
    for (byte b : url.getBytes(StandardCharsets.UTF_8)) {
      if (b > ' ' && b < 0x7f) {
        out.append((char) b);
      } else {
        out.append(String.format("%%%02X", b & 0xff));
      }
    }
    return out.toString();
  }

  private static void page(HttpServletResponse response, Optional<String> html) throws IOException {
    if (html.isEmpty()) {
      notFound(response);
      return;
    }
    html(response, html.get());
  }

  private static void notFound(HttpServletResponse response) throws IOException {
    response.setStatus(HttpServletResponse.SC_NOT_FOUND);
    html(response, UnsubscribePage.notFound());
  }

  private static void html(HttpServletResponse response, String html) throws IOException {
    response.setHeader("Content-Security-Policy", POLICY);
    response.setContentType("text/html");
    response.setCharacterEncoding("UTF-8");
    response.getOutputStream().write(html.getBytes(StandardCharsets.UTF_8));
  }
}
