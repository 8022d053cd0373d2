package org.nurture.rest;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nurture.insight.ParticipantRow;
import org.nurture.insight.Participants;
import org.nurture.journey.Journeys;
import org.nurture.journey.ParticipantState;
import org.nurture.platform.NurtureException;
import org.nurture.platform.Transactions;

/** {@code /campaigns/{id}/participants}. */
@Path("campaigns/{campaign}/participants")
@Produces(MediaType.APPLICATION_JSON)
@RequestScoped
public class ParticipantsResource {
  @Inject private VisibleCampaigns access;
  @Inject private Transactions transactions;
  @Inject private Participants participants;
  @Inject private Journeys journeys;

  @GET
  public JsonObject list(
      @PathParam("campaign") String campaign,
      @QueryParam("state") @Nullable String state,
      @QueryParam("record") @Nullable String record,
      @BeanParam Paging paging) {
    long id = access.demand(campaign).id();
    Participants.Query query =
        new Participants.Query(Query.word("state", state, ParticipantState.class), record);
    long after = paging.afterId();
    int limit = paging.limit() + 1;
    List<ParticipantRow> page =
        transactions.inNew(
            VisibleCampaigns.BRIEF, () -> participants.page(id, query, after, limit));
    return paging.answer(page, ParticipantRow::id, TraceDocument::of);
  }

  /** P1: takes a person out, for good. Once more is no error. */
  @DELETE
  @Path("{participant}")
  public void remove(
      @PathParam("campaign") String campaign, @PathParam("participant") String participant) {
    long id = access.demand(campaign).id();
    long person = Ids.of("participant", participant);
    if (transactions.inNew(VisibleCampaigns.BRIEF, () -> participants.find(id, person)).isEmpty()) {
      throw NurtureException.notFound("participant", participant);
    }
    journeys.remove(id, person);
  }
}
