package org.nurture.rest;

import jakarta.persistence.OptimisticLockException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientConnectionException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import org.nurture.platform.DatabaseAwayException;
import org.nurture.platform.NurtureException;
import org.nurture.platform.Text;

/** All else: refusals that a container wrapped, a database that is away, and our own mistakes. */
@Provider
public class UnexpectedMapper implements ExceptionMapper<Throwable> {
  private static final Logger LOG = Logger.getLogger(UnexpectedMapper.class.getName());
  private static final int DEEPEST_CAUSE = 20;

  /** Serialisation, deadlock, lock time-out of PostgreSQL and H2, H2's concurrent update. */
  private static final Set<String> LOCKED = Set.of("40001", "40P01", "55P03", "HYT00", "90131");

  @Override
  public Response toResponse(Throwable e) {
    return answer(e);
  }

  static Response answer(Throwable e) {
    List<Throwable> chain = chain(e);
    for (Throwable t : chain) {
      if (t instanceof NurtureException refusal) {
        return Problem.of(refusal);
      }
      if (t instanceof WebApplicationException http && http.getResponse().getStatus() < 500) {
        return new HttpMapper().toResponse(http);
      }
      if (t instanceof OptimisticLockException) {
        return Problem.response(
            412,
            Text.of("Somebody else changed it at the same time; read it again, then repeat"),
            List.of());
      }
    }
    if (chain.stream().anyMatch(UnexpectedMapper::databaseAway)) {
      LOG.log(Level.WARNING, "NRT-9002: the database does not answer: {0}", e.getMessage());
      return Problem.response(
          503,
          Text.of("The database does not answer just now; try again in a few seconds"),
          List.of());
    }
    if (states(chain).contains("23505")) {
      LOG.log(Level.INFO, "NRT-9003: two made the same at the same time: {0}", e.getMessage());
      return Problem.response(
          409,
          Text.of("Somebody made one of the same name at the same time; read again"),
          List.of());
    }
    if (states(chain).stream().anyMatch(LOCKED::contains)) {
      LOG.log(Level.WARNING, "NRT-9004: a lock was not to be had: {0}", e.getMessage());
      return Problem.response(
          503,
          Text.of("Others are working on this just now; try again in a few seconds"),
          List.of());
    }
    String number = UUID.randomUUID().toString();
    LOG.log(Level.SEVERE, "NRT-9001: a request failed, incident " + number, e);
    return Problem.response(
        500,
        Text.of("The server made a mistake; its log tells more under incident {0}", number),
        List.of());
  }

  private static Set<String> states(List<Throwable> chain) {
    return chain.stream()
        .filter(SQLException.class::isInstance)
        .map(t -> String.valueOf(((SQLException) t).getSQLState()))
        .collect(Collectors.toSet());
  }

  private static boolean databaseAway(Throwable t) {
    if (t instanceof DatabaseAwayException
        || t instanceof SQLTransientConnectionException
        || t instanceof SQLNonTransientConnectionException) {
      return true;
    }
    if (t instanceof SQLException sql) {
      String state = sql.getSQLState();
      // 08: connection; 57P0x: PostgreSQL shuts down; 53300: too many connections; 90098, 90121,
      // 90067: H2 is closed or broken. Pools speak in words only.
      return (state != null
              && (state.startsWith("08")
                  || state.startsWith("57P0")
                  || state.equals("53300")
                  || state.equals("90098")
                  || state.equals("90121")
                  || state.equals("90067")))
          || (state == null
              && String.valueOf(sql.getMessage()).contains("Error in allocating a connection"));
    }
    return false;
  }

  private static List<Throwable> chain(Throwable e) {
    List<Throwable> chain = new ArrayList<>();
    for (Throwable t = e; t != null && chain.size() < DEEPEST_CAUSE; t = t.getCause()) {
      chain.add(t);
    }
    return chain;
  }
}
