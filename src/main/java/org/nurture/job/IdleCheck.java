package org.nurture.job;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.nurture.insight.Queues;
import org.nurture.message.Kind;
import org.nurture.platform.Config;
import org.nurture.platform.Hold;
import org.nurture.platform.SlicedWork;
import org.nurture.platform.Transactions;

/**
 * Whether a scheduled firing finds anything to do, cheaply: for process and sending, one look into
 * an index of work. What enrolment would find is not known without looking at the host's records,
 * so its first slices are simply done; an execution starts, with their counts, once one of them has
 * enrolled somebody or it takes longer than a moment.
 */
@Dependent
class IdleCheck {
  private static final Duration BRIEF = Duration.ofSeconds(10);
  private static final long LOOKING_NANOS = Duration.ofSeconds(3).toNanos();

  private final Transactions transactions;
  private final Queues queues;
  private final Works works;
  private final Hold hold;
  private final Config config;

  @Inject
  IdleCheck(Transactions transactions, Queues queues, Works works, Hold hold, Config config) {
    this.config = config;
    this.hold = hold;
    this.transactions = transactions;
    this.queues = queues;
    this.works = works;
  }

  /** What an execution starts with: the counts of what was done in looking. */
  record Start(long read, long written, long skipped) {
    static final Start FRESH = new Start(0, 0, 0);

    Start and(SlicedWork.Slice slice) {
      return new Start(read + slice.read(), written + slice.written(), skipped + slice.skipped());
    }
  }

  /**
   * Those of the jobs that have nothing to do, by a look or two into indexes of work. In the
   * caller's transaction.
   *
   * @param queued of what messages are due
   */
  Set<Job> idle(Set<Job> jobs, Set<Kind> queued) {
    Set<Job> idle = EnumSet.noneOf(Job.class);
    for (Job job : jobs) {
      if ((job.sends() && !queued.contains(kind(job))) || surelyNothing(job)) {
        idle.add(job);
      }
    }
    return idle;
  }

  private boolean surelyNothing(Job job) {
    return switch (job) {
      case ENROLL -> !queues.anythingRuns();
      case PROCESS -> !queues.anythingToProcess();
      case SEND_MAIL, SEND_SMS, SEND_WEBHOOKS ->
          hold.now().isPresent() || !queues.anythingToSend(kind(job));
      case PURGE -> config.retention().isEmpty();
      case VERIFY -> false;
    };
  }

  private static Kind kind(Job job) {
    return switch (job) {
      case SEND_MAIL -> Kind.MAIL;
      case SEND_SMS -> Kind.SMS;
      case SEND_WEBHOOKS -> Kind.WEBHOOK;
      default -> throw new IllegalArgumentException(job + " sends nothing");
    };
  }

  /** Empty: there is nothing to do. */
  Optional<Start> check(Job job, Parameters parameters) {
    return switch (job) {
      case ENROLL ->
          transactions.inNew(BRIEF, queues::anythingRuns)
              ? firstSlices(works.of(job, parameters))
              : Optional.empty();
      case PROCESS, SEND_MAIL, SEND_SMS, SEND_WEBHOOKS ->
          fresh(!transactions.inNew(BRIEF, () -> surelyNothing(job)));
      case PURGE -> surelyNothing(job) ? Optional.empty() : firstSlices(works.of(job, parameters));
      case VERIFY -> fresh(true);
    };
  }

  private static Optional<Start> fresh(boolean anything) {
    return anything ? Optional.of(Start.FRESH) : Optional.empty();
  }

  private static Optional<Start> firstSlices(SlicedWork work) {
    Start done = Start.FRESH;
    long began = System.nanoTime();
    while (System.nanoTime() - began < LOOKING_NANOS) {
      Optional<SlicedWork.Slice> slice = work.next();
      if (slice.isEmpty()) {
        return Optional.empty();
      }
      done = done.and(slice.get());
      if (done.written() > 0) {
        return Optional.of(done);
      }
    }
    return Optional.of(done);
  }
}
