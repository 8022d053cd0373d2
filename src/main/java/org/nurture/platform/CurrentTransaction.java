package org.nurture.platform;

import java.util.function.Supplier;

/** What hangs on the caller's transaction. There must be one. */
public interface CurrentTransaction {

  /** The value kept under the key until the transaction ends; made at first use. */
  <T> T keep(Object key, Supplier<T> first);

  /**
   * Runs the action once the transaction has ended, committed or not; perhaps on another thread.
   */
  void whenEnded(Runnable action);
}
