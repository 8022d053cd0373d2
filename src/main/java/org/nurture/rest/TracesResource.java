package org.nurture.rest;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.nurture.insight.Traces;
import org.nurture.journey.Journeys;
import org.nurture.journey.Journeys.ReportedEvent;
import org.nurture.platform.NurtureException;
import org.nurture.platform.Transactions;
import org.nurture.platform.json.DocumentReader;
import org.nurture.tracking.EventType;

/** {@code /traces/{id}}: what happens to one trace. */
@Path("traces/{trace}")
@Produces(MediaType.APPLICATION_JSON)
@Allowed({Roles.MANAGER, Roles.ADMIN})
@RequestScoped
public class TracesResource {
  private static final int LONGEST_URL = 4000;
  private static final int LONGEST_ID = 200;

  @Inject private Transactions transactions;
  @Inject private Traces traces;
  @Inject private Journeys journeys;

  /** Reports an event; answers the trace after the event and its consequences are committed. */
  @POST
  @Path("events")
  public JsonObject report(@PathParam("trace") String trace, Body body) {
    long id = Ids.of("trace", trace);
    journeys.report(id, body.read(TracesResource::event));
    return transactions
        .inNew(CampaignAccess.BRIEF, () -> traces.find(id))
        .map(TraceDocument::of)
        .orElseThrow(() -> NurtureException.notFound("trace", trace));
  }

  private static ReportedEvent event(DocumentReader in) {
    EventType type = in.word("type", EventType.class);
    return new ReportedEvent(
        type == null ? EventType.DELIVERED : type,
        in.optionalInstant("at"),
        in.optionalFlag("hard"),
        in.optionalText("url", LONGEST_URL),
        in.optionalText("id", LONGEST_ID));
  }
}
