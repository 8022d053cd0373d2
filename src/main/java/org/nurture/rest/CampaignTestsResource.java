package org.nurture.rest;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;
import org.nurture.audience.Audience;
import org.nurture.audience.RecordKey;
import org.nurture.campaign.CampaignDirectory.Known;
import org.nurture.insight.ParticipantRow;
import org.nurture.insight.Participants;
import org.nurture.insight.Traces;
import org.nurture.journey.CampaignTests;
import org.nurture.journey.TypedAddresses;
import org.nurture.platform.NurtureException;
import org.nurture.platform.Text;
import org.nurture.platform.Transactions;
import org.nurture.platform.json.DocumentReader;
import org.nurture.platform.json.DocumentWriter;
import org.nurture.security.CurrentUser;

/** {@code /campaigns/{id}/tests}: T1 and T6; steps are run at {@code /traces/{id}/run}. */
@Path("campaigns/{campaign}/tests")
@Produces(MediaType.APPLICATION_JSON)
@RequestScoped
public class CampaignTestsResource {
  private static final int LONGEST_ADDRESS = 400;

  /** A workflow has fewer roots. */
  private static final int MOST_TRACES = 1000;

  @Inject private VisibleCampaigns access;
  @Inject private Transactions transactions;
  @Inject private Audience audience;
  @Inject private CampaignTests tests;
  @Inject private Participants participants;
  @Inject private Traces traces;
  @Inject private CurrentUser user;

  /** Launches a test; answers its participant and traces. */
  @POST
  public Response launch(@PathParam("campaign") String campaign, Body body) {
    Known known = access.demand(campaign);
    boolean numeric =
        transactions.inNew(
            VisibleCampaigns.BRIEF, () -> audience.target(known.target()).numericKey());
    Launch launch = body.read(in -> Launch.read(in, numeric));
    long participant = tests.launch(known.id(), launch.record(), launch.typed(), user.name());
    JsonObject answer =
        transactions.inNew(VisibleCampaigns.BRIEF, () -> answer(known.id(), participant));
    return Response.status(Response.Status.CREATED).entity(answer).build();
  }

  private JsonObject answer(long campaign, long participant) {
    ParticipantRow row =
        participants
            .find(campaign, participant)
            .orElseThrow(() -> NurtureException.notFound("test", participant));
    return new DocumentWriter()
        .put("participant", TraceDocument.of(row))
        .put(
            "traces",
            DocumentWriter.array(
                traces
                    .page(campaign, new Traces.Query(participant, null, null), 0, MOST_TRACES)
                    .stream()
                    .map(TraceDocument::of)
                    .toList()))
        .build();
  }

  /** Ends a test (T6). Once more is no error. */
  @DELETE
  @Path("{participant}")
  public void stop(
      @PathParam("campaign") String campaign, @PathParam("participant") String participant) {
    tests.stop(access.demand(campaign).id(), Ids.of("test", participant));
  }

  /** The body of a launch. */
  private record Launch(RecordKey record, TypedAddresses typed) {
    private static final RecordKey NONE = RecordKey.of(0);

    static Launch read(DocumentReader in, boolean numeric) {
      return new Launch(record(in, numeric), typed(in));
    }

    private static RecordKey record(DocumentReader in, boolean numeric) {
      JsonValue value = in.value("record");
      if (value == null) {
        in.problems().invalid(in.at("record"), Text.of("“record” is missing: the record's key"));
        return NONE;
      }
      if (numeric && value instanceof JsonNumber number && number.isIntegral()) {
        return RecordKey.of(number.longValue());
      }
      if (!numeric && value instanceof JsonString text) {
        return RecordKey.of(text.getString());
      }
      in.problems()
          .invalid(
              in.at("record"),
              numeric
                  ? Text.of(
                      "{0} is no key of this target: a number is", DocumentReader.shown(value))
                  : Text.of(
                      "{0} is no key of this target: a text is", DocumentReader.shown(value)));
      return NONE;
    }

    /** An object by channel, or one address, which tells its channel itself. */
    private static TypedAddresses typed(DocumentReader in) {
      if (in.value("to") instanceof JsonString one) {
        String address = one.getString();
        return address.contains("@")
            ? new TypedAddresses(address, null)
            : new TypedAddresses(null, address);
      }
      @Nullable TypedAddresses typed =
          in.object(
              "to",
              to ->
                  new TypedAddresses(
                      to.optionalText("email", LONGEST_ADDRESS),
                      to.optionalText("phone", LONGEST_ADDRESS)));
      return typed == null ? TypedAddresses.NONE : typed;
    }
  }
}
