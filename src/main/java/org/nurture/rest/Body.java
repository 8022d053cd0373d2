package org.nurture.rest;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.nurture.platform.NurtureException;
import org.nurture.platform.Text;
import org.nurture.platform.Violation;
import org.nurture.platform.json.DocumentReader;

/**
 * A request's JSON object, as {@link BodyReader} checked it.
 *
 * @param content null where the request has no body
 */
public record Body(@Nullable JsonObject content) {

  /**
   * Reads it as a document.
   *
   * @throws NurtureException 400 or 422 with all that is wrong; 400 where there is no body
   */
  public <T> T read(Function<DocumentReader, T> shape) {
    return DocumentReader.read(json(), shape);
  }

  /** As {@link #read}; no body counts as an empty object. */
  public <T> T readOrEmpty(Function<DocumentReader, T> shape) {
    return DocumentReader.read(content == null ? JsonValue.EMPTY_JSON_OBJECT : content, shape);
  }

  /**
   * @throws NurtureException 400 where there is no body
   */
  public JsonObject json() {
    if (content == null) {
      String message = Text.of("A JSON document is expected in the body, and there is none");
      throw new NurtureException(
          NurtureException.Kind.MALFORMED, message, List.of(new Violation("", message)));
    }
    return content;
  }
}
