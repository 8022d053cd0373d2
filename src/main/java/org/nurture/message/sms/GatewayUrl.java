package org.nurture.message.sms;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nurture.platform.ConfigurationException;

/**
 * The parts of {@code NURTURE_SMS_URL}, decoded. Every method throws {@link ConfigurationException}
 * that names the part where it is not allowed; values stay out of it, they may be passwords.
 */
public final class GatewayUrl {
  private static final String KEY = "NURTURE_SMS_URL";

  private final URI url;
  private final Map<String, String> parameters = new LinkedHashMap<>();

  /**
   * @param known the parameters that it may have
   */
  public GatewayUrl(URI url, String... known) {
    this.url = url;
    String query = url.getRawQuery() == null ? "" : url.getRawQuery();
    for (String pair : query.split("&")) {
      int equals = pair.indexOf('=');
      if (pair.isEmpty()) {
        continue;
      }
      String name = decode(equals < 0 ? pair : pair.substring(0, equals));
      if (!List.of(known).contains(name)) {
        throw new ConfigurationException(
            KEY + " has no parameter " + name + "; there are " + String.join(", ", known));
      }
      parameters.put(name, equals < 0 ? "" : decode(pair.substring(equals + 1)));
    }
    if (url.getHost() == null) {
      throw wrong(
          "host",
          "a host name or address; special characters in user and password are percent-encoded");
    }
    if (url.getRawPath() != null && !url.getRawPath().matches("/?")) {
      throw wrong("path", "left out");
    }
  }

  /** What is wrong with the part of that name. */
  public static ConfigurationException wrong(String part, String allowed) {
    return new ConfigurationException(KEY + ": " + part + " is not allowed; it must be " + allowed);
  }

  public String host() {
    return url.getHost();
  }

  public int port(int otherwise) {
    return url.getPort() < 0 ? otherwise : url.getPort();
  }

  public String user(int longest) {
    return credential(0, "user", longest);
  }

  public String password(int longest) {
    return credential(1, "password", longest);
  }

  private String credential(int index, String part, int longest) {
    String given = url.getRawUserInfo() == null ? "" : url.getRawUserInfo();
    String[] parts = given.split(":", 2);
    String value = parts.length > index ? decode(parts[index]) : "";
    if (value.isEmpty() || value.length() > longest) {
      throw wrong(part, "there, before the host, and of up to " + longest + " characters");
    }
    return value;
  }

  public Optional<String> text(String parameter) {
    return Optional.ofNullable(parameters.get(parameter))
        .map(String::strip)
        .filter(v -> !v.isEmpty());
  }

  public int number(String parameter, int otherwise, int least, int most) {
    String allowed = "a whole number from " + least + " to " + most;
    Optional<String> given = text(parameter);
    if (given.isEmpty()) {
      return otherwise;
    }
    if (!given.get().matches("[0-9]{1,9}")) {
      throw wrong(parameter, allowed);
    }
    int number = Integer.parseInt(given.get());
    if (number < least || number > most) {
      throw wrong(parameter, allowed);
    }
    return number;
  }

  public String word(String parameter, String otherwise, String... allowed) {
    String given = text(parameter).orElse(otherwise);
    if (!Arrays.asList(allowed).contains(given)) {
      throw wrong(parameter, String.join(" or ", allowed));
    }
    return given;
  }

  private static String decode(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}
