package org.nurture.rest;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.ext.Provider;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.nurture.platform.Text;

/**
 * Refuses a body that says itself that it is too large. A moderate one is read to its end and
 * thrown away, so that the caller gets to hear the answer; of a huge one nothing is read.
 */
@Provider
@PreMatching
public class BodyLimit implements ContainerRequestFilter {
  private static final long WORTH_READING = 10L * BodyReader.LARGEST;

  @Override
  public void filter(ContainerRequestContext request) throws IOException {
    String length = request.getHeaderString("Content-Length");
    if (length == null || !length.matches("[0-9]{7,18}")) {
      return;
    }
    long bytes = Long.parseLong(length);
    if (bytes > BodyReader.LARGEST) {
      if (bytes <= WORTH_READING) {
        request.getEntityStream().transferTo(OutputStream.nullOutputStream());
      }
      request.abortWith(Problem.response(413, Text.of("A body may have 5 MB at most"), List.of()));
    }
  }
}
