package org.nurture.tracking;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Supplier;
import org.nurture.platform.Config;
import org.nurture.platform.Installation;
import org.nurture.tracking.Tokens.Use;

/** The addresses of our own that messages carry. */
@ApplicationScoped
public class Links {
  /** Where {@link TrackingServlet} listens, within the context root. */
  static final String ROOT = "/t/";

  private final Supplier<String> baseUrl;
  private final Supplier<Optional<String>> shortUrl;
  private final Tokens tokens;

  @Inject
  public Links(Installation installation, Config config) {
    this(installation::baseUrl, config::shortUrl, new Tokens(installation::secret));
  }

  /**
   * Without a container.
   *
   * @param baseUrl what tracked links start with
   */
  public Links(Supplier<String> baseUrl, Tokens tokens) {
    this(baseUrl, Optional::empty, tokens);
  }

  /**
   * Without a container.
   *
   * @param shortUrl what short links start with, without a slash at its end; empty: the base URL
   */
  public Links(Supplier<String> baseUrl, Supplier<Optional<String>> shortUrl, Tokens tokens) {
    this.baseUrl = baseUrl;
    this.shortUrl = shortUrl;
    this.tokens = tokens;
  }

  /** For the container's proxy. */
  @SuppressWarnings("NullAway")
  protected Links() {
    this(() -> "", null);
  }

  public Tokens tokens() {
    return tokens;
  }

  /** The open pixel. */
  public String open(long messageId) {
    return root() + "o/" + tokens.make(Use.OPEN, messageId, 0, "") + ".gif";
  }

  /** A tracked link; leads to this URL and no other. */
  public String click(long messageId, String url) {
    return root()
        + "c/"
        + tokens.make(Use.CLICK, messageId, 0, url)
        + "?u="
        + URLEncoder.encode(url, StandardCharsets.UTF_8);
  }

  /**
   * A tracked link that is short: leads to the message's link of that index. On the short domain
   * where there is one; its root leads to {@code /t/s/} here.
   */
  public String shortLink(long messageId, int index) {
    return shortRoot() + tokens.make(Use.LINK, messageId, index, "");
  }

  /** As {@link #unsubscribe}, for an SMS: on the short domain where there is one. */
  public String shortUnsubscribe(long messageId) {
    String token = tokens.make(Use.UNSUBSCRIBE, messageId, 0, "");
    return shortUrl.get().isEmpty() ? root() + "u/" + token : shortRoot() + "u/" + token;
  }

  private String shortRoot() {
    return shortUrl.get().map(url -> url + "/").orElseGet(() -> root() + "s/");
  }

  /** The address of something that is reached from outside without log-in. */
  public String under(String path) {
    return root() + path;
  }

  /** GET asks, POST does (RFC 8058). */
  public String unsubscribe(long messageId) {
    return root() + "u/" + tokens.make(Use.UNSUBSCRIBE, messageId, 0, "");
  }

  /** The host name of our own address: for Message-IDs and the default sender. */
  public String host() {
    String host = URI.create(baseUrl.get()).getHost();
    return host == null ? "localhost" : host;
  }

  /** Whether an address is one of ours: those are not tracked. */
  public boolean isOurs(String url) {
    return url.startsWith(root())
        || shortUrl.get().filter(root -> url.startsWith(root + "/")).isPresent();
  }

  /** The base URL names the server or Nurture's root on it; the context root is /nurture. */
  private String root() {
    String base = baseUrl.get().replaceAll("/+$", "");
    int slash = base.indexOf('/', base.indexOf("://") + 3);
    return (slash < 0 ? base + "/nurture" : base) + ROOT;
  }
}
