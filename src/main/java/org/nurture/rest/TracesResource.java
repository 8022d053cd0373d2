package org.nurture.rest;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.nurture.journey.CampaignTests;
import org.nurture.journey.Journeys;
import org.nurture.journey.Journeys.ReportedEvent;
import org.nurture.platform.json.DocumentReader;
import org.nurture.tracking.EventType;

/** {@code /traces/{id}}: what happens to one trace. */
@Path("traces/{trace}")
@Produces(MediaType.APPLICATION_JSON)
@RequestScoped
public class TracesResource {
  private static final int LONGEST_URL = 4000;
  private static final int LONGEST_ID = 200;

  @Inject private TraceAccess access;
  @Inject private Journeys journeys;
  @Inject private CampaignTests tests;

  /** Reports an event; answers the trace after the event and its consequences are committed. */
  @POST
  @Path("events")
  public JsonObject report(@PathParam("trace") String trace, Body body) {
    long id = access.demand(trace).id();
    journeys.report(id, body.read(TracesResource::event));
    return TraceDocument.of(access.find(id));
  }

  /** Runs one step of a test (T4); what it queued is handed over when the answer comes (T5). */
  @POST
  @Path("run")
  public JsonObject run(@PathParam("trace") String trace) {
    long id = access.demand(trace).id();
    tests.run(id);
    return TraceDocument.of(access.find(id));
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
