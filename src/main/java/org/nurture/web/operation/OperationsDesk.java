package org.nurture.web.operation;

import jakarta.batch.runtime.BatchStatus;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.EnumSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nurture.insight.Gateways;
import org.nurture.insight.Postings;
import org.nurture.insight.Queues;
import org.nurture.job.EngineState;
import org.nurture.job.Execution;
import org.nurture.job.Job;
import org.nurture.job.JobOverview;
import org.nurture.job.Operations;
import org.nurture.job.Parameters;
import org.nurture.job.Rhythm;
import org.nurture.job.Schedules;
import org.nurture.message.GatewayState;
import org.nurture.security.CurrentUser;
import org.nurture.security.Role;

/** Jobs, schedules and queues as the operations page needs them, for those who may. */
@ApplicationScoped
public class OperationsDesk {
  private final Operations operations;
  private final JobOverview overview;
  private final Schedules schedules;
  private final Queues queues;
  private final EngineState engine;
  private final Postings postings;
  private final Gateways gateways;
  private final CurrentUser user;

  @Inject
  public OperationsDesk(
      Operations operations,
      JobOverview overview,
      Schedules schedules,
      Queues queues,
      EngineState engine,
      Postings postings,
      Gateways gateways,
      CurrentUser user) {
    this.engine = engine;
    this.operations = operations;
    this.overview = overview;
    this.schedules = schedules;
    this.queues = queues;
    this.postings = postings;
    this.gateways = gateways;
    this.user = user;
  }

  /** For CDI's proxy. */
  @SuppressWarnings("NullAway")
  protected OperationsDesk() {
    this(null, null, null, null, null, null, null, null);
  }

  /** What waits. */
  public record Waiting(
      Queues.Queue due,
      long perMinute,
      long events,
      Queues.Queue mails,
      Queues.Queue texts,
      long inDoubt) {}

  @Transactional
  Waiting waiting() {
    demand();
    return new Waiting(
        queues.due(null),
        Math.round(engine.now().perMinute()),
        queues.eventCount(),
        queues.mails(),
        queues.texts(),
        queues.inDoubt());
  }

  /** Webhooks that failed and will be tried again, the next first. */
  @Transactional
  List<Postings.Posting> troubled(int most) {
    demand();
    return postings.troubled(most);
  }

  /** This server's gateways. */
  List<GatewayState> gateways() {
    demand();
    return gateways.now();
  }

  List<JobOverview.Row> jobs() {
    demand();
    return overview.list();
  }

  Throughput throughput() {
    demand();
    return Throughput.of(overview.lastHour(), overview.now());
  }

  List<Execution> history(
      @Nullable Job job, @Nullable BatchStatus state, @Nullable Long before, int limit) {
    demand();
    return operations.list(
        job, state == null ? EnumSet.noneOf(BatchStatus.class) : EnumSet.of(state), before, limit);
  }

  void start(Job job) {
    demand();
    operations.start(job, Parameters.NONE);
  }

  void stop(long execution) {
    demand();
    operations.stop(execution, user.name());
  }

  void restart(long execution) {
    demand();
    operations.restart(execution);
  }

  void abandon(long execution) {
    demand();
    operations.abandon(execution, user.name());
  }

  void enable(Schedules.View schedule, boolean enabled) {
    demand();
    schedules.change(
        schedule.name(), enabled, schedule.rhythm(), schedule.parameters(), schedule.version());
  }

  void change(
      String schedule, boolean enabled, Rhythm rhythm, Parameters parameters, long version) {
    demand();
    schedules.change(schedule, enabled, rhythm, parameters, version);
  }

  void enableAll(boolean enabled) {
    demand();
    schedules.enableAll(enabled);
  }

  private void demand() {
    user.demand(Role.ADMIN, Role.OPERATOR);
  }
}
