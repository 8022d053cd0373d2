package org.nurture.platform;

import java.time.Duration;
import java.util.function.Supplier;

/**
 * Runs work in a database transaction of its own.
 *
 * <p>In the server this is JTA; the engine's conformance tests run the same code over plain JDBC.
 */
public interface Transactions {

  /**
   * Runs the work in a new transaction, whatever the caller's; commits when it returns and rolls
   * back when it throws.
   *
   * @param timeout after which the server may roll it back; more than zero
   */
  <T> T inNew(Duration timeout, Supplier<T> work);
}
