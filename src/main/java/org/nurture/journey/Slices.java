package org.nurture.journey;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jooq.SQLDialect;
import org.nurture.audience.HostChangedException;
import org.nurture.campaign.CampaignLock;
import org.nurture.campaign.LiveWorkflows;
import org.nurture.campaign.Workflow;
import org.nurture.platform.Database;
import org.nurture.platform.FailPoint;
import org.nurture.platform.Time;
import org.nurture.platform.Transactions;

/** What each slice of each job begins and ends with: transaction, locks, workflow, figures. */
final class Slices {
  /** A slice is meant for 10 seconds at most (D14); this ends what hangs. */
  static final Duration AT_MOST = Duration.ofMinutes(2);

  final Transactions transactions;
  final Database db;
  final InstantSource clock;
  final LiveWorkflows workflows;
  final CampaignLock campaignLock;
  final Blocks blocks;
  final Counters counters;
  private final Statistics statistics;

  Slices(
      Transactions transactions,
      Database db,
      InstantSource clock,
      LiveWorkflows workflows,
      CampaignLock campaignLock) {
    this.transactions = transactions;
    this.db = db;
    this.clock = clock;
    this.workflows = workflows;
    this.campaignLock = campaignLock;
    this.blocks = new Blocks(db);
    this.counters = new Counters(db);
    this.statistics = new Statistics(db);
  }

  /**
   * Runs one slice on a campaign: its lock shared, then its state read afresh (D3), then the work,
   * then the figures. Where the host changed under it, the campaign is shown as blocked and the
   * slice is empty.
   */
  <T> Optional<T> on(long campaign, Function<Chunk, Optional<T>> work) {
    List<Chunk> done = new ArrayList<>(1);
    try {
      Optional<T> result =
          transactions.inNew(AT_MOST, () -> inTransaction(campaign, work, done::add));
      db.reached(FailPoint.AFTER_COMMIT);
      done.forEach(Chunk::committed);
      return result;
    } catch (HostChangedException e) {
      transactions.inNew(
          AT_MOST,
          () -> {
            blocks.block(campaign, Time.now(clock), String.valueOf(e.getMessage()));
            return true;
          });
      return Optional.empty();
    }
  }

  /** In a transaction of its own, while no chunk of the campaign is at work. */
  void alone(long campaign, Runnable work) {
    transactions.inNew(
        AT_MOST,
        () -> {
          boundLockWaits();
          campaignLock.exclusive(campaign);
          work.run();
          return true;
        });
  }

  private <T> Optional<T> inTransaction(
      long campaign, Function<Chunk, Optional<T>> work, Consumer<Chunk> done) {
    boundLockWaits();
    campaignLock.shared(campaign);
    Optional<Workflow> workflow = workflows.find(campaign);
    if (workflow.isEmpty()) {
      return Optional.empty();
    }
    Instant now = Time.now(clock);
    Chunk chunk = new Chunk(db, workflow.get(), now);
    Optional<T> result = work.apply(chunk);
    chunk.close();
    db.reached(FailPoint.BEFORE_COMMIT);
    done.accept(chunk);
    if (result.isPresent()) {
      blocks.clear(campaign);
    }
    return result;
  }

  /** After a job's last slice: figures folded, where that is worth it. */
  void closeBooks() {
    if (transactions.inNew(AT_MOST, counters::worthFolding)) {
      transactions.inNew(
          AT_MOST,
          () -> {
            counters.fold();
            db.reached(FailPoint.FIGURES_FOLDED);
            return true;
          });
    }
  }

  /** After a slice that wrote so many rows. */
  void changed(long rows) {
    if (statistics.due(rows)) {
      transactions.inNew(
          AT_MOST,
          () -> {
            statistics.analyse();
            return true;
          });
    }
  }

  /** Whoever waits longer for a row fails in passing (X5). H2 has its own bound. */
  void boundLockWaits() {
    if (db.dialect() == SQLDialect.POSTGRES) {
      db.sql().execute("set local lock_timeout = '5s'");
    }
  }
}
