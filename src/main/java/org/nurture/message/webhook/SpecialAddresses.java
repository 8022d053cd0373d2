package org.nurture.message.webhook;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nurture.platform.Network;

/**
 * Tells addresses of the public internet from all others: IANA's registries of special-purpose
 * addresses (RFC 6890), and the forms in which an IPv6 address holds an IPv4 one.
 */
final class SpecialAddresses {

  /** How far an address that is not public is off limits. */
  enum Reach {
    /** On the public internet. */
    PUBLIC,
    /** Of this machine or a private network: whoever lists the host may mean it. */
    PRIVATE,
    /**
     * Nobody's service: link-local (cloud metadata), multicast, unspecified, reserved, tunnels.
     * Only who lists the very network means it.
     */
    NEVER
  }

  private record Range(Network network, Reach reach) {}

  private static final List<Range> RANGES =
      List.of(
          range("0.0.0.0/8", Reach.NEVER), // this network
          range("10.0.0.0/8", Reach.PRIVATE),
          range("100.100.100.200/32", Reach.NEVER), // cloud metadata
          range("100.64.0.0/10", Reach.PRIVATE), // shared, CGNAT
          range("127.0.0.0/8", Reach.PRIVATE), // loopback
          range("169.254.0.0/16", Reach.NEVER), // link-local, cloud metadata
          range("172.16.0.0/12", Reach.PRIVATE),
          range("192.0.0.0/24", Reach.NEVER), // protocol assignments
          range("192.0.2.0/24", Reach.NEVER), // documentation
          range("192.88.99.0/24", Reach.NEVER), // 6to4 relays
          range("192.168.0.0/16", Reach.PRIVATE),
          range("198.18.0.0/15", Reach.NEVER), // benchmarks
          range("198.51.100.0/24", Reach.NEVER), // documentation
          range("203.0.113.0/24", Reach.NEVER), // documentation
          range("224.0.0.0/4", Reach.NEVER), // multicast
          range("240.0.0.0/4", Reach.NEVER), // reserved, broadcast
          range("::1/128", Reach.PRIVATE), // loopback
          range("fd00:ec2::/32", Reach.NEVER), // cloud metadata
          range("fc00::/7", Reach.PRIVATE), // unique local
          range("fec0::/10", Reach.PRIVATE), // site-local, deprecated
          range("2001::/23", Reach.NEVER), // protocol assignments, Teredo
          range("2001:db8::/32", Reach.NEVER), // documentation
          range("2002::/16", Reach.NEVER), // 6to4
          range("3fff::/20", Reach.NEVER), // documentation
          range("2000::/3", Reach.PUBLIC),
          // link-local, multicast, discard, unspecified, and whatever comes
          range("::/0", Reach.NEVER),
          range("0.0.0.0/0", Reach.PUBLIC));

  /** The last four bytes of such an address are an IPv4 address. */
  private static final List<Network> HOLDING =
      List.of(
          Network.of("::/96"), // IPv4-compatible, deprecated
          Network.of("64:ff9b::/96")); // NAT64, RFC 6052

  private SpecialAddresses() {}

  private static Range range(String cidr, Reach reach) {
    return new Range(Network.of(cidr), reach);
  }

  static Reach reach(InetAddress address) {
    byte[] bytes = plain(address);
    if (bytes.length == 16 && isatap(bytes)) {
      return Reach.NEVER;
    }
    byte[] held = held(bytes);
    return RANGES.stream()
        .filter(range -> range.network.contains(held == null ? bytes : held))
        .findFirst()
        .orElseThrow()
        .reach;
  }

  /** An IPv4-mapped address (::ffff:0:0/96) is the IPv4 address, whatever holds it. */
  static byte[] plain(InetAddress address) {
    byte[] bytes = address.getAddress();
    boolean mapped =
        bytes.length == 16
            && Arrays.equals(bytes, 0, 10, new byte[10], 0, 10)
            && bytes[10] == -1
            && bytes[11] == -1;
    return mapped ? Arrays.copyOfRange(bytes, 12, 16) : bytes;
  }

  private static byte @Nullable [] held(byte[] bytes) {
    boolean loopback = Network.of("::1/128").contains(bytes);
    return !loopback && HOLDING.stream().anyMatch(n -> n.contains(bytes))
        ? Arrays.copyOfRange(bytes, 12, 16)
        : null;
  }

  /** RFC 5214: …:0:5efe:a.b.c.d, with the bit of a global identifier or without. */
  private static boolean isatap(byte[] bytes) {
    return (bytes[8] & ~2) == 0 && bytes[9] == 0 && bytes[10] == 0x5e && (bytes[11] & 0xff) == 0xfe;
  }
}
