package org.nurture.rest;

import jakarta.json.JsonObject;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.nurture.platform.Language;
import org.nurture.platform.NurtureException;
import org.nurture.platform.Text;
import org.nurture.platform.Violation;
import org.nurture.platform.json.DocumentWriter;

/** Problem details (RFC 9457). */
final class Problem {
  static final MediaType TYPE = new MediaType("application", "problem+json", "UTF-8");
  private static final int RETRY_AFTER_SECONDS = 5;

  private Problem() {}

  static Response of(NurtureException e) {
    return response(e.kind().status(), String.valueOf(e.getMessage()), e.violations());
  }

  static Response response(int status, String detail, List<Violation> violations) {
    Response.ResponseBuilder answer =
        Response.status(status)
            .type(TYPE)
            .language(Language.current())
            .header(HttpHeaders.VARY, HttpHeaders.ACCEPT_LANGUAGE)
            .entity(json(status, detail, violations));
    if (status == 503) {
      answer.header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
    }
    return answer.build();
  }

  static Response unauthorized() {
    return Response.fromResponse(
            response(401, Text.of("Log in, or send HTTP Basic credentials"), List.of()))
        .header(HttpHeaders.WWW_AUTHENTICATE, "Basic realm=\"Nurture\", charset=\"UTF-8\"")
        .build();
  }

  static JsonObject json(int status, String detail, List<Violation> violations) {
    return new DocumentWriter()
        .put("type", "urn:nurture:problem:" + slug(status))
        .put("title", title(status))
        .put("status", status)
        .put("detail", detail)
        .put(
            "violations",
            DocumentWriter.array(
                violations.stream()
                    .map(
                        v ->
                            new DocumentWriter()
                                .put("path", v.path())
                                .put("message", v.message())
                                .build())
                    .toList()))
        .build();
  }

  private static String title(int status) {
    return switch (status) {
      case 400 -> Text.of("The request cannot be read");
      case 401 -> Text.of("Who are you?");
      case 403 -> Text.of("Not allowed");
      case 404 -> Text.of("Not found");
      case 405 -> Text.of("Not a method of this resource");
      case 406 -> Text.of("No such representation");
      case 409 -> Text.of("The state does not allow this");
      case 412 -> Text.of("Somebody else changed it meanwhile");
      case 413 -> Text.of("Too large");
      case 415 -> Text.of("Not a media type of this resource");
      case 422 -> Text.of("The content is not allowed");
      case 503 -> Text.of("Not available just now");
      default ->
          status < 500
              ? Text.of("The request is not possible")
              : Text.of("Something went wrong here");
    };
  }

  private static String slug(int status) {
    return switch (status) {
      case 400 -> "malformed";
      case 401 -> "unauthenticated";
      case 403 -> "forbidden";
      case 404 -> "not-found";
      case 409 -> "conflict";
      case 412 -> "stale";
      case 413 -> "too-large";
      case 422 -> "invalid";
      case 503 -> "unavailable";
      default -> "http-" + status;
    };
  }
}
