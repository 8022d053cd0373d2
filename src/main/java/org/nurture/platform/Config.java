package org.nurture.platform;

import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The configuration of API.md: environment variables, or system properties of the same name, which
 * win. An empty value counts as none.
 *
 * <p>Every method throws {@link ConfigurationException} that names the key where its value is not
 * allowed; {@link #check} calls them all, at start.
 */
@ApplicationScoped
public class Config {
  private static final Pattern PRICE =
      Pattern.compile("([0-9]{1,6}(?:\\.[0-9]{1,6})?) ?([A-Z]{3})");
  private static final int MAX_PORT = 65_535;
  private static final long MOST_RETENTION_DAYS = 36_500;
  private static final long MAX_DEMO_CONTACTS = 10_000_000;
  private static final int MAX_SOFT_BOUNCES = 1_000;
  private static final int MAX_SOFT_BOUNCE_DAYS = 3_650;

  private final UnaryOperator<@Nullable String> source;

  /** The process's own. */
  public Config() {
    this(
        key -> {
          String property = System.getProperty(key);
          return property != null ? property : System.getenv(key);
        });
  }

  /** For tests, and for tools that know better. */
  public Config(UnaryOperator<@Nullable String> source) {
    this.source = source;
  }

  /** The value of a key, stripped; empty where there is none. */
  public Optional<String> get(String key) {
    return Optional.ofNullable(source.apply(key)).map(String::strip).filter(v -> !v.isEmpty());
  }

  /** {@code NURTURE_MODE}: production unless said otherwise. */
  public Mode mode() {
    String value = get("NURTURE_MODE").orElse("production");
    return Arrays.stream(Mode.values())
        .filter(mode -> mode.name().equalsIgnoreCase(value))
        .findAny()
        .orElseThrow(() -> wrong("NURTURE_MODE", value, "production, demo or development"));
  }

  /** {@code NURTURE_PORT}: where the stand-alone server listens. */
  public int port() {
    return portOf("NURTURE_PORT", 8080);
  }

  /** {@code NURTURE_ADDRESS}: the address that the stand-alone server listens on. */
  public String address() {
    return get("NURTURE_ADDRESS").orElse("127.0.0.1");
  }

  /** {@code NURTURE_MAIL_PORT}: where the demo's mail catcher listens. */
  public int mailCatcherPort() {
    return portOf("NURTURE_MAIL_PORT", 1025);
  }

  /** {@code NURTURE_DATA}: the folder of the embedded database. */
  public Path dataFolder() {
    return Path.of(get("NURTURE_DATA").orElse("data")).toAbsolutePath().normalize();
  }

  /** {@code NURTURE_DB_URL}; empty: the embedded database. Only where Nurture runs alone. */
  public Optional<String> databaseUrl() {
    return jdbcUrl("NURTURE_DB_URL");
  }

  /** {@code NURTURE_CRM_URL}; empty: the same database as Nurture's. Only where it runs alone. */
  public Optional<String> crmUrl() {
    return jdbcUrl("NURTURE_CRM_URL");
  }

  /**
   * {@code NURTURE_BASE_URL}: what tracked links start with, without a slash at its end. Default:
   * where the stand-alone server listens.
   */
  public String baseUrl() {
    return get("NURTURE_BASE_URL")
        .map(value -> uri("NURTURE_BASE_URL", value, List.of("http", "https")).toString())
        .map(value -> value.replaceAll("/+$", ""))
        .orElseGet(() -> "http://" + address() + ":" + port() + "/nurture");
  }

  /** {@code NURTURE_SMTP_URL}: {@code smtp://user:password@host:port}, {@code smtps://…}. */
  public Optional<URI> smtpUrl() {
    return get("NURTURE_SMTP_URL")
        .map(value -> uri("NURTURE_SMTP_URL", value, List.of("smtp", "smtps")));
  }

  /**
   * {@code NURTURE_SMS_URL}: {@code smpp://system:password@host:port}, {@code twilio+https://…};
   * without TLS to Twilio only outside production. Its parameters are read by the gateway.
   */
  public Optional<URI> smsUrl() {
    List<String> schemes =
        mode() == Mode.PRODUCTION
            ? List.of("smpp", "smpps", "twilio+https")
            : List.of("smpp", "smpps", "twilio+https", "twilio+http");
    return get("NURTURE_SMS_URL").map(value -> uri("NURTURE_SMS_URL", value, schemes));
  }

  /**
   * {@code NURTURE_SHORT_URL}: what tracked links in texts start with, without a slash at its end;
   * empty: the base URL. Its root has to lead to {@code /nurture/t/s/}.
   */
  public Optional<String> shortUrl() {
    Optional<URI> url =
        get("NURTURE_SHORT_URL")
            .map(value -> uri("NURTURE_SHORT_URL", value, List.of("http", "https")));
    if (url.isPresent()
        && (url.get().getHost() == null
            || url.get().getRawQuery() != null
            || url.get().getRawFragment() != null
            || url.get().getRawUserInfo() != null)) {
      throw hidden(
          "NURTURE_SHORT_URL",
          "a URL of a host and perhaps a path, such as https://go.example.org");
    }
    return url.map(value -> value.toString().replaceAll("/+$", ""));
  }

  /**
   * {@code NURTURE_SMS_PRICE}: what one segment costs, for estimates, such as {@code 0.075 EUR};
   * empty: not known.
   */
  public Optional<Price> smsPrice() {
    return get("NURTURE_SMS_PRICE")
        .map(
            value -> {
              Matcher price = PRICE.matcher(value);
              if (!price.matches()) {
                throw wrong(
                    "NURTURE_SMS_PRICE", value, "an amount and a currency, such as 0.075 EUR");
              }
              return new Price(new BigDecimal(price.group(1)), price.group(2));
            });
  }

  /** An amount of money, as an admin wrote it. */
  public record Price(BigDecimal amount, String currency) {}

  /** {@code NURTURE_IMAP_URL}: the mailbox of bounces and replies. */
  public Optional<URI> imapUrl() {
    return get("NURTURE_IMAP_URL")
        .map(value -> uri("NURTURE_IMAP_URL", value, List.of("imap", "imaps")));
  }

  /**
   * {@code NURTURE_WEBHOOK_ALLOW}: hosts, {@code host:port}, {@code *.domain} and networks (CIDR)
   * that webhooks may reach beside the public internet, separated by commas.
   */
  public List<String> webhookAllow() {
    List<String> entries =
        get("NURTURE_WEBHOOK_ALLOW").stream()
            .flatMap(list -> Arrays.stream(list.split("[,\\s]+")))
            .filter(entry -> !entry.isEmpty())
            .map(entry -> entry.toLowerCase(Locale.ROOT))
            .toList();
    for (String entry : entries) {
      if (Network.parse(entry).isEmpty()
          && !entry.matches("(\\*\\.)?[a-z0-9_-]+(\\.[a-z0-9_-]+)*(:[0-9]{1,5})?")) {
        throw wrong(
            "NURTURE_WEBHOOK_ALLOW",
            entry,
            "a list of hosts (crm.example.org, crm.example.org:8080, *.example.org) and networks"
                + " (10.1.0.0/16, fd00::/8)");
      }
    }
    return entries;
  }

  /** {@code NURTURE_REALM}: the container's realm; production does not start without one. */
  public Optional<String> realm() {
    return get("NURTURE_REALM");
  }

  /** {@code NURTURE_SCHEDULES}: whether anything starts by itself. */
  public boolean schedules() {
    return switched("NURTURE_SCHEDULES", "on");
  }

  /** {@code NURTURE_SCRIPTS}: whether server actions may execute JavaScript; off unless said so. */
  public boolean scripts() {
    return switched("NURTURE_SCRIPTS", "off");
  }

  /** {@code NURTURE_TIME_ZONE}: of campaigns that name none; UTC unless said otherwise. */
  public ZoneId timeZone() {
    String value = get("NURTURE_TIME_ZONE").orElse("UTC");
    try {
      return ZoneId.of(value);
    } catch (DateTimeException e) {
      throw wrong("NURTURE_TIME_ZONE", value, "a time zone's name, such as Europe/Rome");
    }
  }

  /**
   * {@code NURTURE_RETENTION_DAYS}: how long what ended participants did is kept (P3); empty: for
   * ever.
   */
  public Optional<Duration> retention() {
    return get("NURTURE_RETENTION_DAYS")
        .map(days -> Duration.ofDays(number("NURTURE_RETENTION_DAYS", 1, 1, MOST_RETENTION_DAYS)));
  }

  /** {@code NURTURE_DEMO_CONTACTS}: how many the demo CRM has. */
  public long demoContacts() {
    return number("NURTURE_DEMO_CONTACTS", 2_000, 1, MAX_DEMO_CONTACTS);
  }

  /** {@code NURTURE_SOFT_BOUNCES}: that many, without a delivery between, suppress an address. */
  public int softBounces() {
    return (int) number("NURTURE_SOFT_BOUNCES", 5, 1, MAX_SOFT_BOUNCES);
  }

  /** {@code NURTURE_SOFT_BOUNCE_DAYS}: within that many days. */
  public long softBounceDays() {
    return number("NURTURE_SOFT_BOUNCE_DAYS", 30, 1, MAX_SOFT_BOUNCE_DAYS);
  }

  /** {@code NURTURE_STAND_ALONE}: whether the server is there for Nurture alone. */
  public boolean standAlone() {
    return get("NURTURE_STAND_ALONE").isPresent();
  }

  /** Reads every key once, so that what is wrong stops the start and not the first mail. */
  public void check() {
    if (mode() == Mode.PRODUCTION && realm().isEmpty()) {
      throw new ConfigurationException(
          "NURTURE_REALM is not set; in production it must name the container's realm that knows"
              + " the users (or set NURTURE_MODE=demo to look around)");
    }
    port();
    mailCatcherPort();
    dataFolder();
    databaseUrl();
    crmUrl();
    baseUrl();
    smtpUrl();
    smsUrl();
    shortUrl();
    smsPrice();
    imapUrl();
    webhookAllow();
    schedules();
    scripts();
    timeZone();
    demoContacts();
    softBounces();
    softBounceDays();
  }

  private boolean switched(String key, String otherwise) {
    String value = get(key).orElse(otherwise).toLowerCase(Locale.ROOT);
    return switch (value) {
      case "on" -> true;
      case "off" -> false;
      default -> throw wrong(key, value, "on or off");
    };
  }

  private int portOf(String key, int otherwise) {
    return (int) number(key, otherwise, 1, MAX_PORT);
  }

  private long number(String key, long otherwise, long least, long most) {
    Optional<String> value = get(key);
    if (value.isEmpty()) {
      return otherwise;
    }
    String allowed = "a whole number from " + least + " to " + most;
    try {
      long number = Long.parseLong(value.get());
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw wrong(key, value.get(), allowed);
    }
    throw wrong(key, value.get(), allowed);
  }

  private Optional<String> jdbcUrl(String key) {
    Optional<String> url = get(key);
    if (url.isPresent() && !url.get().startsWith("jdbc:")) {
      throw wrong(key, url.get(), "a JDBC URL, such as jdbc:postgresql://localhost:5432/nurture");
    }
    return url;
  }

  private static URI uri(String key, String value, List<String> schemes) {
    String allowed =
        "a URL that starts with "
            + schemes.stream().map(s -> s + "://").collect(Collectors.joining(" or "));
    try {
      URI uri = new URI(value);
      if (uri.getScheme() != null && schemes.contains(uri.getScheme().toLowerCase(Locale.ROOT))) {
        return uri;
      }
    } catch (URISyntaxException e) {
      throw hidden(key, allowed + ", with special characters percent-encoded");
    }
    throw hidden(key, allowed);
  }

  /** These URLs may hold passwords: the value stays out of the message. */
  private static ConfigurationException hidden(String key, String allowed) {
    return new ConfigurationException(key + " is not allowed; it must be " + allowed);
  }

  private static ConfigurationException wrong(String key, String value, String allowed) {
    return new ConfigurationException(key + "=" + value + " is not allowed; it must be " + allowed);
  }
}
