package org.nurture.rest;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.nurture.campaign.CampaignDirectory.Known;
import org.nurture.campaign.CampaignDirectory.KnownActivity;
import org.nurture.insight.TraceRow;
import org.nurture.insight.Traces;
import org.nurture.journey.TraceState;
import org.nurture.platform.Text;
import org.nurture.platform.Transactions;

/** {@code /campaigns/{id}/traces}, in id order. */
@Path("campaigns/{campaign}/traces")
@Produces(MediaType.APPLICATION_JSON)
@RequestScoped
public class CampaignTracesResource {
  @Inject private VisibleCampaigns access;
  @Inject private Transactions transactions;
  @Inject private Traces traces;

  @GET
  public JsonObject list(
      @PathParam("campaign") String campaign,
      @QueryParam("participant") @Nullable String participant,
      @QueryParam("activity") @Nullable String activity,
      @QueryParam("state") @Nullable String state,
      @BeanParam Paging paging) {
    Known known = access.demand(campaign);
    Traces.Query query =
        new Traces.Query(
            Query.id("participant", participant),
            activity(known, activity),
            Query.word("state", state, TraceState.class));
    long after = paging.afterId();
    int limit = paging.limit() + 1;
    List<TraceRow> page =
        transactions.inNew(
            VisibleCampaigns.BRIEF, () -> traces.page(known.id(), query, after, limit));
    return paging.answer(page, TraceRow::id, TraceDocument::of);
  }

  private static @Nullable Long activity(Known campaign, @Nullable String ref) {
    if (ref == null) {
      return null;
    }
    return campaign.activities().stream()
        .filter(a -> a.ref().equals(ref))
        .findFirst()
        .map(KnownActivity::id)
        .orElseThrow(
            () ->
                Query.bad(
                    "activity",
                    Text.of(
                        "This campaign has no such activity; its refs are {0}",
                        campaign.activities().stream()
                            .map(KnownActivity::ref)
                            .limit(50)
                            .collect(Collectors.joining(", ")))));
  }
}
