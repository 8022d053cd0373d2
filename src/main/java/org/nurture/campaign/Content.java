package org.nurture.campaign;

import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import org.jspecify.annotations.Nullable;
import org.nurture.platform.Text;
import org.nurture.platform.json.DocumentReader;

/**
 * The template or action of an activity: an existing one by its title, or a whole document, which
 * is made for the campaign alone.
 *
 * @param title of the template, name of the action
 * @param document null: an existing one
 */
public record Content(String title, @Nullable JsonObject document) {
  static final int LONGEST_TITLE = 200;

  /** One that is stored, by its title. */
  public static Content named(String title) {
    return new Content(title, null);
  }

  /**
   * Reads a member that may be left out.
   *
   * @param key the document's member that names it: title or name
   */
  static @Nullable Content read(DocumentReader in, String member, String key) {
    JsonValue value = in.value(member);
    if (value == null) {
      return null;
    }
    if (value instanceof JsonString) {
      return named(in.text(member, LONGEST_TITLE));
    }
    if (!(value instanceof JsonObject document)) {
      in.wrongType(member, Text.of("a title, or an object: a whole document"), value);
      return null;
    }
    if (document.get(key) instanceof JsonString title
        && !title.getString().isBlank()
        && title.getString().length() <= LONGEST_TITLE) {
      return new Content(title.getString(), document);
    }
    in.problems()
        .invalid(
            in.at(member) + "/" + key,
            Text.of(
                "“{0}” is missing: a text of 1 to {1} characters is needed", key, LONGEST_TITLE));
    return null;
  }

  JsonValue toJson() {
    return document != null ? document : jakarta.json.Json.createValue(title);
  }
}
