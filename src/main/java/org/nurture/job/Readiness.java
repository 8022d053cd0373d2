package org.nurture.job;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import org.nurture.platform.Started;

/** Whether the start is done and schedules may fire. */
@ApplicationScoped
class Readiness {
  private static final int SCHEDULES = 1000;

  @Inject private Schedules schedules;
  @Inject private Keeper keeper;
  private volatile boolean ready;

  boolean ready() {
    return ready;
  }

  void start(@Observes @Priority(SCHEDULES) Started started) {
    keeper.start();
    schedules.introduce(started.mode().hasDemo());
    ready = true;
  }
}
