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
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nurture.audience.Audience;
import org.nurture.audience.Targets;
import org.nurture.platform.Time;

/** {@code /targets}: the kinds of host record that campaigns can address. */
@Path("targets")
@RequestScoped
public class TargetsResource {
  private final Targets targets;
  private final Audience audience;
  private final InstantSource clock;

  @Inject
  public TargetsResource(Targets targets, Audience audience, InstantSource clock) {
    this.targets = targets;
    this.audience = audience;
    this.clock = clock;
  }

  /** For the container's proxy. */
  @SuppressWarnings("NullAway")
  protected TargetsResource() {
    this(null, null, null);
  }

  @GET
  public JsonObject list(@BeanParam Paging paging) {
    return paging.answer(
        targets.page(paging.after(), paging.limit() + 1),
        Targets.Stored::name,
        Targets.Stored::json);
  }

  @POST
  @Allowed(Roles.ADMIN)
  public Response create(Body body, @Context UriInfo uri) {
    Targets.Stored created = targets.create(body.json());
    return Response.created(uri.getAbsolutePathBuilder().path(created.name()).build())
        .entity(created.json())
        .tag(ETags.tag(created.version()))
        .build();
  }

  @GET
  @Path("{name}")
  public Response get(@PathParam("name") String name) {
    Targets.Stored found = targets.document(name);
    return ETags.answer(found.json(), found.version());
  }

  @PUT
  @Path("{name}")
  @Allowed(Roles.ADMIN)
  public Response update(
      @PathParam("name") String name,
      @HeaderParam("If-Match") @Nullable String ifMatch,
      Body body) {
    Targets.Stored updated = targets.update(name, body.json(), ETags.ifMatch(ifMatch));
    return ETags.answer(updated.json(), updated.version());
  }

  @DELETE
  @Path("{name}")
  @Allowed(Roles.ADMIN)
  public void delete(@PathParam("name") String name) {
    targets.delete(name);
  }

  /** Fields and relations, in the table's order. */
  @GET
  @Path("{name}/fields")
  public JsonObject fields(@PathParam("name") String name) {
    return RecordDocuments.fields(audience.fields(name));
  }

  /** How many records match, inactive ones left out unless the filter speaks of them (E1). */
  @POST
  @Path("{name}/count")
  public JsonObject count(@PathParam("name") String name, Body body) {
    RecordDocuments.Question question = body.readOrEmpty(RecordDocuments.Question::ofCount);
    return RecordDocuments.count(
        RecordDocuments.located(
            "/filter",
            () ->
                audience.count(
                    name,
                    question.filter(),
                    audience.namesActive(name, question.filter()),
                    Time.now(clock))));
  }

  /** The first records that match, in key order. */
  @POST
  @Path("{name}/records")
  public JsonObject records(@PathParam("name") String name, Body body) {
    RecordDocuments.Question question = body.readOrEmpty(RecordDocuments.Question::ofRecords);
    RecordDocuments.check(audience, name, question);
    List<String> paths = RecordDocuments.paths(audience, name, question);
    return RecordDocuments.records(
        audience.target(name),
        audience.records(
            name,
            question.filter(),
            audience.namesActive(name, question.filter()),
            paths,
            question.limit(),
            Time.now(clock)),
        paths);
  }
}
