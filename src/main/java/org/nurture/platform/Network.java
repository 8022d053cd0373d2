package org.nurture.platform;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A range of IP addresses in CIDR notation (RFC 4632, RFC 4291 §2.3). Immutable.
 *
 * @param address 4 or 16 bytes; those after the prefix are of no account
 * @param prefix how many leading bits an address must share
 */
public record Network(byte[] address, int prefix) {
  private static final Pattern CIDR =
      Pattern.compile(
          "([0-9]{1,3}(?:\\.[0-9]{1,3}){3}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*)/([0-9]{1,3})");

  public Network {
    address = address.clone();
    if (prefix < 0 || prefix > address.length * 8) {
      throw new IllegalArgumentException("a prefix of " + prefix + " bits");
    }
  }

  /** Such as {@code 10.0.0.0/8} or {@code fc00::/7}; empty: it is none. */
  public static Optional<Network> parse(String cidr) {
    Matcher parts = CIDR.matcher(cidr);
    if (!parts.matches()) {
      return Optional.empty();
    }
    try {
      // digits and colons alone: no name is looked up
      byte[] address = InetAddress.getByName(parts.group(1)).getAddress();
      int prefix = Integer.parseInt(parts.group(2));
      return prefix <= address.length * 8
          ? Optional.of(new Network(address, prefix))
          : Optional.empty();
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }

  /** Of one that is known to be right. */
  public static Network of(String cidr) {
    return parse(cidr).orElseThrow(() -> new IllegalArgumentException(cidr));
  }

  /** Whether it is of the same family, and in the range. */
  public boolean contains(byte[] other) {
    if (other.length != address.length) {
      return false;
    }
    int whole = prefix / 8;
    int rest = prefix % 8;
    boolean same = Arrays.equals(address, 0, whole, other, 0, whole);
    return same && (rest == 0 || (((address[whole] ^ other[whole]) & 0xff) >>> (8 - rest)) == 0);
  }

  @Override
  public byte[] address() {
    return address.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Network n && n.prefix == prefix && Arrays.equals(n.address, address);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(address) + prefix;
  }

  @Override
  public String toString() {
    try {
      return InetAddress.getByAddress(address).getHostAddress() + "/" + prefix;
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }
}
