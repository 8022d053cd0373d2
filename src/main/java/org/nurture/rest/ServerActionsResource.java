package org.nurture.rest;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import org.jspecify.annotations.Nullable;
import org.nurture.action.ActionDocument;
import org.nurture.action.ActionView;
import org.nurture.action.Actions;

/** {@code /server-actions}. */
@Path("server-actions")
@RequestScoped
public class ServerActionsResource {
  private Actions actions;

  /** For the container's proxy. */
  @SuppressWarnings("NullAway.Init")
  protected ServerActionsResource() {}

  @Inject
  public ServerActionsResource(Actions actions) {
    this.actions = actions;
  }

  @GET
  public JsonObject list(@BeanParam Paging paging, @QueryParam("target") @Nullable String target) {
    return paging.answer(
        actions.list(target, paging.afterId(), paging.limit() + 1),
        ActionView::id,
        ActionView::toJson);
  }

  @POST
  @Allowed(Roles.MANAGER)
  public Response create(Body body, @Context UriInfo uri) {
    ActionView created = actions.create(body.read(ActionDocument::read));
    return Response.created(uri.getAbsolutePathBuilder().path(Long.toString(created.id())).build())
        .entity(created.toJson())
        .tag(ETags.tag(created.version()))
        .build();
  }

  @GET
  @Path("{id}")
  public Response get(@PathParam("id") String id) {
    return answer(actions.get(Ids.of("server action", id)));
  }

  @PUT
  @Path("{id}")
  @Allowed(Roles.MANAGER)
  public Response put(
      @PathParam("id") String id, @HeaderParam("If-Match") @Nullable String ifMatch, Body body) {
    long action = Ids.of("server action", id);
    Long version = ETags.ifMatch(ifMatch);
    return answer(actions.put(action, body.read(ActionDocument::read), version));
  }

  @DELETE
  @Path("{id}")
  @Allowed(Roles.MANAGER)
  public void delete(
      @PathParam("id") String id, @HeaderParam("If-Match") @Nullable String ifMatch) {
    actions.delete(Ids.of("server action", id), ETags.ifMatch(ifMatch));
  }

  private static Response answer(ActionView action) {
    return ETags.answer(action.toJson(), action.version());
  }
}
