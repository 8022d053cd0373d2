package org.nurture.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongSupplier;

/** Does the same work in several threads until each says that nothing is left. */
final class Workers {
  /** What a step answers that found nothing, as against one whose finds others had taken. */
  static final int NOTHING_LEFT = -1;

  private Workers() {}

  /**
   * @param share of one worker, from its beginning to its end
   * @return the sum of what they answered
   */
  static long run(int workers, LongSupplier share) {
    ExecutorService threads = Executors.newFixedThreadPool(workers);
    try {
      List<Future<Long>> shares = new ArrayList<>();
      for (int i = 0; i < workers; i++) {
        shares.add(threads.submit(share::getAsLong));
      }
      long sum = 0;
      for (Future<Long> one : shares) {
        sum += one.get();
      }
      return sum;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } finally {
      threads.shutdownNow();
    }
  }
}
