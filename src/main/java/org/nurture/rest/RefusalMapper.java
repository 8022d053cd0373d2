package org.nurture.rest;

import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import org.nurture.platform.NurtureException;

/** Refusals that say themselves what is wrong. */
@Provider
public class RefusalMapper implements ExceptionMapper<NurtureException> {
  @Override
  public Response toResponse(NurtureException e) {
    return Problem.of(e);
  }
}
