package org.nurture.message.webhook;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.IDN;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.nurture.message.webhook.SpecialAddresses.Reach;
import org.nurture.platform.Config;
import org.nurture.platform.Network;
import org.nurture.platform.Text;

/**
 * Where webhooks may go: the one place that keeps a person who writes an action from using this
 * server to reach what only this server can reach (server-side request forgery).
 *
 * <p>Without anything said: {@code https}, port 443 or 8443, a host all of whose addresses are on
 * the public internet. {@code NURTURE_WEBHOOK_ALLOW} adds to that:
 *
 * <ul>
 *   <li>a host ({@code crm.internal}, {@code *.example.org}, {@code crm.internal:8080}): by {@code
 *       http} too, at any port or that one, also at addresses of this machine and of private
 *       networks; never link-local ones, where clouds keep their credentials;
 *   <li>a network ({@code 10.1.0.0/16}): addresses in it, by {@code http} too, at any port.
 * </ul>
 *
 * <p>Demo and development modes allow 127.0.0.0/8 and ::1, so that a newcomer can try one.
 *
 * <p>A URL is judged twice: when it is saved, as far as it can be without a look-up ({@link
 * #refusal}), and when it is posted to, by {@link #resolve}: looked up once, every address judged,
 * and the connection made to what it answered. A name that means another address a moment later
 * gains nothing. Redirects are not followed at all.
 */
@ApplicationScoped
public class Destinations {
  private static final int LONGEST = 2000;
  private static final Set<Integer> USUAL_PORTS = Set.of(443, 8443);

  /** What a resolver may take for a number: 127.1, 0x7f.0.0.1, 2130706433. */
  private static final Pattern NUMERIC = Pattern.compile("(.*\\.)?(0x[0-9a-f]*|[0-9]+)");

  private static final Pattern QUAD =
      Pattern.compile("(0|[1-9][0-9]{0,2})(\\.(0|[1-9][0-9]{0,2})){3}");

  private final List<String> hosts = new ArrayList<>();
  private final List<Network> networks = new ArrayList<>();
  private final Lookup lookup;

  /** How names become addresses. */
  @FunctionalInterface
  interface Lookup {
    InetAddress[] all(String host) throws UnknownHostException;
  }

  /** An address that webhooks must not reach. */
  static final class Refused extends UnknownHostException {
    private static final long serialVersionUID = 1L;

    Refused(String why) {
      super(why);
    }
  }

  @Inject
  public Destinations(Config config) {
    this(config.webhookAllow(), config.mode().hasDemo(), host -> InetAddress.getAllByName(host));
  }

  /**
   * @param allow entries as of {@link Config#webhookAllow}
   * @param loopback whether this machine is allowed
   */
  Destinations(List<String> allow, boolean loopback, Lookup lookup) {
    this.lookup = lookup;
    for (String entry : allow) {
      Network.parse(entry).ifPresentOrElse(networks::add, () -> hosts.add(entry));
    }
    if (loopback) {
      networks.add(Network.of("127.0.0.0/8"));
      networks.add(Network.of("::1/128"));
    }
  }

  /** For the container's proxy. */
  protected Destinations() {
    this(List.of(), false, host -> new InetAddress[0]);
  }

  /** What is wrong with a URL, in words; empty: nothing, as far as it can be told without DNS. */
  public Optional<String> refusal(String url) {
    try {
      check(url);
      return Optional.empty();
    } catch (Wrong e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  /**
   * The URL as it is posted to.
   *
   * @throws Refused it is not allowed (any more)
   */
  URI uri(String url) throws Refused {
    try {
      return check(url);
    } catch (Wrong e) {
      throw new Refused(Text.kept(() -> refusal(url).orElseThrow()));
    }
  }

  private URI check(String url) throws Wrong {
    URI uri = parse(url);
    String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
    String host = name(uri);
    int port = port(uri, scheme);
    Optional<InetAddress> literal = literal(host);
    boolean listed = listed(host, port) || literal.filter(this::listed).isPresent();
    // a name may turn out to mean an address of a listed network: resolve() tells
    boolean open = listed || (literal.isEmpty() && !networks.isEmpty());
    if (scheme.equals("http") && !open) {
      throw new Wrong(
          Text.of(
              "Only https is allowed for {0}; an admin can allow a host by NURTURE_WEBHOOK_ALLOW",
              host));
    }
    if (!USUAL_PORTS.contains(port) && !open) {
      throw new Wrong(
          Text.of(
              "Port {0} is not allowed for {1}; allowed are 443 and 8443, and what an admin lists"
                  + " in NURTURE_WEBHOOK_ALLOW",
              port, host));
    }
    if (literal.isPresent() && !allowed(host, port, literal.get())) {
      throw new Wrong(notAllowed(host, literal.get()));
    }
    return uri;
  }

  private static URI parse(String url) throws Wrong {
    if (url.length() > LONGEST) {
      throw new Wrong(Text.of("A URL may have {0} characters", LONGEST));
    }
    URI uri;
    try {
      uri = ascii(new URI(url.strip()));
    } catch (URISyntaxException | IllegalArgumentException e) {
      throw new Wrong(Text.of("“{0}” is no URL", url));
    }
    String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
    if (!(scheme.equals("https") || scheme.equals("http")) || uri.getHost() == null) {
      throw new Wrong(Text.of("“{0}” is no URL that starts with https:// and a host", url));
    }
    if (uri.getRawUserInfo() != null) {
      throw new Wrong(Text.of("A URL must not hold a user and password"));
    }
    if (uri.getRawFragment() != null) {
      throw new Wrong(Text.of("A URL must not have a part after #: it is never sent"));
    }
    return uri;
  }

  /** Names in other scripts, as DNS knows them (RFC 5891). */
  private static URI ascii(URI uri) throws URISyntaxException {
    String authority = uri.getRawAuthority();
    if (uri.getHost() != null || authority == null || authority.contains("@")) {
      return uri;
    }
    int colon = authority.lastIndexOf(':');
    String host = colon < 0 ? authority : authority.substring(0, colon);
    String port = colon < 0 ? "" : authority.substring(colon);
    return new URI(
        uri.getScheme()
            + "://"
            + IDN.toASCII(host)
            + port
            + (uri.getRawPath() == null ? "" : uri.getRawPath())
            + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery()));
  }

  /** In lower case, without the dot at the end or the brackets around. */
  private static String name(URI uri) throws Wrong {
    String host = uri.getHost().toLowerCase(Locale.ROOT);
    if (host.startsWith("[")) {
      if (host.contains("%")) {
        throw new Wrong(Text.of("An address must not name a zone"));
      }
      return host.substring(1, host.length() - 1);
    }
    String bare = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    if (NUMERIC.matcher(bare).matches() && !QUAD.matcher(bare).matches()) {
      throw new Wrong(Text.of("“{0}” is neither a name nor an address of four numbers", bare));
    }
    return bare;
  }

  private static int port(URI uri, String scheme) {
    if (uri.getPort() >= 0) {
      return uri.getPort();
    }
    return scheme.equals("https") ? 443 : 80;
  }

  /** The address where the host is one; no name is looked up. */
  private static Optional<InetAddress> literal(String host) throws Wrong {
    if (!QUAD.matcher(host).matches() && host.indexOf(':') < 0) {
      return Optional.empty();
    }
    try {
      return Optional.of(InetAddress.getByName(host));
    } catch (UnknownHostException e) {
      throw new Wrong(Text.of("“{0}” is neither a name nor an address of four numbers", host));
    }
  }

  /**
   * The addresses that a connection may be made to.
   *
   * @throws Refused one of them is not allowed, or the port is not, or no encryption is
   * @throws UnknownHostException there is no such host
   */
  InetAddress[] resolve(String host, int port, boolean encrypted) throws UnknownHostException {
    InetAddress[] all = lookup.all(host);
    if (all.length == 0) {
      throw new UnknownHostException(host);
    }
    String name = host.toLowerCase(Locale.ROOT).replaceAll("\\.$", "");
    for (InetAddress address : all) {
      if (!allowed(name, port, address)) {
        throw new Refused(Text.kept(() -> notAllowed(host, address)));
      }
      boolean usual = encrypted && USUAL_PORTS.contains(port);
      if (!usual && !listed(name, port) && !listed(address)) {
        throw new Refused(
            Text.kept(() -> Text.of("{0} may only be reached by https at a usual port", host)));
      }
    }
    return all;
  }

  private boolean allowed(String host, int port, InetAddress address) {
    return switch (SpecialAddresses.reach(address)) {
      case PUBLIC -> true;
      case PRIVATE -> listed(host, port) || listed(address);
      case NEVER -> listed(address);
    };
  }

  private boolean listed(String host, int port) {
    return hosts.stream()
        .anyMatch(
            entry -> {
              int colon = entry.lastIndexOf(':');
              boolean at = colon < 0 || Integer.parseInt(entry.substring(colon + 1)) == port;
              String named = colon < 0 ? entry : entry.substring(0, colon);
              return at
                  && (named.startsWith("*.")
                      ? host.endsWith(named.substring(1))
                      : host.equals(named));
            });
  }

  private boolean listed(InetAddress address) {
    byte[] bytes = SpecialAddresses.plain(address);
    return networks.stream().anyMatch(network -> network.contains(bytes));
  }

  private static String notAllowed(String host, InetAddress address) {
    String shown = address.getHostAddress();
    return SpecialAddresses.reach(address) == Reach.NEVER
        ? Text.of("{0} means the address {1}, which webhooks must not reach", host, shown)
        : Text.of(
            "{0} means the address {1} of this machine or a private network; an admin can allow it"
                + " by NURTURE_WEBHOOK_ALLOW",
            host, shown);
  }

  private static final class Wrong extends Exception {
    private static final long serialVersionUID = 1L;

    Wrong(String why) {
      super(why);
    }
  }
}
