package org.nurture.harness;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.nurture.platform.Database;
import org.nurture.platform.FailPoint;

/** Stops one thread where it has come to a point in its transaction, until it is told to go on. */
final class PausingDatabase implements Database {
  private static final long PATIENCE_SECONDS = 60;

  private final Database own;
  private final ThreadLocal<Pause> pauses = new ThreadLocal<>();

  PausingDatabase(Database own) {
    this.own = own;
  }

  /** Does it in this thread, which stops once when it comes to the point. */
  void stoppingAt(Pause pause, Runnable work) {
    pauses.set(pause);
    try {
      work.run();
    } finally {
      pauses.remove();
    }
  }

  @Override
  public DSLContext sql() {
    return own.sql();
  }

  @Override
  public SQLDialect dialect() {
    return own.dialect();
  }

  @Override
  public void reached(FailPoint point) {
    Pause pause = pauses.get();
    if (pause != null && pause.point == point) {
      pause.there.countDown();
      await(pause.go, "nobody said go on at " + point);
    }
  }

  private static void await(CountDownLatch latch, String otherwise) {
    try {
      if (!latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new IllegalStateException(otherwise);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(otherwise, e);
    }
  }

  /** Where a thread stops. */
  static final class Pause {
    private final FailPoint point;
    private final CountDownLatch there = new CountDownLatch(1);
    private final CountDownLatch go = new CountDownLatch(1);

    Pause(FailPoint point) {
      this.point = point;
    }

    void awaitReached() {
      await(there, "nobody came to " + point);
    }

    void goOn() {
      go.countDown();
    }
  }
}
