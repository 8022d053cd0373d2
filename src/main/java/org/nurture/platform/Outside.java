package org.nurture.platform;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.function.Supplier;

/** A place outside the caller's transaction, which is suspended meanwhile. */
@ApplicationScoped
public class Outside {

  /** Answers what the work does; it has no transaction unless it begins one. */
  @Transactional(Transactional.TxType.NOT_SUPPORTED)
  public <T> T call(Supplier<T> work) {
    return work.get();
  }
}
