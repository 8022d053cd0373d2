package org.nurture.rest;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Locale;
import org.nurture.insight.CampaignFigures;
import org.nurture.insight.CampaignFigures.ActivityFigures;
import org.nurture.insight.Figures;
import org.nurture.platform.Transactions;
import org.nurture.platform.json.DocumentWriter;

/** {@code /campaigns/{id}/figures}. */
@Path("campaigns/{campaign}/figures")
@Produces(MediaType.APPLICATION_JSON)
@RequestScoped
public class FiguresResource {
  @Inject private VisibleCampaigns access;
  @Inject private Transactions transactions;
  @Inject private Figures figures;

  @GET
  public JsonObject get(@PathParam("campaign") String campaign) {
    long id = access.demand(campaign).id();
    CampaignFigures read = transactions.inNew(VisibleCampaigns.BRIEF, () -> figures.of(id));
    DocumentWriter participants = new DocumentWriter();
    read.participants()
        .forEach((state, n) -> participants.put(state.name().toLowerCase(Locale.ROOT), n));
    DocumentWriter activities = new DocumentWriter();
    read.activities().forEach((ref, activity) -> activities.put(ref, of(activity)));
    return new DocumentWriter()
        .put("asOf", read.asOf())
        .put("participants", participants.build())
        .put("activities", activities.build())
        .build();
  }

  private static JsonObject of(ActivityFigures f) {
    return new DocumentWriter()
        .put("scheduled", f.scheduled())
        .put("waiting", f.waiting())
        .put("success", f.success())
        .put("rejected", f.rejected())
        .put("canceled", f.canceled())
        .put("error", f.error())
        .put("sent", f.sent())
        .put("delivered", f.delivered())
        .put("opened", f.opened())
        .put("clicked", f.clicked())
        .put("replied", f.replied())
        .put("bounced", f.bounced())
        .put("unsubscribed", f.unsubscribed())
        .build();
  }
}
