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
import org.nurture.audience.Audience;
import org.nurture.audience.RecordKey;
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

  @Inject private Audience audience;
  @Inject private PersonDocument person;
  @Inject private Journeys journeys;
  @Inject private Transactions transactions;
  @Inject private Audit audit;

  /**
   * All participations, with their traces, messages and what befell those; what they wrote; notes,
   * to-dos and followers on the record that are ours and not the CRM's.
   */
  @GET
  @Path("export")
  public Response export(@PathParam("target") String target, @PathParam("key") String key) {
    RecordKey record = key(target, key);
    JsonObject document = transactions.inNew(LONG, () -> person.of(target, record));
    return Response.ok(document)
        .header("Content-Disposition", "attachment; filename=\"export.json\"")
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
