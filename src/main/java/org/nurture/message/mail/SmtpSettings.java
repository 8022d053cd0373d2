package org.nurture.message.mail;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * How the gateway is reached.
 *
 * @param tls from the first byte ({@code smtps://})
 * @param startTls required ({@code ?starttls=required}); else used where it is offered
 * @param user null: no log-in
 * @param patience for connecting and for each answer
 */
public record SmtpSettings(
    String host,
    int port,
    boolean tls,
    boolean startTls,
    @Nullable String user,
    @Nullable String password,
    Duration patience) {

  /** Shorter than a lease by far; a server that needs longer hangs. */
  public static final Duration PATIENCE = Duration.ofSeconds(25);

  /** Of {@code smtp://user:password@host:port?starttls=required}; user and password decoded. */
  public static SmtpSettings of(URI url) {
    boolean tls = "smtps".equalsIgnoreCase(url.getScheme());
    String user = null;
    String password = null;
    if (url.getRawUserInfo() != null) {
      String[] parts = url.getRawUserInfo().split(":", 2);
      user = decode(parts[0]);
      password = parts.length > 1 ? decode(parts[1]) : "";
    }
    if (url.getHost() == null) {
      throw new IllegalArgumentException("NURTURE_SMTP_URL names no host");
    }
    return new SmtpSettings(
        url.getHost(),
        url.getPort() > 0 ? url.getPort() : tls ? 465 : 25,
        tls,
        url.getQuery() != null && url.getQuery().contains("starttls=required"),
        user,
        password,
        PATIENCE);
  }

  private static String decode(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  SmtpSettings withPatience(Duration patience) {
    return new SmtpSettings(host, port, tls, startTls, user, password, patience);
  }

  Properties toProperties() {
    Properties properties = new Properties();
    String name = tls ? "mail.smtps." : "mail.smtp.";
    String millis = Long.toString(patience.toMillis());
    properties.put(name + "connectiontimeout", millis);
    properties.put(name + "timeout", millis);
    properties.put(name + "writetimeout", millis);
    properties.put(name + "starttls.enable", "true");
    properties.put(name + "starttls.required", Boolean.toString(startTls && !tls));
    properties.put(name + "ssl.checkserveridentity", "true");
    properties.put(name + "auth", Boolean.toString(user != null));
    properties.put(name + "localhost", "localhost");
    properties.put(name + "quitwait", "false");
    properties.put(name + (tls ? "ssl.socketFactory" : "socketFactory"), new PromptSockets());
    // else a connection that fails is tried once more without it
    properties.put(name + "socketFactory.fallback", "false");
    return properties;
  }
}
