package org.nurture.platform;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.HeuristicMixedException;
import jakarta.transaction.HeuristicRollbackException;
import jakarta.transaction.NotSupportedException;
import jakarta.transaction.RollbackException;
import jakarta.transaction.Status;
import jakarta.transaction.SystemException;
import jakarta.transaction.UserTransaction;
import java.time.Duration;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** JTA transactions with a time-out of their own, on any thread of the server. */
@ApplicationScoped
class ServerTransactions implements Transactions {
  private static final Logger LOG = Logger.getLogger(ServerTransactions.class.getName());

  private final @Nullable UserTransaction transaction;
  private final Outside outside;

  ServerTransactions() {
    this.transaction = null;
    this.outside = new Outside();
  }

  @Inject
  ServerTransactions(UserTransaction transaction, Outside outside) {
    this.transaction = transaction;
    this.outside = outside;
  }

  @Override
  public <T> T inNew(Duration timeout, Supplier<T> work) {
    if (timeout.isNegative() || timeout.isZero()) {
      throw new IllegalArgumentException("A transaction needs time: " + timeout);
    }
    UserTransaction here = java.util.Objects.requireNonNull(transaction);
    return outside.call(() -> run(here, timeout, work));
  }

  private <T> T run(UserTransaction transaction, Duration timeout, Supplier<T> work) {
    begin(transaction, timeout);
    T result;
    try {
      result = outside.within(work);
    } catch (Throwable failure) {
      rollBack(transaction, failure);
      throw failure;
    }
    commit(transaction, timeout);
    return result;
  }

  private static void begin(UserTransaction transaction, Duration timeout) {
    try {
      transaction.setTransactionTimeout((int) Math.max(1, timeout.plusMillis(999).toSeconds()));
      try {
        transaction.begin();
      } finally {
        transaction.setTransactionTimeout(0);
      }
    } catch (NotSupportedException | SystemException e) {
      throw new IllegalStateException("No transaction can begin", e);
    }
  }

  private static void commit(UserTransaction transaction, Duration timeout) {
    try {
      transaction.commit();
    } catch (RollbackException e) {
      throw new IllegalStateException(
          "The transaction was rolled back at its end; it was allowed " + timeout, e);
    } catch (HeuristicMixedException | HeuristicRollbackException | SystemException e) {
      throw new IllegalStateException("The transaction's outcome is not known", e);
    }
  }

  private static void rollBack(UserTransaction transaction, Throwable failure) {
    try {
      if (transaction.getStatus() != Status.STATUS_NO_TRANSACTION) {
        transaction.rollback();
      }
    } catch (SystemException | RuntimeException e) {
      LOG.log(Level.WARNING, "NRT-0101 A transaction could not be rolled back", e);
      failure.addSuppressed(e);
    }
  }
}
