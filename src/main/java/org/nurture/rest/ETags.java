package org.nurture.rest;

import jakarta.json.JsonObject;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.Response;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.nurture.platform.NurtureException;
import org.nurture.platform.Text;

/** Versions as entity tags (RFC 9110 §8.8.3), for If-Match. */
public final class ETags {
  private ETags() {}

  /** 200 with the document and its version as ETag. */
  public static Response answer(JsonObject document, long version) {
    return Response.ok(document).tag(tag(version)).build();
  }

  /** The tag of a version, which {@link #ifMatch} takes back. */
  public static EntityTag tag(long version) {
    return new EntityTag(Long.toString(version));
  }

  /**
   * The version that the caller wants to change, of the header {@code If-Match}; null: any (no
   * header, or {@code *}).
   *
   * @throws NurtureException STALE: none of the tags can be a version of ours
   */
  public static @Nullable Long ifMatch(@Nullable String header) {
    if (header == null || header.isBlank() || header.strip().equals("*")) {
      return null;
    }
    return Arrays.stream(header.split(","))
        .map(tag -> tag.strip().replaceFirst("^W/", ""))
        .filter(tag -> tag.matches("\"[0-9]{1,18}\""))
        .map(tag -> Long.valueOf(tag.substring(1, tag.length() - 1)))
        .findFirst()
        .orElseThrow(
            () ->
                new NurtureException(
                    NurtureException.Kind.STALE,
                    Text.of("If-Match names no version of this document"),
                    java.util.List.of()));
  }
}
