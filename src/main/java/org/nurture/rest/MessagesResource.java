package org.nurture.rest;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import org.nurture.message.Resolution;
import org.nurture.message.Resolution.As;

/** {@code /messages/{id}}: what a person says of one that is IN_DOUBT (X6). */
@Path("messages/{message}")
@Allowed({Roles.MANAGER, Roles.ADMIN})
@RequestScoped
public class MessagesResource {
  @Inject private Resolution resolution;

  /** Says that it was sent, that it failed (X9), or sends it again. */
  @POST
  @Path("resolve")
  public void resolve(@PathParam("message") String message, Body body) {
    long id = Ids.of("message", message);
    As as = body.read(in -> in.word("as", As.class));
    resolution.resolve(id, java.util.Objects.requireNonNull(as));
  }
}
