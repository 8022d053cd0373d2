package org.nurture.platform.micro;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.nurture.platform.Config;
import org.nurture.platform.ConfigurationException;

/** Writes {@code pre-boot.txt} and {@code java.args} for a start of Payara Micro. */
public final class PayaraMicro {
  /** H2 refuses nothing but an empty password through the server's commands. */
  private static final String EMBEDDED_USER = "sa";

  /** What the build was told by -D and by the environment, and defaults. */
  private final Map<String, String> properties = new TreeMap<>();

  private final Config config;

  PayaraMicro(List<String> defaults) {
    Config said = new Config();
    for (String each : defaults) {
      String[] pair = each.split(":?=", 2);
      if (said.get(pair[0]).isEmpty() || each.startsWith(pair[0] + ":=")) {
        properties.put(pair[0], pair[1]);
      }
    }
    System.getProperties().stringPropertyNames().stream()
        .filter(key -> key.startsWith("NURTURE_"))
        .forEach(key -> properties.putIfAbsent(key, System.getProperty(key)));
    System.getenv().keySet().stream()
        .filter(key -> key.startsWith("NURTURE_"))
        .forEach(key -> properties.putIfAbsent(key, System.getenv(key)));
    this.config = new Config(properties::get);
  }

  /**
   * @param arguments where the files go; what the build was asked for, as text: where that includes
   *     the start itself, what would stop the server is looked for first; then KEY=VALUE for what
   *     holds where nothing else is said, and KEY:=VALUE for what holds whatever is said
   */
  public static void main(String... arguments) throws IOException {
    Path folder = Path.of(arguments[0]);
    boolean starting = arguments.length > 1 && arguments[1].contains("payara-micro:start");
    PayaraMicro micro = new PayaraMicro(Arrays.stream(arguments).skip(2).toList());
    try {
      micro.config.check();
      if (starting) {
        new Preflight(micro.config, micro.embeddedUrl()).check();
      }
      micro.write(folder);
    } catch (ConfigurationException e) {
      System.err.println();
      System.err.println("Nurture does not start: " + e.getMessage());
      System.err.println();
      throw e;
    }
  }

  private void write(Path folder) throws IOException {
    Files.createDirectories(folder);
    secret(folder.resolve("pre-boot.txt"), preBoot());
    secret(folder.resolve("java.args"), javaArguments());
  }

  /** These files hold passwords. */
  private static void secret(Path file, String text) throws IOException {
    Files.writeString(file, text, StandardCharsets.UTF_8);
    if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.setPosixFilePermissions(
          file, EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE));
    }
  }

  String preBoot() {
    String network = "set configs.config.server-config.network-config.network-listeners.";
    return network
        + "network-listener.http-listener.address="
        + config.address()
        + "\n"
        + network
        + "network-listener.http-listener.port="
        + config.port()
        + "\n"
        + "set configs.config.server-config.network-config.protocols.protocol.http-listener.http"
        + ".cookie-same-site-enabled=true\n"
        + "set configs.config.server-config.network-config.protocols.protocol.http-listener.http"
        + ".cookie-same-site-value=Lax\n"
        // longer than any call may wait (?wait=600): over HTTP/2 it counts as idle meanwhile
        + "set configs.config.server-config.network-config.protocols.protocol.http-listener.http"
        + ".timeout-seconds=660\n"
        // Hazelcast would listen on all interfaces, even without a cluster
        + "set configs.config.server-config.hazelcast-config-specific-configuration.enabled=false\n"
        + (apart() ? recovery() : "")
        + nurture().commands()
        + crm().commands()
        + "set configs.config.server-config.batch-runtime-configuration"
        + ".data-source-lookup-name=jdbc/nurture\n";
  }

  /** All that was said, so that the files alone say how the server starts. */
  private String javaArguments() {
    // jOOQ greets in the log unless it is told not to
    return "-Dorg.jooq.no-logo=true\n-Dorg.jooq.no-tips=true\n"
        + properties.entrySet().stream()
            .map(e -> "\"-D" + e.getKey() + "=" + quoted(e.getValue()) + "\"\n")
            .collect(Collectors.joining());
  }

  private static String quoted(String value) {
    return value.replace("\\", "\\\\").replace("\"", "\\\"");
  }

  /** XA where the CRM has a database of its own: what changes both is one transaction (D4). */
  private Pool nurture() {
    String url = config.databaseUrl().orElseGet(this::embeddedUrl);
    return pool("jdbc/nurture", "NURTURE_DB", url, apart());
  }

  private boolean apart() {
    String own = config.databaseUrl().orElseGet(this::embeddedUrl);
    return config.crmUrl().filter(crm -> !crm.equals(own)).isPresent();
  }

  /** What a crash leaves between two commits is made good at the next start. */
  private String recovery() {
    String service = "set configs.config.server-config.transaction-service.";
    return service
        + "automatic-recovery=true\n"
        + service
        + "tx-log-dir="
        + config.dataFolder().resolve("transactions").toAbsolutePath()
        + "\n";
  }

  private Pool crm() {
    return config
        .crmUrl()
        .map(url -> pool("jdbc/nurture-crm", "NURTURE_CRM", url, true))
        .orElseGet(
            () -> {
              Pool own = nurture();
              return new Pool("jdbc/nurture-crm", own.url(), own.user(), own.password(), true);
            });
  }

  private Pool pool(String name, String keys, String url, boolean xa) {
    boolean embedded = url.startsWith("jdbc:h2:");
    String user = config.get(keys + "_USER").orElse(embedded ? EMBEDDED_USER : "");
    String password = config.get(keys + "_PASSWORD").orElse(embedded ? EMBEDDED_USER : "");
    if (user.isEmpty() || password.isEmpty()) {
      throw new ConfigurationException(
          keys + "_URL needs " + keys + "_USER and " + keys + "_PASSWORD beside it");
    }
    return new Pool(name, url, user, password, xa);
  }

  /**
   * Who waits for a row waits as long as on PostgreSQL; H2 by itself gives up after two seconds.
   */
  private String embeddedUrl() {
    return "jdbc:h2:file:"
        + config.dataFolder().resolve("nurture")
        + ";DB_CLOSE_ON_EXIT=FALSE;LOCK_TIMEOUT=5000";
  }
}
