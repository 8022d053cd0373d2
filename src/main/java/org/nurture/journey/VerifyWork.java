package org.nurture.journey;

import static org.nurture.platform.schema.Tables.PARTICIPANT;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jooq.TableField;
import org.jspecify.annotations.Nullable;
import org.nurture.campaign.Workflow;
import org.nurture.journey.VerifyStore.Range;
import org.nurture.platform.Finding;
import org.nurture.platform.SlicedWork;

/**
 * Job {@code verify} (D17): looks for what must not be, table by table in ranges of ids, then
 * campaign by campaign; changes nothing. It may run beside all other work: each check is one
 * statement, and what updates change is looked at under the campaign's lock, shared.
 *
 * <p>A slice's counts: rows looked at, none, contradictions found.
 */
final class VerifyWork implements SlicedWork {
  /** Rows of a slice: some tenths of a second. */
  private static final int RANGE = 10_000;

  /** A campaign is counted in one statement, however large it is. */
  private static final Duration COUNTING = Duration.ofMinutes(10);

  private final Slices slices;
  private final @Nullable Long only;
  private final VerifyStore store;
  private final Flaws flaws = new Flaws();
  private final RowChecks rows;
  private final Deque<Step> steps = new ArrayDeque<>();
  private boolean listed;

  VerifyWork(Slices slices, @Nullable Long only) {
    this.slices = slices;
    this.only = only;
    this.store = new VerifyStore(slices.db);
    this.rows = new RowChecks(store, flaws, only);
  }

  /** Does a part; answers the next step, and how many rows it looked at. */
  @FunctionalInterface
  private interface Step {
    Done run();
  }

  /**
   * @param next null: this part of the work is done
   */
  private record Done(long rows, @Nullable Step next) {}

  @Override
  public Optional<Slice> next() {
    if (!listed) {
      listed = true;
      list();
    }
    Step step = steps.peek();
    if (step == null) {
      return Optional.empty();
    }
    long before = flaws.count();
    Done done = slices.transactions.inNew(COUNTING, step::run);
    steps.remove();
    if (done.next != null) {
      steps.addFirst(done.next);
    }
    return Optional.of(new Slice(done.rows, 0, flaws.count() - before));
  }

  @Override
  public List<Finding> findings() {
    return flaws.findings();
  }

  private void list() {
    rows.walks()
        .forEach(
            walk ->
                steps.add(
                    range(
                        walk.id(),
                        walk.campaign(),
                        only,
                        0,
                        range -> {
                          walk.check().accept(range);
                          return true;
                        })));
    steps.add(
        () -> {
          rows.works();
          return new Done(0, null);
        });
    List<Long> campaigns =
        only == null
            ? List.copyOf(slices.transactions.inNew(Slices.AT_MOST, store::campaigns))
            : List.of(only);
    for (long campaign : campaigns) {
      steps.add(
          range(
              PARTICIPANT.ID,
              PARTICIPANT.CAMPAIGN_ID,
              campaign,
              0,
              range -> passages(campaign, range)));
      steps.add(
          () -> {
            Recount.differences(slices.db, campaign).forEach(d -> flaws.add(Flaw.COUNTER, d));
            return new Done(1, null);
          });
    }
  }

  /** False: there is no such campaign, so its other participants need no look. */
  private boolean passages(long campaign, Range range) {
    slices.campaignLock.shared(campaign);
    Optional<Workflow> workflow = slices.workflows.find(campaign);
    if (workflow.isEmpty()) {
      flaws.add(Flaw.CAMPAIGN_MISSING, List.of(campaign));
      return false;
    }
    new PassageChecks(store, workflow.get(), flaws).check(range);
    return true;
  }

  private Step range(
      TableField<?, Long> id,
      TableField<?, Long> ofCampaign,
      @Nullable Long campaign,
      long after,
      RangeCheck check) {
    return () -> {
      Optional<Range> range = store.next(id, ofCampaign, campaign, after, RANGE);
      if (range.isEmpty()) {
        return new Done(0, null);
      }
      boolean on = check.check(range.get());
      Step next = on ? range(id, ofCampaign, campaign, range.get().upTo(), check) : null;
      return new Done(range.get().rows(), next);
    };
  }

  /** False: the rest of the table needs no look. */
  @FunctionalInterface
  private interface RangeCheck {
    boolean check(Range range);
  }
}
