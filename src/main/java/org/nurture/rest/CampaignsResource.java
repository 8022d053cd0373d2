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
import java.text.Normalizer;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.nurture.campaign.CampaignDocument;
import org.nurture.campaign.CampaignExport;
import org.nurture.campaign.CampaignLife;
import org.nurture.campaign.CampaignState;
import org.nurture.campaign.CampaignView;
import org.nurture.campaign.Campaigns;
import org.nurture.campaign.Updates;
import org.nurture.platform.Text;

/** {@code /campaigns}: documents and life cycle. */
@Path("campaigns")
@RequestScoped
public class CampaignsResource {
  private Campaigns campaigns;
  private CampaignLife life;
  private CampaignExport exports;

  /** For the container's proxy. */
  @SuppressWarnings("NullAway.Init")
  protected CampaignsResource() {}

  @Inject
  public CampaignsResource(Campaigns campaigns, CampaignLife life, CampaignExport exports) {
    this.campaigns = campaigns;
    this.life = life;
    this.exports = exports;
  }

  @GET
  public JsonObject list(
      @BeanParam Paging paging,
      @QueryParam("state") @Nullable String state,
      @QueryParam("archived") @Nullable String archived,
      @QueryParam("responsible") @Nullable String responsible,
      @QueryParam("name") @Nullable String name) {
    Campaigns.Query query =
        new Campaigns.Query(
            responsible,
            Query.word("state", state, CampaignState.class),
            archived == null ? null : Boolean.valueOf(Query.flag("archived", archived, false)),
            name);
    return paging.answer(
        campaigns.list(query, paging.afterId(), paging.limit() + 1),
        CampaignView::id,
        CampaignView::toJson);
  }

  @POST
  public Response create(Body body, @Context UriInfo uri) {
    CampaignView created = campaigns.create(body.read(CampaignDocument::read));
    return created(created, uri);
  }

  @GET
  @Path("{id}")
  public Response get(
      @PathParam("id") String id,
      @QueryParam("version") @Nullable String version,
      @QueryParam("as") @Nullable String as) {
    if (as != null && !as.equals("export")) {
      throw Query.bad("as", Text.of("“as” is export, or left out"));
    }
    if (version != null && !version.equals("staged") && !version.equals("live")) {
      throw Query.bad("version", Text.of("“version” is staged or live"));
    }
    if (as != null) {
      return export(id(id));
    }
    return answer("staged".equals(version) ? campaigns.getStaged(id(id)) : campaigns.get(id(id)));
  }

  @PUT
  @Path("{id}")
  public Response put(
      @PathParam("id") String id, @HeaderParam("If-Match") @Nullable String ifMatch, Body body) {
    long campaign = id(id);
    Long version = ETags.ifMatch(ifMatch);
    return answer(campaigns.put(campaign, body.read(CampaignDocument::read), version));
  }

  @DELETE
  @Path("{id}")
  public void delete(
      @PathParam("id") String id, @HeaderParam("If-Match") @Nullable String ifMatch) {
    campaigns.delete(id(id), ETags.ifMatch(ifMatch));
  }

  @POST
  @Path("{id}/start")
  public Response start(@PathParam("id") String id) {
    return answer(life.start(id(id)));
  }

  @POST
  @Path("{id}/stop")
  public Response stop(@PathParam("id") String id) {
    return answer(life.stop(id(id)));
  }

  @POST
  @Path("{id}/update")
  public Response update(@PathParam("id") String id, Body body) {
    boolean onlyNew = body.readOrEmpty(in -> in.flag("onlyNew", false));
    return answer(life.update(id(id), onlyNew));
  }

  @POST
  @Path("{id}/discard")
  public Response discard(@PathParam("id") String id) {
    return answer(life.discard(id(id)));
  }

  @POST
  @Path("{id}/archive")
  public Response archive(@PathParam("id") String id) {
    return answer(life.archive(id(id)));
  }

  @POST
  @Path("{id}/unarchive")
  public Response unarchive(@PathParam("id") String id) {
    return answer(life.unarchive(id(id)));
  }

  @POST
  @Path("{id}/duplicate")
  public Response duplicate(@PathParam("id") String id, @Context UriInfo uri) {
    return created(campaigns.duplicate(id(id)), uri);
  }

  @GET
  @Path("{id}/changes")
  public JsonObject changes(@PathParam("id") String id) {
    return Updates.toJson(life.changes(id(id)));
  }

  /** A file that another installation can take in. */
  private Response export(long id) {
    JsonObject document = exports.whole(id);
    return Response.ok(document)
        .header(
            "Content-Disposition",
            "attachment; filename=\"" + fileName(document.getString("name")) + ".json\"")
        .build();
  }

  /** Of the campaign's name what every file system takes. */
  private static String fileName(String name) {
    String plain =
        Normalizer.normalize(name, Normalizer.Form.NFKD)
            .toLowerCase(Locale.ROOT)
            .replaceAll("\\p{M}", "")
            .replaceAll("[^a-z0-9]+", "-")
            .replaceAll("^-|-$", "");
    return plain.isEmpty() ? "campaign" : "campaign-" + plain;
  }

  private static long id(String id) {
    return Ids.of("campaign", id);
  }

  private static Response answer(CampaignView campaign) {
    return ETags.answer(campaign.toJson(), campaign.version());
  }

  private static Response created(CampaignView campaign, UriInfo uri) {
    return Response.created(
            uri.getBaseUriBuilder().path("campaigns").path(Long.toString(campaign.id())).build())
        .entity(campaign.toJson())
        .tag(ETags.tag(campaign.version()))
        .build();
  }
}
