package org.nurture.tracking;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import org.nurture.platform.Installation;
import org.nurture.tracking.Tokens.Use;

/** The addresses of our own that messages carry. */
@ApplicationScoped
public class Links {
  /** Where {@link TrackingServlet} listens, within the context root. */
  static final String ROOT = "/t/";

  private final Supplier<String> baseUrl;
  private final Tokens tokens;

  @Inject
  public Links(Installation installation) {
    this(installation::baseUrl, new Tokens(installation::secret));
  }

  /**
   * Without a container.
   *
   * @param baseUrl what tracked links start with
   */
  public Links(Supplier<String> baseUrl, Tokens tokens) {
    this.baseUrl = baseUrl;
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

  /** A tracked link that is short: leads to the message's link of that index. */
  public String shortLink(long messageId, int index) {
    return root() + "s/" + tokens.make(Use.LINK, messageId, index, "");
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
    return url.startsWith(root());
  }

  /** The base URL names the server or Nurture's root on it; the context root is /nurture. */
  private String root() {
    String base = baseUrl.get().replaceAll("/+$", "");
    int slash = base.indexOf('/', base.indexOf("://") + 3);
    return (slash < 0 ? base + "/nurture" : base) + ROOT;
  }
}
