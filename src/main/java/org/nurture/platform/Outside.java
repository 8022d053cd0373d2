package org.nurture.platform;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.function.Supplier;

/** A place outside the caller's transaction, which is suspended meanwhile. */
@ApplicationScoped
class Outside {

  @Transactional(Transactional.TxType.NOT_SUPPORTED)
  <T> T call(Supplier<T> work) {
    return work.get();
  }
}
