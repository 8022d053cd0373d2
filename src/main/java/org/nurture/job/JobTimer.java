package org.nurture.job;

import jakarta.ejb.AccessTimeout;
import jakarta.ejb.Schedule;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.inject.Inject;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The server's own clockwork, on every server: who fires is decided in the database. A timer of the
 * container that keeps nothing, so that it needs no data grid; ticks that find it busy are dropped.
 */
@Singleton
@Startup
@TransactionManagement(TransactionManagementType.BEAN)
@AccessTimeout(0)
public class JobTimer {
  private static final Logger LOG = Logger.getLogger(JobTimer.class.getName());
  private static final int BEAT_EVERY = 8;

  @Inject private Readiness readiness;
  @Inject private Ticker ticker;
  @Inject private Keeper keeper;

  private int ticks;
  private boolean failing;

  /** Every second. */
  @Schedule(hour = "*", minute = "*", second = "*", persistent = false)
  public void tick() {
    if (!readiness.ready()) {
      return;
    }
    try {
      if (ticks++ % BEAT_EVERY == 0) {
        keeper.beat();
      }
      ticker.tick();
      failing = false;
    } catch (RuntimeException e) {
      // The database may be away for a while: say so once, and go on.
      LOG.log(failing ? Level.FINE : Level.WARNING, "NRT-0703 Schedules cannot be read", e);
      failing = true;
    }
  }
}
