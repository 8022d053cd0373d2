package org.nurture.rest;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import jakarta.ws.rs.QueryParam;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.nurture.platform.Text;
import org.nurture.platform.json.DocumentWriter;

/**
 * Keyset paging (API.md): {@code ?limit=} and {@code ?after=}, answered as {@code {"items",
 * "next"}}.
 *
 * <p>Ask the feature for {@link #limit()} + 1 rows after {@link #after()}; {@link #answer} shows
 * {@code limit} of them, and knows by the one more whether there is a next page.
 */
public class Paging {
  static final int DEFAULT = 100;
  static final int MOST = 1000;

  /** Tells our own cursors from other text. */
  private static final String MARK = "k:";

  @QueryParam("limit")
  private @Nullable String limit;

  @QueryParam("after")
  private @Nullable String after;

  /** For the container. */
  public Paging() {}

  Paging(@Nullable String limit, @Nullable String after) {
    this.limit = limit;
    this.after = after;
  }

  /**
   * @throws org.nurture.platform.NurtureException 400, path {@code ?limit}
   */
  public int limit() {
    return Query.wholeNumber("limit", limit, 1, MOST, DEFAULT);
  }

  /**
   * The key of the last item that the caller has; null: from the start.
   *
   * @throws org.nurture.platform.NurtureException 400, path {@code ?after}: not one of ours
   */
  public @Nullable String after() {
    if (after == null || after.isEmpty()) {
      return null;
    }
    try {
      String text = new String(Base64.getUrlDecoder().decode(after), StandardCharsets.UTF_8);
      if (text.startsWith(MARK)) {
        return text.substring(MARK.length());
      }
    } catch (IllegalArgumentException e) {
      // told below
    }
    throw Query.bad(
        "after", Text.of("This is not a cursor of ours: take “next” of the page before"));
  }

  /** {@link #after()} where the key is a number; 0: from the start. */
  public long afterId() {
    String key = after();
    if (key == null) {
      return 0;
    }
    try {
      return Long.parseLong(key);
    } catch (NumberFormatException e) {
      throw Query.bad(
          "after", Text.of("This is not a cursor of this list: take “next” of the page before"));
    }
  }

  /** The page as API.md has it, of up to {@code limit() + 1} rows in key order. */
  public <T> JsonObject answer(
      List<T> rows, Function<? super T, ?> key, Function<? super T, ? extends JsonValue> item) {
    List<T> shown = rows.size() > limit() ? rows.subList(0, limit()) : rows;
    String next =
        rows.size() > limit() ? cursor(String.valueOf(key.apply(shown.get(limit() - 1)))) : null;
    return new DocumentWriter()
        .put("items", DocumentWriter.array(shown.stream().map(item).toList()))
        .put("next", next)
        .build();
  }

  static String cursor(String key) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString((MARK + key).getBytes(StandardCharsets.UTF_8));
  }
}
