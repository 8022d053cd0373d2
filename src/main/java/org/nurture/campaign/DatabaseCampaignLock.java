package org.nurture.campaign;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.StampedLock;
import org.jooq.SQLDialect;
import org.nurture.platform.CurrentTransaction;
import org.nurture.platform.Database;
import org.nurture.platform.NurtureException;
import org.nurture.platform.Text;

/**
 * The campaign's lock per make (D3): PostgreSQL's advisory locks; on H2, where one process is the
 * whole world, a lock of this class. Taking it again in one transaction is free.
 */
@ApplicationScoped
public class DatabaseCampaignLock implements CampaignLock {
  /** Keeps our advisory locks apart from other programs'. */
  private static final long NAMESPACE = 0x4E75_7274_0000_0000L;

  private static final long PATIENCE_SECONDS = 30;

  private final Database database;
  private final CurrentTransaction transaction;
  private final Map<Long, StampedLock> locks = new ConcurrentHashMap<>();

  @Inject
  public DatabaseCampaignLock(Database database, CurrentTransaction transaction) {
    this.database = database;
    this.transaction = transaction;
  }

  @Override
  public void shared(long campaignId) {
    if (database.dialect() == SQLDialect.POSTGRES) {
      database.sql().fetch("select pg_advisory_xact_lock_shared(?)", NAMESPACE ^ campaignId);
    } else {
      held().computeIfAbsent(campaignId, this::read);
    }
  }

  @Override
  public void exclusive(long campaignId) {
    if (database.dialect() == SQLDialect.POSTGRES) {
      database.sql().fetch("select pg_advisory_xact_lock(?)", NAMESPACE ^ campaignId);
    } else {
      held().compute(campaignId, this::write);
    }
  }

  /** The transaction's stamps by campaign. */
  private Map<Long, Long> held() {
    return transaction.keep(
        this,
        () -> {
          Map<Long, Long> stamps = new HashMap<>();
          transaction.whenEnded(
              () -> List.copyOf(stamps.keySet()).forEach(id -> unlock(id, stamps)));
          return stamps;
        });
  }

  private void unlock(long campaignId, Map<Long, Long> stamps) {
    Long stamp = stamps.remove(campaignId);
    if (stamp != null) {
      lock(campaignId).unlock(stamp);
    }
  }

  private long read(long campaignId) {
    return granted(campaignId, true);
  }

  private long write(long campaignId, @org.jspecify.annotations.Nullable Long stamp) {
    if (stamp == null) {
      return granted(campaignId, false);
    }
    long converted = lock(campaignId).tryConvertToWriteLock(stamp);
    if (converted == 0) {
      throw new IllegalStateException("Others share the lock of campaign " + campaignId);
    }
    return converted;
  }

  private long granted(long campaignId, boolean share) {
    try {
      StampedLock lock = lock(campaignId);
      long stamp =
          share
              ? lock.tryReadLock(PATIENCE_SECONDS, TimeUnit.SECONDS)
              : lock.tryWriteLock(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (stamp != 0) {
        return stamp;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new NurtureException(
        NurtureException.Kind.UNAVAILABLE,
        Text.of("The campaign is being worked on; try again in a moment"),
        List.of());
  }

  private StampedLock lock(long campaignId) {
    return locks.computeIfAbsent(campaignId, id -> new StampedLock());
  }
}
