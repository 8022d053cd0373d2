package org.nurture.message.sms.twilio;

import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.nurture.message.sms.GatewayUrl;
import org.nurture.platform.ConfigurationException;

/**
 * {@code NURTURE_SMS_URL} where it is {@code twilio+https://sid:token@host?from=…} or {@code
 * ?service=…}.
 *
 * @param messages where messages are posted to
 * @param from a number or a name; null: the service chooses
 * @param service a messaging service (MG…); null: from is given
 * @param window requests under way at once
 * @param patience for connecting and for each answer
 */
public record TwilioSettings(
    URI messages,
    String account,
    String token,
    @Nullable String from,
    @Nullable String service,
    int window,
    Duration patience) {
  private static final int LONGEST = 100;

  /** Development and tests: without TLS. */
  private static final String PLAIN = "twilio+http";

  /**
   * @throws ConfigurationException naming the part that is wrong, and what is allowed
   */
  public static TwilioSettings of(URI given) {
    GatewayUrl url = new GatewayUrl(given, "from", "service", "window", "timeout");
    boolean plain = given.getScheme().toLowerCase(Locale.ROOT).equals(PLAIN);
    String account = url.user(LONGEST);
    String from = url.text("from").orElse(null);
    String service = url.text("service").orElse(null);
    if ((from == null) == (service == null)) {
      throw GatewayUrl.wrong(
          "from", "a number or name, such as from=+15551234567, or service=MG… instead of it");
    }
    return new TwilioSettings(
        URI.create(
            (plain ? "http" : "https")
                + "://"
                + url.host()
                + ":"
                + url.port(plain ? 80 : 443)
                + "/2010-04-01/Accounts/"
                + account.replaceAll("[^A-Za-z0-9]", "")
                + "/Messages.json"),
        account,
        url.password(LONGEST),
        from,
        service,
        url.number("window", 10, 1, 100),
        Duration.ofSeconds(url.number("timeout", 10, 1, 12)));
  }

  /** Without the token. */
  @Override
  public String toString() {
    return "twilio account " + account + " at " + messages.getHost();
  }
}
