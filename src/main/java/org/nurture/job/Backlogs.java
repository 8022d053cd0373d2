package org.nurture.job;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import org.jspecify.annotations.Nullable;
import org.nurture.insight.Queues;

/** What there is to do before an execution starts: for its progress, and whether it comes late. */
@Dependent
class Backlogs {
  private final Queues queues;

  @Inject
  Backlogs(Queues queues) {
    this.queues = queues;
  }

  JobRuns.Backlog of(Job job, @Nullable Long campaign) {
    return switch (job) {
      case ENROLL, PURGE, VERIFY -> JobRuns.Backlog.UNKNOWN;
      case PROCESS -> backlog(queues.due(campaign));
      case SEND_MAIL -> backlog(queues.mails());
      case SEND_SMS -> backlog(queues.texts());
      case SEND_WEBHOOKS -> backlog(queues.webhooks());
    };
  }

  private static JobRuns.Backlog backlog(Queues.Queue queue) {
    return new JobRuns.Backlog(
        queue.cut() ? null : queue.length(),
        queue.age().toSeconds() >= Execution.LATE_AFTER_SECONDS);
  }
}
