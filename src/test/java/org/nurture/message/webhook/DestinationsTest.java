package org.nurture.message.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nurture.message.webhook.Destinations.Refused;
import org.nurture.platform.Config;
import org.nurture.platform.ConfigurationException;

/** Whatever a URL or a name server says, nothing but the public internet or the list is reached. */
class DestinationsTest {
  private static final InetAddress PUBLIC = address("93.184.216.34");

  private final Map<String, InetAddress[]> names = new HashMap<>();
  private final List<String> asked = new ArrayList<>();

  private Destinations destinations(String... allow) {
    return new Destinations(List.of(allow), false, this::lookup);
  }

  private InetAddress[] lookup(String host) throws UnknownHostException {
    asked.add(host);
    InetAddress[] all = names.get(host);
    // literals: as Java's own resolver has them
    return all != null ? all : InetAddress.getAllByName(host);
  }

  private static InetAddress address(String literal) {
    try {
      return InetAddress.getByName(literal);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(literal, e);
    }
  }

  /** Sixteen bytes, kept as such: Java turns mapped ones into IPv4 when it reads text. */
  private static InetAddress six(String hex) {
    byte[] bytes = new byte[16];
    for (int i = 0; i < 16; i++) {
      bytes[i] = (byte) Integer.parseInt(hex.replace(":", "").substring(2 * i, 2 * i + 2), 16);
    }
    try {
      return java.net.Inet6Address.getByAddress(null, bytes, -1);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(hex, e);
    }
  }

  // ---------------------------------------------------------------- addresses

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.0.0.0",
        "0.1.2.3",
        "10.0.0.1",
        "10.255.255.255",
        "100.64.0.1",
        "100.127.255.255",
        "127.0.0.1",
        "127.255.255.254",
        "169.254.169.254",
        "169.254.0.1",
        "172.16.0.1",
        "172.31.255.255",
        "192.0.0.8",
        "192.0.2.1",
        "192.88.99.1",
        "192.168.0.1",
        "192.168.255.255",
        "198.18.0.1",
        "198.19.255.255",
        "198.51.100.1",
        "203.0.113.1",
        "224.0.0.1",
        "239.255.255.255",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::127.0.0.1",
        "::10.0.0.1",
        "64:ff9b::a00:1",
        "64:ff9b::7f00:1",
        "64:ff9b::a9fe:a9fe",
        "64:ff9b:1::1",
        "100::1",
        "2001::1",
        "2001:db8::1",
        "2001:0:4136:e378:8000:63bf:3fff:fdd2",
        "2002:7f00:1::1",
        "2002:a00:1::",
        "3fff::1",
        "5f00::1",
        "fc00::1",
        "fdff::1",
        "fd00:ec2::254",
        "fe80::1",
        "febf::1",
        "fec0::1",
        "ff02::1",
        "2606:4700::5efe:a00:1",
        "2606:4700::200:5efe:c0a8:1"
      })
  void an_address_that_is_not_public_is_refused_by_name_and_by_number(String literal) {
    names.put("hook.example.org", new InetAddress[] {address(literal)});

    assertThatThrownBy(() -> destinations().resolve("hook.example.org", 443, true))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("hook.example.org");
    String host = literal.contains(":") ? "[" + literal + "]" : literal;
    assertThat(destinations().refusal("https://" + host + "/x")).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.1.1.1",
        "9.255.255.255",
        "11.0.0.0",
        "100.63.255.255",
        "100.128.0.0",
        "126.255.255.255",
        "128.0.0.0",
        "169.253.255.255",
        "169.255.0.0",
        "172.15.255.255",
        "172.32.0.0",
        "192.0.1.0",
        "192.167.255.255",
        "192.169.0.0",
        "198.17.255.255",
        "198.20.0.0",
        "203.0.112.255",
        "203.0.114.0",
        "223.255.255.255",
        "2606:4700::1",
        "2001:200::1",
        "2a00:1450:4001::1",
        "64:ff9b::5db8:d822"
      })
  void neighbours_of_special_ranges_are_public(String literal) throws Exception {
    names.put("hook.example.org", new InetAddress[] {address(literal)});

    assertThat(destinations().resolve("hook.example.org", 443, true))
        .containsExactly(address(literal));
  }

  @Test
  void an_ipv4_address_inside_an_ipv6_one_is_looked_at() {
    List<InetAddress> disguised =
        List.of(
            six("0000:0000:0000:0000:0000:ffff:7f00:0001"),
            six("0000:0000:0000:0000:0000:ffff:a9fe:a9fe"),
            six("0000:0000:0000:0000:0000:0000:0a00:0001"),
            six("0064:ff9b:0000:0000:0000:0000:c0a8:0001"));

    for (InetAddress each : disguised) {
      names.put("hook.example.org", new InetAddress[] {each});
      assertThatThrownBy(() -> destinations().resolve("hook.example.org", 443, true))
          .as(each.toString())
          .isInstanceOf(Refused.class);
    }
  }

  @Test
  void one_private_address_among_public_ones_is_enough_to_refuse() {
    names.put("hook.example.org", new InetAddress[] {PUBLIC, address("10.0.0.1")});

    assertThatThrownBy(() -> destinations().resolve("hook.example.org", 443, true))
        .isInstanceOf(Refused.class);
  }

  @Test
  void a_name_is_looked_up_once_and_its_addresses_are_what_is_connected_to() throws Exception {
    names.put("hook.example.org", new InetAddress[] {PUBLIC});

    assertThat(destinations().resolve("hook.example.org", 443, true)).containsExactly(PUBLIC);

    assertThat(asked).containsExactly("hook.example.org");
  }

  @Test
  void a_host_without_an_address_is_unknown_and_not_refused() {
    names.put("hook.example.org", new InetAddress[0]);

    assertThatThrownBy(() -> destinations().resolve("hook.example.org", 443, true))
        .isInstanceOf(UnknownHostException.class)
        .isNotInstanceOf(Refused.class);
  }

  // ---------------------------------------------------------------- what a URL may look like

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://hook.example.org",
        "https://hook.example.org/a/b?c=d&e=%20",
        "HTTPS://Hook.Example.ORG:443/",
        "https://hook.example.org:8443/x",
        "https://bücher.example/x",
        "https://93.184.216.34/x",
        "https://[2606:4700::1]/x"
      })
  void a_public_https_url_is_allowed(String url) {
    assertThat(destinations().refusal(url)).isEmpty();
    assertThat(asked).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://hook.example.org/",
        "https://hook.example.org:80/",
        "https://hook.example.org:22/",
        "https://hook.example.org:0/",
        "ftp://hook.example.org/",
        "file:///etc/passwd",
        "gopher://hook.example.org/",
        "jar:https://hook.example.org/!/",
        "//hook.example.org/",
        "hook.example.org",
        "https:///x",
        "https://",
        "",
        "https://user:pass@hook.example.org/",
        "https://user@hook.example.org/",
        "https://hook.example.org@127.0.0.1/",
        "https://hook.example.org\\@127.0.0.1/",
        "https://hook.example.org/#x",
        "https://hook.example.org/a b",
        "https://hook.example.org/\r\nHost: x",
        "https://2130706433/",
        "https://0x7f000001/",
        "https://0x7f.0.0.1/",
        "https://0177.0.0.1/",
        "https://127.1/",
        "https://127.0.1/",
        "https://127.0.0.01/",
        "https://127.0.0.1./",
        "https://hook.1/",
        "https://0/",
        "https://256.1.1.1/",
        "https://[::1]/",
        "https://[::ffff:127.0.0.1]/",
        "https://[::ffff:7f00:1]/",
        "https://[fe80::1%25eth0]/",
        "https://[0:0:0:0:0:0:0:1]/"
      })
  void everything_else_is_refused_in_words(String url) {
    assertThat(destinations().refusal(url)).isPresent().get().asString().isNotBlank();
    assertThatThrownBy(() -> destinations().uri(url)).isInstanceOf(Refused.class);
    assertThat(asked).isEmpty();
  }

  @Test
  void a_url_that_is_too_long_is_refused() {
    assertThat(destinations().refusal("https://hook.example.org/" + "x".repeat(2000))).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0x7f.1", "2130706433", "127.1", "017700000001"})
  void a_number_that_reaches_the_look_up_all_the_same_is_judged_by_its_address(String host) {
    names.put(host, new InetAddress[] {address("127.0.0.1")});

    assertThatThrownBy(() -> destinations().resolve(host, 443, true)).isInstanceOf(Refused.class);
  }

  // ---------------------------------------------------------------- the list

  @Test
  void a_listed_host_may_be_private_unencrypted_and_at_any_port() throws Exception {
    names.put("crm.internal", new InetAddress[] {address("10.0.0.1"), address("fd00::1")});
    Destinations some = destinations("crm.internal");

    assertThat(some.refusal("http://crm.internal:8080/x")).isEmpty();
    assertThat(some.resolve("crm.internal", 8080, false)).hasSize(2);
    names.put("CRM.internal", new InetAddress[] {address("10.0.0.1")});
    assertThat(some.resolve("CRM.internal", 8080, false)).hasSize(1);
    assertThat(some.refusal("http://other.internal:8080/x")).isPresent();
    assertThat(some.refusal("http://xcrm.internal:8080/x")).isPresent();
    assertThat(some.refusal("http://crm.internal.evil.org:8080/x")).isPresent();
  }

  @Test
  void a_listed_host_with_a_port_is_listed_at_that_port_alone() {
    names.put("crm.internal", new InetAddress[] {address("10.0.0.1")});
    Destinations some = destinations("crm.internal:8080");

    assertThat(some.refusal("http://crm.internal:8080/x")).isEmpty();
    assertThat(some.refusal("http://crm.internal:8081/x")).isPresent();
    assertThatThrownBy(() -> some.resolve("crm.internal", 443, true)).isInstanceOf(Refused.class);
  }

  @Test
  void a_listed_domain_is_its_hosts_and_not_itself() {
    Destinations some = destinations("*.example.org");

    assertThat(some.refusal("http://a.example.org/")).isEmpty();
    assertThat(some.refusal("http://a.b.example.org/")).isEmpty();
    assertThat(some.refusal("http://example.org/")).isPresent();
    assertThat(some.refusal("http://badexample.org/")).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "169.254.169.254",
        "100.100.100.200",
        "fd00:ec2::254",
        "fe80::1",
        "0.0.0.0",
        "224.0.0.1",
        "64:ff9b:1::1"
      })
  void even_a_listed_host_must_not_mean_a_cloud_s_metadata_or_the_like(String literal) {
    names.put("crm.internal", new InetAddress[] {address(literal)});

    assertThatThrownBy(() -> destinations("crm.internal").resolve("crm.internal", 443, true))
        .isInstanceOf(Refused.class);
  }

  @Test
  void a_listed_network_allows_its_addresses_alone() throws Exception {
    names.put("in.example.org", new InetAddress[] {address("10.1.2.3")});
    names.put("out.example.org", new InetAddress[] {address("10.2.0.0")});
    names.put("public.example.org", new InetAddress[] {PUBLIC});
    Destinations some = destinations("10.1.0.0/16");

    assertThat(some.refusal("http://10.1.2.3:9000/")).isEmpty();
    assertThat(some.refusal("http://10.2.2.3:9000/")).isPresent();
    assertThat(some.resolve("in.example.org", 9000, false)).hasSize(1);
    assertThatThrownBy(() -> some.resolve("out.example.org", 9000, false))
        .isInstanceOf(Refused.class);
    // that names may be http at all now opens nothing but the network
    assertThatThrownBy(() -> some.resolve("public.example.org", 9000, false))
        .isInstanceOf(Refused.class);
    assertThatThrownBy(() -> some.resolve("public.example.org", 443, false))
        .isInstanceOf(Refused.class);
    assertThat(some.resolve("public.example.org", 443, true)).hasSize(1);
  }

  @Test
  void demo_and_development_reach_this_machine_and_production_does_not() throws Exception {
    Destinations demo = new Destinations(new Config(Map.of("NURTURE_MODE", "demo")::get));
    Destinations production = new Destinations(new Config(key -> null));

    assertThat(demo.refusal("http://127.0.0.1:9999/x")).isEmpty();
    assertThat(demo.resolve("127.0.0.1", 9999, false)).hasSize(1);
    assertThat(demo.refusal("http://10.0.0.1:9999/x")).isPresent();
    assertThat(production.refusal("http://127.0.0.1:9999/x")).isPresent();
    assertThatThrownBy(() -> production.resolve("127.0.0.1", 443, true))
        .isInstanceOf(Refused.class);
  }

  @ParameterizedTest
  @CsvSource({"crm.internal", "10.1.0.0/16", "*.example.org:8080", "fd00::/8", "a-b_c:1"})
  void the_list_is_read(String entry) {
    String list = entry + ", other.example.org";

    assertThat(new Config(Map.of("NURTURE_WEBHOOK_ALLOW", list)::get).webhookAllow())
        .containsExactly(entry, "other.example.org");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"http://a.org", "10.0.0.0/33", "a/b", "*", "*.", "a.*.org", "fd00::/129", "a:b"})
  void a_wrong_entry_stops_the_start_and_is_named(String entry) {
    Config config = new Config(Map.of("NURTURE_WEBHOOK_ALLOW", "a.org," + entry)::get);

    assertThatThrownBy(config::webhookAllow)
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("NURTURE_WEBHOOK_ALLOW=" + entry)
        .hasMessageContaining("10.1.0.0/16");
  }

  @Test
  void all_ranges_end_where_they_should() {
    // every first byte of IPv4, at both ends of each /16
    Destinations some = destinations();
    List<String> open = new ArrayList<>();
    for (int a = 0; a < 256; a++) {
      int whole = 0;
      for (int b = 0; b < 256; b++) {
        whole += some.refusal("https://" + a + "." + b + ".77.1/").isEmpty() ? 1 : 0;
      }
      if (whole != 256 && whole != 0) {
        open.add(a + ":" + whole);
      } else if (whole == 0) {
        open.add(a + ":0");
      }
    }
    List<String> closed = new ArrayList<>(List.of("0:0", "10:0", "100:192", "127:0", "169:255"));
    closed.addAll(List.of("172:240", "192:255", "198:254"));
    for (int a = 224; a < 256; a++) {
      closed.add(a + ":0");
    }
    assertThat(open).isEqualTo(closed);
  }
}
