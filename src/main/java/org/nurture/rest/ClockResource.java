package org.nurture.rest;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.nurture.platform.Clock;
import org.nurture.platform.Text;
import org.nurture.platform.Time;
import org.nurture.platform.Transactions;
import org.nurture.platform.json.DocumentReader;
import org.nurture.platform.json.DocumentWriter;

/** {@code /clock}: only where the server was started in development mode. */
@Path("clock")
@Produces(MediaType.APPLICATION_JSON)
@Allowed(Roles.ADMIN)
@RequestScoped
public class ClockResource {
  private static final Duration BRIEF = Duration.ofSeconds(10);
  private static final Instant FIRST = Instant.parse("1970-01-01T00:00:00Z");
  private static final Instant LAST = Instant.parse("9999-01-01T00:00:00Z");

  @Inject private Clock clock;
  @Inject private Transactions transactions;

  @GET
  public JsonObject get() {
    demandSettable();
    return show();
  }

  /** The first may name any instant; while it is set it moves forward only. */
  @PUT
  public JsonObject set(Body body) {
    demandSettable();
    Instant now = body.read(ClockResource::instant);
    transactions.inNew(
        BRIEF,
        () -> {
          clock.set(java.util.Objects.requireNonNull(now));
          return true;
        });
    return show();
  }

  /** Back to real time. */
  @DELETE
  public void release() {
    demandSettable();
    transactions.inNew(
        BRIEF,
        () -> {
          clock.release();
          return true;
        });
  }

  private JsonObject show() {
    return new DocumentWriter()
        .put("now", Time.now(clock))
        .put("set", clock.setTo().isPresent())
        .build();
  }

  private static @Nullable Instant instant(DocumentReader in) {
    in.ignore("set");
    if (!in.has("now")) {
      in.required("now", Text.of("an instant"));
    }
    Instant now = in.optionalInstant("now");
    if (now != null && (now.isBefore(FIRST) || now.isAfter(LAST))) {
      in.problems().invalid(in.at("now"), Text.of("The clock runs from {0} to {1}", FIRST, LAST));
    }
    return now;
  }

  private void demandSettable() {
    if (!clock.isSettable()) {
      throw new NotFoundException();
    }
  }
}
