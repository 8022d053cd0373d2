package org.nurture.rest;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.ext.Provider;
import java.util.List;

/** Refuses a body that says itself that it is too large, before it is read. */
@Provider
@PreMatching
public class BodyLimit implements ContainerRequestFilter {
  @Override
  public void filter(ContainerRequestContext request) {
    String length = request.getHeaderString("Content-Length");
    if (length != null && length.matches("[0-9]{7,}") && larger(length)) {
      request.abortWith(Problem.response(413, "A body may have 5 MB at most", List.of()));
    }
  }

  private static boolean larger(String length) {
    return length.length() > 9 || Long.parseLong(length) > BodyReader.LARGEST;
  }
}
