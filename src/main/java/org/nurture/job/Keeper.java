package org.nurture.job;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jooq.SQLDialect;
import org.nurture.platform.Database;
import org.nurture.platform.Hold;
import org.nurture.platform.Transactions;

/** Keeps this server's executions alive, and buries those whose server is gone (D14). */
@Dependent
class Keeper {
  /** Longer than a pause for garbage collection or a slow commit. */
  static final Duration SILENCE = Duration.ofSeconds(20);

  /** Of the server itself, by which other installations know that it is alive (D18). */
  private static final int SIGN_EVERY = 2;

  private static final Logger LOG = Logger.getLogger(Keeper.class.getName());
  private static final Duration BRIEF = Duration.ofSeconds(10);

  private final Transactions transactions;
  private final Database database;
  private final JobRuns runs;
  private final LocalRuns local;
  private final BatchRepository repository;
  private final Hold hold;
  private final ThisServer server;
  private int beats;

  @Inject
  Keeper(
      Transactions transactions,
      Database database,
      JobRuns runs,
      LocalRuns local,
      BatchRepository repository,
      Hold hold,
      ThisServer server) {
    this.hold = hold;
    this.server = server;
    this.transactions = transactions;
    this.database = database;
    this.runs = runs;
    this.local = local;
    this.repository = repository;
  }

  /** At start: the embedded database has one server, so whatever ran before us runs no more. */
  void start() {
    bury(database.dialect() == SQLDialect.H2 ? Duration.ZERO : SILENCE);
  }

  /** Now and then, well within {@link #SILENCE}. */
  void beat() {
    boolean sign = beats++ % SIGN_EVERY == 0;
    if (sign) {
      transactions.inNew(
          BRIEF,
          () -> {
            hold.beat(server.name());
            return true;
          });
    }
    if (!local.isEmpty()) {
      transactions.inNew(
          BRIEF,
          () -> {
            runs.heartbeat();
            return true;
          });
    }
    if (sign) {
      bury(SILENCE);
    }
  }

  private void bury(Duration silence) {
    List<Long> dead =
        transactions.inNew(
            BRIEF,
            () -> {
              List<Long> executions = runs.bury(silence);
              repository.fail(executions);
              return executions;
            });
    if (!dead.isEmpty()) {
      LOG.log(
          Level.WARNING,
          "NRT-0702 Executions {0} had no sign of life from their server: FAILED, to be restarted",
          dead);
    }
  }
}
