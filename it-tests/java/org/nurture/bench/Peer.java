package org.nurture.bench;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.nurture.support.TestDatabase;

/**
 * db-scheduler as its README recommends it for throughput: lock-and-fetch polling, tasks that do
 * nothing. It claims tasks in batches, and ends each with a statement of its own.
 */
final class Peer {
  private static final String TABLE =
      """
      create table scheduled_tasks (
        task_name text not null,
        task_instance text not null,
        task_data bytea,
        execution_time timestamp with time zone not null,
        picked boolean not null,
        picked_by text,
        last_success timestamp with time zone,
        last_failure timestamp with time zone,
        consecutive_failures int,
        last_heartbeat timestamp with time zone,
        version bigint not null,
        priority smallint,
        primary key (task_name, task_instance)
      )
      """;

  private final TestDatabase db;

  Peer(TestDatabase db) {
    this.db = db;
    db.execute(
        TABLE,
        "create index execution_time_idx on scheduled_tasks (execution_time)",
        "create index last_heartbeat_idx on scheduled_tasks (last_heartbeat)");
  }

  void schedule(int tasks) {
    db.execute(
        "truncate scheduled_tasks",
        """
        insert into scheduled_tasks (task_name, task_instance, execution_time, picked, version)
        select 'nothing', i::text, now() - interval '1 hour', false, 1 from generate_series(1, %d) i
        """
            .formatted(tasks));
  }

  /** Executes all that is scheduled. */
  void execute(int tasks, int threads) {
    CountDownLatch left = new CountDownLatch(tasks);
    OneTimeTask<Void> nothing =
        Tasks.oneTime("nothing").execute((instance, context) -> left.countDown());
    Scheduler scheduler =
        Scheduler.create(db.dataSource(), nothing)
            .threads(threads)
            .pollingInterval(Duration.ofMillis(50))
            .pollUsingLockAndFetch(1.0, 4.0)
            .build();
    scheduler.start();
    try {
      if (!left.await(10, TimeUnit.MINUTES)) {
        throw new IllegalStateException(left.getCount() + " tasks are left");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } finally {
      scheduler.stop();
    }
  }
}
