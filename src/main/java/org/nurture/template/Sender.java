package org.nurture.template;

import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A sender or reply-to address: {@code ann@example.org}, {@code Ann <ann@example.org>}. The name
 * may be anything, commas and quotes included, as it may come out of a record.
 *
 * @param name null: none
 */
public record Sender(@Nullable String name, String address) {

  /** Empty: this is not one mail address. */
  public static Optional<Sender> parse(String text) {
    String line = Escape.header(text).strip();
    int open = line.lastIndexOf('<');
    if (open < 0 || !line.endsWith(">")) {
      return address(line).map(a -> new Sender(null, a));
    }
    String name = line.substring(0, open).strip();
    if (name.length() > 1 && name.startsWith("\"") && name.endsWith("\"")) {
      name = name.substring(1, name.length() - 1).replace("\\\"", "\"");
    }
    String given = name.isEmpty() ? null : name;
    return address(line.substring(open + 1, line.length() - 1).strip())
        .map(a -> new Sender(given, a));
  }

  private static Optional<String> address(String text) {
    if (!text.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '<' && c != '>' && c != ',')) {
      return Optional.empty();
    }
    try {
      InternetAddress address = new InternetAddress(text, true);
      address.validate();
      return text.contains("@") ? Optional.of(address.getAddress()) : Optional.empty();
    } catch (AddressException e) {
      return Optional.empty();
    }
  }
}
