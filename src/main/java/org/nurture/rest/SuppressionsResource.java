package org.nurture.rest;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import org.nurture.message.SuppressionList;
import org.nurture.message.Suppressions.Suppression;

/** {@code /suppressions}: addresses that get nothing any more. */
@Path("suppressions")
@RequestScoped
@Allowed({Roles.MANAGER, Roles.ADMIN})
public class SuppressionsResource {
  private final SuppressionList suppressions;

  @Inject
  public SuppressionsResource(SuppressionList suppressions) {
    this.suppressions = suppressions;
  }

  /** For the container's proxy. */
  @SuppressWarnings("NullAway")
  protected SuppressionsResource() {
    this(null);
  }

  @GET
  public JsonObject list(@BeanParam Paging paging) {
    return paging.answer(
        suppressions.page(paging.afterId(), paging.limit() + 1),
        Suppression::id,
        SuppressionList::toJson);
  }

  @POST
  public Response add(Body body, @Context UriInfo uri) {
    SuppressionList.Added added = suppressions.add(body.read(SuppressionList.Request::read));
    JsonObject json = SuppressionList.toJson(added.suppression());
    return added.fresh()
        ? Response.created(
                uri.getAbsolutePathBuilder().path(Long.toString(added.suppression().id())).build())
            .entity(json)
            .build()
        : Response.ok(json).build();
  }

  @DELETE
  @Path("{id}")
  public void remove(@PathParam("id") String id) {
    suppressions.remove(Ids.of("suppression", id));
  }
}
