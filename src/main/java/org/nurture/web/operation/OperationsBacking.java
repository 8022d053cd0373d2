package org.nurture.web.operation;

import jakarta.batch.runtime.BatchStatus;
import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.IOException;
import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nurture.insight.Postings;
import org.nurture.insight.Queues;
import org.nurture.job.Execution;
import org.nurture.job.Job;
import org.nurture.job.JobOverview;
import org.nurture.message.GatewayState;
import org.nurture.platform.NurtureException;
import org.nurture.web.page.Page;
import org.nurture.web.page.Times;

/** The operations page: what waits, the jobs, their history. */
@Named("operations")
@ViewScoped
public class OperationsBacking implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int PAGE = 20;
  private static final int MOST_TROUBLED = 20;

  @Inject private OperationsDesk desk;
  @Inject private Page page;
  @Inject private Times times;

  private @Nullable String job;
  private @Nullable String state;
  private int pages = 1;
  private transient @Nullable List<JobOverview.Row> jobs;
  private transient @Nullable List<Execution> history;
  private transient OperationsDesk.@Nullable Waiting waiting;
  private transient @Nullable Throughput throughput;
  private transient @Nullable List<Postings.Posting> troubled;
  private transient @Nullable List<GatewayState> gateways;
  private boolean more;

  /** When the page is asked for. */
  public void load() throws IOException {
    try {
      getJobs();
    } catch (NurtureException e) {
      page.refused(e);
    }
  }

  /** Reads everything anew; called by the poll and after each command. */
  public void refresh() {
    jobs = null;
    history = null;
    waiting = null;
    throughput = null;
    troubled = null;
    gateways = null;
  }

  public List<JobOverview.Row> getJobs() {
    List<JobOverview.Row> read = jobs;
    if (read == null) {
      read = desk.jobs();
      jobs = read;
    }
    return read;
  }

  public OperationsDesk.Waiting getWaiting() {
    OperationsDesk.Waiting read = waiting;
    if (read == null) {
      read = desk.waiting();
      waiting = read;
    }
    return read;
  }

  /** Webhooks that failed and will be tried again. */
  public List<Postings.Posting> getTroubled() {
    List<Postings.Posting> read = troubled;
    if (read == null) {
      read = desk.troubled(MOST_TROUBLED);
      troubled = read;
    }
    return read;
  }

  /** Those of the server that shows the page. */
  public List<GatewayState> getGateways() {
    List<GatewayState> read = gateways;
    if (read == null) {
      read = desk.gateways();
      gateways = read;
    }
    return read;
  }

  /** How long it has been as it is; empty: it is not in use. */
  public String lasting(GatewayState gateway) {
    return switch (gateway.condition()) {
      case NONE, UNTRIED -> "";
      case READY, THROTTLED, DOWN -> times.length(gateway.lasting());
    };
  }

  /** The last hour by minute. */
  public Throughput getThroughput() {
    Throughput read = throughput;
    if (read == null) {
      read = desk.throughput();
      throughput = read;
    }
    return read;
  }

  /** Jobs whose newest execution failed. */
  public List<Execution> getFailing() {
    return getJobs().stream()
        .map(JobOverview.Row::last)
        .filter(last -> last != null && last.status() == BatchStatus.FAILED)
        .toList();
  }

  /** The newest executions, as many pages as were asked for. */
  public List<Execution> getHistory() {
    List<Execution> read = history;
    if (read == null) {
      int wanted = pages * PAGE;
      List<Execution> found =
          desk.history(
              job == null ? null : Job.named(job).orElse(null),
              state == null ? null : BatchStatus.valueOf(state),
              null,
              wanted + 1);
      more = found.size() > wanted;
      read = new ArrayList<>(more ? found.subList(0, wanted) : found);
      history = read;
    }
    return read;
  }

  public void older() {
    pages = Math.min(pages + 1, 25);
    refresh();
  }

  public void narrowed() {
    pages = 1;
    refresh();
  }

  public void run(Job which) {
    attempt(() -> desk.start(which));
  }

  public void stop(long execution) {
    attempt(() -> desk.stop(execution));
  }

  public void restart(long execution) {
    attempt(() -> desk.restart(execution));
  }

  public void abandon(long execution) {
    attempt(() -> desk.abandon(execution));
  }

  /** Which schedules are on, by job. */
  public Map<String, Boolean> getSwitches() {
    Map<String, Boolean> on = new HashMap<>();
    getJobs().forEach(r -> on.put(r.job().word(), r.schedule() != null && r.schedule().enabled()));
    return on;
  }

  public void toggle(JobOverview.Row row) {
    attempt(
        () -> {
          if (row.schedule() != null) {
            desk.enable(row.schedule(), !row.schedule().enabled());
          }
        });
  }

  public void enableAll(boolean enabled) {
    attempt(() -> desk.enableAll(enabled));
  }

  private void attempt(Runnable step) {
    try {
      step.run();
    } catch (NurtureException e) {
      page.error(String.valueOf(e.getMessage()));
    }
    refresh();
  }

  public boolean isAnyEnabled() {
    return getJobs().stream().anyMatch(r -> r.schedule() != null && r.schedule().enabled());
  }

  /** How long it took, or has been running. */
  public String took(Execution execution) {
    Instant end = execution.endedAt();
    return times.length(Duration.between(execution.startedAt(), end == null ? times.now() : end));
  }

  public boolean isRestartable(Execution execution) {
    return execution.status() == BatchStatus.FAILED || execution.status() == BatchStatus.STOPPED;
  }

  /** “1,000,000 or more” where counting stopped. */
  public String size(Queues.Queue queue) {
    return page.number(queue.length()) + (queue.cut() ? "+" : "");
  }

  public String age(Queues.Queue queue) {
    return times.length(queue.age());
  }

  public boolean isMore() {
    return more;
  }

  public List<Job> getAllJobs() {
    return List.of(Job.values());
  }

  public List<String> getStates() {
    return List.of("STARTED", "COMPLETED", "FAILED", "STOPPED", "ABANDONED");
  }

  public @Nullable String getJob() {
    return job;
  }

  public void setJob(@Nullable String job) {
    this.job = job;
  }

  public @Nullable String getState() {
    return state;
  }

  public void setState(@Nullable String state) {
    this.state = state;
  }
}
