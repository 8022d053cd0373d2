package org.nurture.platform;

import jakarta.enterprise.context.Dependent;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.util.function.Supplier;

/** One call's change of transaction, with interceptors of its own. */
@Dependent
class TransactionFrame {
  @Transactional(TxType.NOT_SUPPORTED)
  <T> T without(Supplier<T> work) {
    return work.get();
  }

  @Transactional(TxType.MANDATORY)
  <T> T within(Supplier<T> work) {
    return work.get();
  }
}
