package org.nurture.rest;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.nurture.message.MessageViews;
import org.nurture.message.Resolution;
import org.nurture.message.Resolution.As;
import org.nurture.platform.NurtureException;
import org.nurture.platform.Transactions;

/** {@code /messages/{id}}: as it is read, and what a person says of one in doubt (X6). */
@Path("messages/{message}")
@RequestScoped
public class MessagesResource {
  private static final String READER =
      "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; img-src * data:;"
          + " style-src 'unsafe-inline'; frame-ancestors 'self'";

  @Inject private Resolution resolution;
  @Inject private MessageViews views;
  @Inject private VisibleCampaigns access;
  @Inject private Transactions transactions;

  /** Says that it was sent, that it failed (X9), or sends it again. */
  @POST
  @Path("resolve")
  @Allowed({Roles.MANAGER, Roles.ADMIN})
  public void resolve(@PathParam("message") String message, Body body) {
    long id = Ids.of("message", message);
    As as = body.read(in -> in.word("as", As.class));
    resolution.resolve(id, java.util.Objects.requireNonNull(as));
  }

  /** A mail as its recipient reads it; nothing in it runs, and it cannot reach the page around. */
  @GET
  @Path("html")
  @Produces(MediaType.TEXT_HTML)
  public Response html(@PathParam("message") String message) {
    long id = Ids.of("message", message);
    MessageViews.Shown shown =
        transactions
            .inNew(VisibleCampaigns.BRIEF, () -> views.find(id))
            .orElseThrow(() -> NurtureException.notFound("message", message));
    access.demand(Long.toString(shown.campaignId()));
    if (shown.html() == null) {
      throw NurtureException.notFound("HTML of message", message);
    }
    return Response.ok("<base target=\"_blank\">" + shown.html())
        .type("text/html; charset=UTF-8")
        .header("Content-Security-Policy", READER)
        .build();
  }
}
