package org.nurture.platform;

import static java.util.Objects.requireNonNull;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A place outside the caller's transaction, which is suspended meanwhile.
 *
 * <p>Each call has a {@link TransactionFrame} of its own. Payara's interceptor of
 * {@code @Transactional} keeps what it has to put back in a field, and a bean that all threads
 * share has one interceptor for them all: a thread may be left with what was another's, that it
 * must not use {@code UserTransaction}. Jakarta Batch does, for its chunk, and its execution fails
 * then, leaving its thread with an open transaction.
 */
@ApplicationScoped
public class Outside {
  private final @Nullable Instance<TransactionFrame> frames;

  /** For the container's proxies. */
  public Outside() {
    this.frames = null;
  }

  @Inject
  Outside(Instance<TransactionFrame> frames) {
    this.frames = frames;
  }

  /** Answers what the work does; it has no transaction unless it begins one. */
  public <T> T call(Supplier<T> work) {
    return framed(frame -> frame.without(work));
  }

  /**
   * Answers what the work does in the transaction that the caller has begun, and may end whatever
   * interceptors the work came through.
   */
  <T> T within(Supplier<T> work) {
    return framed(frame -> frame.within(work));
  }

  private <T> T framed(Function<TransactionFrame, T> call) {
    Instance<TransactionFrame> made = requireNonNull(frames);
    TransactionFrame frame = made.get();
    try {
      return call.apply(frame);
    } finally {
      made.destroy(frame);
    }
  }
}
