package org.nurture.job;

import jakarta.batch.operations.BatchRuntimeException;
import jakarta.batch.operations.JobExecutionNotMostRecentException;
import jakarta.batch.operations.JobExecutionNotRunningException;
import jakarta.batch.operations.JobOperator;
import jakarta.batch.operations.NoSuchJobExecutionException;
import jakarta.batch.runtime.BatchRuntime;
import jakarta.batch.runtime.BatchStatus;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;
import org.nurture.campaign.CampaignDirectory;
import org.nurture.platform.NurtureException;
import org.nurture.platform.Text;
import org.nurture.platform.Transactions;

/**
 * Starts, watches and stops executions: what REST, the operations page and the schedules use. Every
 * method is a transaction of its own; call none inside another.
 */
@Dependent
public class Operations {
  private static final Duration BRIEF = Duration.ofSeconds(10);

  private final Transactions transactions;
  private final JobRuns runs;
  private final RunHistory history;
  private final LocalRuns local;
  private final Backlogs backlogs;
  private final CampaignDirectory campaigns;

  @Inject
  Operations(
      Transactions transactions,
      JobRuns runs,
      RunHistory history,
      LocalRuns local,
      Backlogs backlogs,
      CampaignDirectory campaigns) {
    this.campaigns = campaigns;
    this.transactions = transactions;
    this.runs = runs;
    this.history = history;
    this.local = local;
    this.backlogs = backlogs;
  }

  /**
   * Starts an execution here; one that runs already is no obstacle: they share the work.
   *
   * @throws NurtureException INVALID: there is no such campaign
   */
  public Execution start(Job job, Parameters parameters) {
    Long campaign = parameters.campaign();
    if (campaign != null && transactions.inNew(BRIEF, () -> campaigns.find(campaign)).isEmpty()) {
      throw NurtureException.invalid("/campaign", Text.of("There is no campaign “{0}”", campaign));
    }
    return begin(job, parameters, null, IdleCheck.Start.FRESH);
  }

  Execution begin(
      Job job, Parameters parameters, @Nullable String schedule, IdleCheck.Start start) {
    return begin(
        job,
        parameters,
        schedule,
        start,
        run -> operator().start(job.word(), parameters.toProperties(run)));
  }

  /** Completes when the execution ends, if this server runs it; of others it is complete. */
  public CompletionStage<Void> ended(long id) {
    return local.end(id);
  }

  /**
   * @throws NurtureException NOT_FOUND
   */
  public Execution get(long id) {
    return transactions
        .inNew(BRIEF, () -> history.find(id))
        .orElseThrow(() -> NurtureException.notFound("execution", id));
  }

  /**
   * The newest first.
   *
   * @param job null: of all
   * @param states empty: all
   * @param before only those older than this one; null: from the newest
   */
  public List<Execution> list(
      @Nullable Job job, Collection<BatchStatus> states, @Nullable Long before, int limit) {
    return transactions.inNew(BRIEF, () -> history.page(job, states, before, limit));
  }

  /**
   * Asks an execution to stop after its slice, on whatever server it runs. Once more is no error.
   *
   * @throws NurtureException NOT_FOUND; CONFLICT: it has ended
   */
  public Execution stop(long id, String who) {
    Execution before = get(id);
    boolean asked =
        transactions.inNew(
            BRIEF,
            () ->
                runs.move(
                    id,
                    EnumSet.of(BatchStatus.STARTING, BatchStatus.STARTED),
                    BatchStatus.STOPPING,
                    Text.kept(() -> Text.of("Stopped by {0}", who))));
    if (!asked && before.status() != BatchStatus.STOPPING) {
      throw NurtureException.conflict(
          Text.of("Execution {0} is not running: it is {1}", id, before.status()));
    }
    try {
      operator().stop(id);
    } catch (NoSuchJobExecutionException | JobExecutionNotRunningException e) {
      // another server runs it: that one sees STOPPING when it next notes its counts
    }
    return get(id);
  }

  /**
   * Starts anew what failed or was stopped.
   *
   * @return the new execution
   * @throws NurtureException NOT_FOUND; CONFLICT: it runs, was completed, abandoned, or restarted
   */
  public Execution restart(long id) {
    Execution old = get(id);
    require(old, EnumSet.of(BatchStatus.FAILED, BatchStatus.STOPPED), "restarted");
    return begin(
        old.job(),
        old.parameters(),
        null,
        IdleCheck.Start.FRESH,
        run -> operator().restart(id, old.parameters().toProperties(run)));
  }

  /**
   * Says that an execution is not to be restarted.
   *
   * @throws NurtureException NOT_FOUND; CONFLICT: it runs or was completed
   */
  public Execution abandon(long id, String who) {
    Execution old = get(id);
    if (old.status() == BatchStatus.ABANDONED) {
      return old;
    }
    Set<BatchStatus> from = EnumSet.of(BatchStatus.FAILED, BatchStatus.STOPPED);
    require(old, from, "abandoned");
    refusing(
        id,
        run -> {
          operator().abandon(id);
          return id;
        });
    transactions.inNew(
        BRIEF,
        () ->
            runs.move(
                id,
                from,
                BatchStatus.ABANDONED,
                Text.kept(() -> Text.of("Abandoned by {0}; nothing is repeated", who))));
    return get(id);
  }

  private Execution begin(
      Job job,
      Parameters parameters,
      @Nullable String schedule,
      IdleCheck.Start start,
      LongUnaryOperator starter) {
    long run =
        transactions.inNew(
            BRIEF,
            () ->
                runs.insert(
                    job, parameters, schedule, backlogs.of(job, parameters.campaign()), start));
    local.open(run);
    long id;
    try {
      id = refusing(run, starter);
    } catch (RuntimeException e) {
      local.close(run);
      transactions.inNew(
          BRIEF,
          () -> {
            runs.ended(run, BatchStatus.FAILED, RunListener.words(e));
            return true;
          });
      throw e;
    }
    local.started(run, id);
    transactions.inNew(
        BRIEF,
        () -> {
          runs.started(run, id);
          return true;
        });
    return get(id);
  }

  private static long refusing(long subject, LongUnaryOperator call) {
    try {
      return call.applyAsLong(subject);
    } catch (JobExecutionNotMostRecentException e) {
      throw NurtureException.conflict(
          Text.of("It has been restarted already: take its newest execution"));
    } catch (BatchRuntimeException e) {
      throw NurtureException.conflict(Text.of("Jakarta Batch refuses: {0}", RunListener.words(e)));
    }
  }

  private static void require(Execution execution, Set<BatchStatus> states, String what) {
    if (!states.contains(execution.status())) {
      throw NurtureException.conflict(
          Text.of(
              "Execution {0} is {1}; only FAILED or STOPPED ones can be {2}",
              execution.id(), execution.status(), what));
    }
  }

  private static JobOperator operator() {
    return BatchRuntime.getJobOperator();
  }
}
