package org.nurture.job;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The executions that run in this server: only who waits for them, and what to tell about a
 * failure. The truth is in {@code job_run}.
 */
@ApplicationScoped
class LocalRuns {
  private final Map<Long, Local> byRun = new ConcurrentHashMap<>();

  /** One of them. */
  static final class Local {
    private final CompletableFuture<Void> end = new CompletableFuture<>();
    private volatile @Nullable Throwable failure;
    private volatile @Nullable Long executionId;

    CompletionStage<Void> end() {
      return end.minimalCompletionStage();
    }
  }

  void open(long run) {
    byRun.put(run, new Local());
  }

  void started(long run, long executionId) {
    Local local = byRun.get(run);
    if (local != null) {
      local.executionId = executionId;
    }
  }

  void failed(long run, Throwable failure) {
    Local local = byRun.get(run);
    if (local != null) {
      local.failure = failure;
    }
  }

  @Nullable Throwable failure(long run) {
    Local local = byRun.get(run);
    return local == null ? null : local.failure;
  }

  void close(long run) {
    Local local = byRun.remove(run);
    if (local != null) {
      local.end.complete(null);
    }
  }

  boolean isEmpty() {
    return byRun.isEmpty();
  }

  /** Jakarta Batch's ids of what runs here. */
  List<Long> executions() {
    return byRun.values().stream().map(l -> l.executionId).filter(id -> id != null).toList();
  }

  /** Completes when that execution ends, if it runs here; else is complete. */
  CompletionStage<Void> end(long executionId) {
    return byRun.values().stream()
        .filter(l -> l.executionId != null && l.executionId == executionId)
        .findFirst()
        .map(Local::end)
        .orElseGet(() -> CompletableFuture.completedStage(null));
  }
}
