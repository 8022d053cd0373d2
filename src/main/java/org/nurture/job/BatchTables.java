package org.nurture.job;

import static org.nurture.platform.schema.Tables.INSTALLATION;

import jakarta.annotation.Priority;
import jakarta.batch.runtime.BatchRuntime;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Set;
import org.nurture.platform.Database;
import org.nurture.platform.Outside;
import org.nurture.platform.Started;
import org.nurture.platform.Transactions;

/**
 * Lets the batch runtime make its tables at start, one server after the other. It makes them where
 * it is first used, without looking whether another server is at it: of two that first start a job
 * at the same moment one would fail.
 */
@ApplicationScoped
class BatchTables {
  private static final int BEFORE_SCHEDULES = 900;
  private static final Duration AT_MOST = Duration.ofMinutes(2);

  private final Transactions transactions;
  private final Database database;
  private final Outside outside;

  @Inject
  BatchTables(Transactions transactions, Database database, Outside outside) {
    this.transactions = transactions;
    this.database = database;
    this.outside = outside;
  }

  void start(@Observes @Priority(BEFORE_SCHEDULES) Started started) {
    transactions.inNew(AT_MOST, this::make);
  }

  /** While this server has the installation's row: the runtime knows nothing of locks. */
  private Set<String> make() {
    database.sql().select(INSTALLATION.ID).from(INSTALLATION).forUpdate().fetch();
    return outside.call(() -> BatchRuntime.getJobOperator().getJobNames());
  }
}
