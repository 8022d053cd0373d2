package org.nurture.rest;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/** {@code /openapi.json}: kept by hand beside this class, and kept true by a test. */
@Path("openapi.json")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({Roles.USER, Roles.MANAGER, Roles.ADMIN, Roles.OPERATOR})
public class OpenApiResource {
  static final String DOCUMENT = "openapi.json";

  @GET
  public byte[] get() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(OpenApiResource.class.getResourceAsStream(DOCUMENT))) {
      return in.readAllBytes();
    }
  }
}
