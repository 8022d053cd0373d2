package org.nurture.rest;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.util.List;
import org.nurture.platform.Text;

/** What JAX-RS itself refuses: no such path, method or media type. */
@Provider
public class HttpMapper implements ExceptionMapper<WebApplicationException> {
  @Override
  public Response toResponse(WebApplicationException e) {
    Response original = e.getResponse();
    int status = original.getStatus();
    if (status < 400 || original.hasEntity()) {
      return original;
    }
    if (status >= 500) {
      return UnexpectedMapper.answer(e);
    }
    Response problem = Problem.response(status, detail(status, e), List.of());
    Response.ResponseBuilder answer = Response.fromResponse(problem);
    List<Object> allow = original.getHeaders().get("Allow");
    if (allow != null) {
      allow.forEach(value -> answer.header("Allow", value));
    }
    return answer.build();
  }

  private static String detail(int status, WebApplicationException e) {
    return switch (status) {
      case 404 -> Text.of("There is nothing at this address");
      case 405 ->
          Text.of("This address does not know the method; the header Allow names those it knows");
      case 406 -> Text.of("This answers application/json only");
      case 413 -> Text.of("A body may have 5 MB at most");
      case 415 -> Text.of("Send application/json");
      default -> String.valueOf(e.getMessage());
    };
  }
}
