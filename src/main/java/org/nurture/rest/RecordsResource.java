package org.nurture.rest;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.List;
import org.nurture.audience.Audience;
import org.nurture.audience.RecordKey;
import org.nurture.campaign.CampaignDirectory;
import org.nurture.insight.IncomingTexts;
import org.nurture.insight.IncomingTexts.IncomingText;
import org.nurture.insight.ParticipantRow;
import org.nurture.insight.Participants;
import org.nurture.insight.Traces;
import org.nurture.journey.Journeys;
import org.nurture.platform.NurtureException;
import org.nurture.platform.Transactions;
import org.nurture.platform.json.DocumentWriter;
import org.nurture.security.Audit;

/**
 * {@code /records/{target}/{key}}: what a person may ask of us: the data that we have of them (GDPR
 * Art. 15, 20), and their erasure (Art. 17). The CRM's own row is the CRM's.
 */
@Path("records/{target}/{key}")
@Produces(MediaType.APPLICATION_JSON)
@Allowed(Roles.ADMIN)
@RequestScoped
public class RecordsResource {
  private static final Duration LONG = Duration.ofMinutes(1);
  private static final int MOST_PARTICIPATIONS = 1000;
  private static final int MOST_TRACES = 1000;
  private static final int MOST_TEXTS = 10_000;

  @Inject private Audience audience;
  @Inject private CampaignDirectory directory;
  @Inject private Participants participants;
  @Inject private Traces traces;
  @Inject private IncomingTexts texts;
  @Inject private Journeys journeys;
  @Inject private Transactions transactions;
  @Inject private Audit audit;

  /** All participations, with their traces, messages and what befell those; what they wrote. */
  @GET
  @Path("export")
  public Response export(@PathParam("target") String target, @PathParam("key") String key) {
    audience.target(target);
    JsonObject document = transactions.inNew(LONG, () -> person(target, key));
    return Response.ok(document)
        .header("Content-Disposition", "attachment; filename=\"export.json\"")
        .build();
  }

  private JsonObject person(String target, String key) {
    List<Long> campaigns =
        directory.ofTarget(target).stream().map(CampaignDirectory.Named::id).toList();
    List<ParticipantRow> rows = participants.ofRecord(campaigns, key, MOST_PARTICIPATIONS);
    return new DocumentWriter()
        .put("target", target)
        .put("record", key)
        .put(
            "participations", DocumentWriter.array(rows.stream().map(this::participation).toList()))
        .put(
            "texts",
            DocumentWriter.array(
                texts.of(rows.stream().map(ParticipantRow::id).toList(), MOST_TEXTS).stream()
                    .map(RecordsResource::text)
                    .toList()))
        .build();
  }

  private static JsonObject text(IncomingText text) {
    return new DocumentWriter()
        .put("receivedAt", text.receivedAt())
        .put("from", text.from())
        .put("text", text.text())
        .put("meaning", text.meaning())
        .build();
  }

  private JsonObject participation(ParticipantRow row) {
    return new DocumentWriter()
        .id("campaign", row.campaignId())
        .put("participant", TraceDocument.of(row))
        .put(
            "traces",
            DocumentWriter.array(
                traces
                    .page(row.campaignId(), new Traces.Query(row.id(), null, null), 0, MOST_TRACES)
                    .stream()
                    .map(TraceDocument::of)
                    .toList()))
        .build();
  }

  /** Erases the person. Once more is no error. */
  @POST
  @Path("erase")
  public JsonObject erase(@PathParam("target") String target, @PathParam("key") String key) {
    int erased = journeys.erase(target, key(target, key));
    transactions.inNew(
        LONG,
        () -> {
          // nobody's key: the line stays for good
          audit.write("record.erase", target, erased + " participations");
          return true;
        });
    return new DocumentWriter().put("participations", erased).build();
  }

  private RecordKey key(String target, String key) {
    if (!audience.target(target).numericKey()) {
      return RecordKey.of(key);
    }
    try {
      return RecordKey.of(Long.parseLong(key));
    } catch (NumberFormatException e) {
      throw NurtureException.notFound("record", key);
    }
  }
}
