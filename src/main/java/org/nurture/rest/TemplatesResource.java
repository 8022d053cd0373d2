package org.nurture.rest;

import jakarta.json.JsonObject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import org.jspecify.annotations.Nullable;
import org.nurture.template.Channel;
import org.nurture.template.StoredTemplates;

/** What the templates of both channels have in common. */
public abstract class TemplatesResource {
  private final Channel channel;
  private final StoredTemplates templates;

  protected TemplatesResource(Channel channel, StoredTemplates templates) {
    this.channel = channel;
    this.templates = templates;
  }

  @GET
  public JsonObject list(@BeanParam Paging paging) {
    return paging.answer(
        templates.page(channel, paging.afterId(), paging.limit() + 1),
        StoredTemplates.Stored::id,
        StoredTemplates.Stored::json);
  }

  @POST
  public Response create(Body body, @Context UriInfo uri) {
    StoredTemplates.Stored created = templates.create(channel, body.json());
    return Response.created(uri.getAbsolutePathBuilder().path(Long.toString(created.id())).build())
        .entity(created.json())
        .tag(ETags.tag(created.version()))
        .build();
  }

  @GET
  @Path("{id}")
  public Response get(@PathParam("id") String id) {
    StoredTemplates.Stored found = templates.document(channel, Ids.of("template", id));
    return ETags.answer(found.json(), found.version());
  }

  @PUT
  @Path("{id}")
  public Response update(
      @PathParam("id") String id, @HeaderParam("If-Match") @Nullable String ifMatch, Body body) {
    StoredTemplates.Stored updated =
        templates.update(channel, Ids.of("template", id), body.json(), ETags.ifMatch(ifMatch));
    return ETags.answer(updated.json(), updated.version());
  }

  @DELETE
  @Path("{id}")
  public void delete(@PathParam("id") String id) {
    templates.delete(channel, Ids.of("template", id));
  }
}
