package org.nurture.message.sms.smpp;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jsmpp.bean.BindType;
import org.jsmpp.bean.NumberingPlanIndicator;
import org.jsmpp.bean.TypeOfNumber;
import org.jsmpp.extra.NegativeResponseException;
import org.jsmpp.extra.SessionState;
import org.jsmpp.session.BindParameter;
import org.jsmpp.session.MessageReceiverListener;
import org.jspecify.annotations.Nullable;

/**
 * One connection, bound as a transceiver. Bound again where it is lost, after pauses that grow from
 * one second to a minute.
 */
final class SmppBind {
  private static final Logger LOG = Logger.getLogger(SmppBind.class.getName());
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

  /** Receipts wait for the database: their threads are not those that answers need. */
  private static final int THREADS = 8;

  private static final int QUEUE = 2_000;

  private final SmppSettings settings;
  private final MessageReceiverListener listener;
  private volatile @Nullable WindowSession session;
  private volatile @Nullable String trouble;
  private long nextTry;
  private Duration pause = Duration.ZERO;

  SmppBind(SmppSettings settings, MessageReceiverListener listener) {
    this.settings = settings;
    this.listener = listener;
    this.nextTry = System.nanoTime();
  }

  /** The session; empty: it is not bound. */
  Optional<WindowSession> session() {
    WindowSession current = session;
    return current != null && current.getSessionState() == SessionState.BOUND_TRX
        ? Optional.of(current)
        : Optional.empty();
  }

  /** Why it is not bound; null: it is, or was not tried yet. */
  @Nullable String trouble() {
    return trouble;
  }

  /**
   * Binds where it is not bound, and its pause is over. Waits for the gateway.
   *
   * @return false: it was tried in vain
   */
  synchronized boolean tend() {
    if (session().isPresent() || System.nanoTime() - nextTry < 0) {
      return true;
    }
    close();
    WindowSession fresh =
        new WindowSession(new Sockets(settings.tls(), (int) settings.patience().toMillis()));
    fresh.setEnquireLinkTimer((int) settings.enquire().toMillis());
    fresh.setTransactionTimer(settings.patience().toMillis());
    fresh.setPduProcessorDegree(THREADS);
    fresh.setQueueCapacity(QUEUE);
    fresh.setMessageReceiverListener(listener);
    try {
      fresh.connectAndBind(
          settings.host(),
          settings.port(),
          new BindParameter(
              BindType.BIND_TRX,
              settings.system(),
              settings.password(),
              settings.systemType(),
              TypeOfNumber.UNKNOWN,
              NumberingPlanIndicator.UNKNOWN,
              null),
          settings.patience().toMillis());
      session = fresh;
      trouble = null;
      pause = Duration.ZERO;
      LOG.log(Level.INFO, "NRT-0612 Bound to the SMS gateway {0}", settings);
      return true;
    } catch (IOException | RuntimeException e) {
      fresh.close();
      failed(words(e));
      return false;
    }
  }

  private void failed(String why) {
    String before = trouble;
    trouble = why;
    pause = pause.isZero() ? Duration.ofSeconds(1) : pause.multipliedBy(2);
    pause = pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
    nextTry = System.nanoTime() + pause.toNanos();
    LOG.log(
        why.equals(before) ? Level.FINE : Level.WARNING,
        "NRT-0613 The SMS gateway {0} can''t be used, it is tried again: {1}",
        new Object[] {settings, why});
  }

  private static String words(Exception e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof NegativeResponseException refused) {
        return "The SMS gateway refuses the bind: "
            + SubmitStatus.words(refused.getCommandStatus());
      }
    }
    return "The SMS gateway can't be reached: " + e.getMessage();
  }

  /** Unbinds, and waits for the answer. */
  synchronized void unbind() {
    WindowSession current = session;
    session = null;
    if (current != null) {
      current.unbindAndClose();
    }
  }

  /** Closes at once: whatever is on the wire is lost. */
  synchronized void close() {
    WindowSession current = session;
    session = null;
    if (current != null) {
      current.close();
    }
  }
}
