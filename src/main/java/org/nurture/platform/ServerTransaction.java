package org.nurture.platform;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.util.function.Supplier;

/** The thread's JTA transaction. */
@ApplicationScoped
class ServerTransaction implements CurrentTransaction {
  @Resource private TransactionSynchronizationRegistry registry;

  @Override
  @SuppressWarnings("unchecked")
  public <T> T keep(Object key, Supplier<T> first) {
    demandOne();
    Object kept = registry.getResource(key);
    if (kept == null) {
      kept = first.get();
      registry.putResource(key, kept);
    }
    return (T) kept;
  }

  @Override
  public void whenEnded(Runnable action) {
    demandOne();
    registry.registerInterposedSynchronization(
        new Synchronization() {
          @Override
          public void beforeCompletion() {
            // only the end matters
          }

          @Override
          public void afterCompletion(int status) {
            action.run();
          }
        });
  }

  private void demandOne() {
    if (registry.getTransactionStatus() == Status.STATUS_NO_TRANSACTION) {
      throw new IllegalStateException("This needs a transaction");
    }
  }
}
