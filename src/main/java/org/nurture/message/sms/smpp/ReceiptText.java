package org.nurture.message.sms.smpp;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A receipt's text (SMPP 3.4 appendix B: {@code id:… sub:… dlvrd:… submit date:… done date:… stat:…
 * err:… text:…}), in the forms that gateways make of it: any order and case, fields left out or
 * added, {@code =} for {@code :}, {@code _} for the blank, blanks around.
 */
final class ReceiptText {
  private static final Pattern FIELD =
      Pattern.compile(
          "(?i)(?<![\\p{Alnum}_])(id|msgid|msg_id|message_id|sub|dlvrd|dlvd|submit[ _]?date"
              + "|done[ _]?date|stat|status|err|error|text|txt)\\s*[:=]\\s*");

  private static final int LONGEST = 100;

  private final Map<String, String> fields;

  private ReceiptText(Map<String, String> fields) {
    this.fields = fields;
  }

  /** Empty: it tells no state, so it is no receipt's text. */
  static Optional<ReceiptText> parse(String text) {
    Map<String, String> fields = new HashMap<>();
    Matcher field = FIELD.matcher(text);
    String name = null;
    int from = 0;
    while (field.find()) {
      if (name != null) {
        put(fields, name, text.substring(from, field.start()));
      }
      name = field.group(1).toLowerCase(Locale.ROOT).replace("_", "").replace(" ", "");
      from = field.end();
      if (name.equals("text") || name.equals("txt")) {
        // what follows is the message's own, whatever it looks like
        name = null;
        break;
      }
    }
    if (name != null) {
      put(fields, name, text.substring(from));
    }
    return fields.containsKey("stat") ? Optional.of(new ReceiptText(fields)) : Optional.empty();
  }

  private static void put(Map<String, String> fields, String name, String value) {
    String known =
        switch (name) {
          case "msgid", "messageid" -> "id";
          case "status" -> "stat";
          case "error" -> "err";
          default -> name;
        };
    String plain = value.replaceAll("[\\s,;|\"\\x00]+$", "").replaceAll("^[\\s\"]+", "");
    if (!plain.isEmpty()) {
      fields.putIfAbsent(known, plain.length() > LONGEST ? plain.substring(0, LONGEST) : plain);
    }
  }

  /** Null: it tells none. */
  @Nullable String id() {
    return fields.get("id");
  }

  String state() {
    return fields.getOrDefault("stat", "");
  }

  /** The gateway's error code; null: none. */
  @Nullable String error() {
    return fields.get("err");
  }
}
