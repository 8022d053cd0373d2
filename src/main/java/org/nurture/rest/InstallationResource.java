package org.nurture.rest;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.nurture.platform.Hold;
import org.nurture.platform.Installation;
import org.nurture.platform.Transactions;
import org.nurture.platform.json.DocumentWriter;
import org.nurture.security.Audit;

/** {@code /installation}: whose database this is, and whether sending is held (D18). */
@Path("installation")
@Produces(MediaType.APPLICATION_JSON)
@Allowed({Roles.ADMIN, Roles.OPERATOR})
@RequestScoped
public class InstallationResource {
  private static final Duration BRIEF = Duration.ofSeconds(10);

  @Inject private Installation installation;
  @Inject private Hold hold;
  @Inject private Audit audit;
  @Inject private Transactions transactions;

  /** What an admin says of a database at another address. */
  private enum As {
    MOVED,
    COPY
  }

  @GET
  public JsonObject get() {
    Optional<Hold.Held> held = hold.now();
    return new DocumentWriter()
        .put("id", installation.id())
        .put("baseUrl", installation.baseUrl())
        .put("held", held.isPresent())
        .put("reason", held.map(h -> h.why().name().toLowerCase(Locale.ROOT)).orElse(null))
        .put("message", held.map(Hold.Held::message).orElse(null))
        .build();
  }

  /** Says that the installation was moved here, or that this is a copy, which never sends. */
  @POST
  @Path("confirm")
  @Allowed(Roles.ADMIN)
  public JsonObject confirm(Body body) {
    As as = Objects.requireNonNull(body.read(in -> in.word("as", As.class)));
    if (as == As.COPY) {
      hold.copy();
    } else {
      hold.moved();
    }
    transactions.inNew(
        BRIEF,
        () -> {
          audit.write(
              "installation." + as.name().toLowerCase(Locale.ROOT),
              installation.id(),
              installation.baseUrl());
          return true;
        });
    return get();
  }
}
