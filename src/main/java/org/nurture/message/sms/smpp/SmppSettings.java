package org.nurture.message.sms.smpp;

import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.nurture.message.sms.GatewayUrl;
import org.nurture.platform.ConfigurationException;

/**
 * {@code NURTURE_SMS_URL} where it is {@code smpp://system:password@host:port?…} or {@code
 * smpps://…}.
 *
 * @param tls from the first byte
 * @param source who it is from: a number, a short code, or a name of up to eleven letters
 * @param sourceTon type of number of the source, sourceNpi its numbering plan (SMPP 3.4 §5.2.5)
 * @param window messages on the wire at once on each bind
 * @param binds connections to hold
 * @param perSecond most parts a second, of this server; 0: as many as the gateway takes
 * @param hardErrors codes in receipts that mean that the number itself is wrong
 * @param patience for connecting, binding, and each answer
 */
public record SmppSettings(
    String host,
    int port,
    boolean tls,
    String system,
    String password,
    String systemType,
    @Nullable String source,
    int sourceTon,
    int sourceNpi,
    int destinationTon,
    int destinationNpi,
    int window,
    int binds,
    int perSecond,
    Long longMessages,
    Set<Integer> hardErrors,
    Duration enquire,
    Duration patience) {
  private static final List<String> SCHEMES = List.of("smpp", "smpps");
  private static final int LONGEST_NAME = 11;
  private static final int LONGEST_SHORT_CODE = 6;
  private static final int MOST = 1000;

  /** Unknown subscriber, unidentified subscriber, illegal subscriber, illegal equipment (MAP). */
  private static final String HARD = "1,5,9,12";

  public SmppSettings {
    hardErrors = Set.copyOf(hardErrors);
  }

  /** How a text of several segments goes. */
  public enum Long {
    /** One submit_sm for each, with a user data header. */
    UDH,
    /** One submit_sm for each, with TLVs sar_…. */
    SAR,
    /** One submit_sm, the text in the TLV message_payload; the gateway cuts it. */
    PAYLOAD
  }

  /** Whether a URL is one of SMPP. */
  public static boolean speaks(URI url) {
    return SCHEMES.contains(url.getScheme().toLowerCase(Locale.ROOT));
  }

  /**
   * @throws ConfigurationException naming the part that is wrong, and what is allowed
   */
  public static SmppSettings of(URI given) {
    GatewayUrl url =
        new GatewayUrl(
            given,
            "tls",
            "system_type",
            "source",
            "source_ton",
            "source_npi",
            "dest_ton",
            "dest_npi",
            "window",
            "binds",
            "rate",
            "long",
            "hard",
            "enquire",
            "timeout");
    String source = url.text("source").orElse(null);
    boolean tls =
        given.getScheme().equalsIgnoreCase("smpps")
            || url.word("tls", "no", "yes", "no").equals("yes");
    return new SmppSettings(
        url.host(),
        url.port(tls ? 3550 : 2775),
        tls,
        url.user(15),
        // SMPP 3.4 §5.2.2: eight letters; gateways take more
        url.password(64),
        url.text("system_type").orElse(""),
        source,
        url.number("source_ton", ton(source), 0, 6),
        url.number("source_npi", npi(source), 0, 18),
        url.number("dest_ton", 1, 0, 6),
        url.number("dest_npi", 1, 0, 18),
        url.number("window", 10, 1, MOST),
        url.number("binds", 1, 1, 16),
        url.number("rate", 0, 0, 100_000),
        Long.valueOf(url.word("long", "udh", "udh", "sar", "payload").toUpperCase(Locale.ROOT)),
        codes(url.text("hard").orElse(HARD)),
        Duration.ofSeconds(url.number("enquire", 30, 1, 3600)),
        Duration.ofSeconds(url.number("timeout", 10, 1, 12)));
  }

  private static Set<Integer> codes(String given) {
    try {
      return Arrays.stream(given.split(","))
          .map(String::strip)
          .filter(code -> !code.isEmpty())
          .map(Integer::valueOf)
          .collect(Collectors.toSet());
    } catch (NumberFormatException e) {
      throw GatewayUrl.wrong("hard", "error codes separated by commas, such as 1,5,9");
    }
  }

  /** Alphanumeric for a name, network specific for a short code, else international. */
  private static int ton(@Nullable String source) {
    if (source == null) {
      return 0;
    }
    boolean digits = source.matches("\\+?[0-9]+");
    if (!digits && source.length() > LONGEST_NAME) {
      throw GatewayUrl.wrong("source", "a number, or a name of up to 11 letters and digits");
    }
    return digits ? source.length() <= LONGEST_SHORT_CODE ? 3 : 1 : 5;
  }

  private static int npi(@Nullable String source) {
    return ton(source) == 1 ? 1 : 0;
  }

  /** Whether a receipt's error code speaks against the number itself. */
  boolean isHard(@Nullable String error) {
    if (error == null || !error.matches("[0-9]{1,6}")) {
      return false;
    }
    return hardErrors.contains(Integer.valueOf(error));
  }

  /** Without the password. */
  @Override
  public String toString() {
    return (tls ? "smpps://" : "smpp://") + system + "@" + host + ":" + port;
  }
}
