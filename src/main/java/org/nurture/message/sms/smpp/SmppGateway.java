package org.nurture.message.sms.smpp;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.nurture.message.GatewayState.Connections;
import org.nurture.message.sms.Receipts;
import org.nurture.message.sms.SmsGateway;
import org.nurture.message.sms.TextReplies;

/**
 * An SMPP 3.4 server: one or several binds, each with a window. A thread of its own keeps them
 * bound and matches receipts, also while nothing is sent.
 */
public final class SmppGateway implements SmsGateway, AutoCloseable {
  private static final Logger LOG = Logger.getLogger(SmppGateway.class.getName());
  private static final int TEND_MILLIS = 1000;

  /** Ticks of {@link #TEND_MILLIS} between looks for what is too old. */
  private static final int TIDY_EVERY = 3600;

  private final SmppSettings settings;
  private final Receipts receipts;
  private final SmppWriter writer;
  private final Pace pace;
  private final List<SmppBind> binds;
  private final SubmitLine line;
  private final ScheduledExecutorService keeper =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "nurture-smpp");
            thread.setDaemon(true);
            return thread;
          });
  private final AtomicBoolean rebinding = new AtomicBoolean();
  private volatile boolean standing;
  private volatile long changed = System.nanoTime();
  private boolean failing;
  private int ticks;

  public SmppGateway(SmppSettings settings, Receipts receipts, TextReplies replies) {
    this.settings = settings;
    this.receipts = receipts;
    this.writer = new SmppWriter(settings);
    this.pace = new Pace(settings.perSecond());
    SmppInbound inbound = new SmppInbound(receipts, replies);
    this.binds =
        IntStream.range(0, settings.binds())
            .mapToObj(i -> new SmppBind(settings, inbound))
            .toList();
    this.line =
        new SubmitLine(
            binds, settings.window(), pace, settings.patience().toMillis(), this::rebind);
  }

  /** Binds, and keeps bound. */
  public void start() {
    keeper.scheduleWithFixedDelay(this::tick, 0, TEND_MILLIS, TimeUnit.MILLISECONDS);
  }

  @Override
  public void collect() {
    try {
      receipts.match(settings::isHard);
    } catch (RuntimeException e) {
      // they lie there, and are matched later
      LOG.log(Level.WARNING, "NRT-0614 SMS receipts could not be matched", e);
    }
  }

  private void tick() {
    try {
      bind();
      receipts.match(settings::isHard);
      if (ticks++ % TIDY_EVERY == 0) {
        receipts.tidy();
      }
      failing = false;
    } catch (RuntimeException e) {
      LOG.log(
          failing ? Level.FINE : Level.WARNING, "NRT-0614 SMS receipts could not be matched", e);
      failing = true;
    }
  }

  private void bind() {
    tend();
    line.advance();
  }

  private void tend() {
    note();
    for (SmppBind bind : binds) {
      if (!bind.tend()) {
        // all go to one server: their time-outs would add up while messages wait
        break;
      }
    }
    note();
  }

  /** Since when any bind has stood, or none has. */
  private void note() {
    boolean now = bound();
    if (now != standing) {
      standing = now;
      changed = System.nanoTime();
    }
  }

  /** For messages that wait while no bind stands: they go on, or are given back. */
  private void rebind() {
    if (!rebinding.compareAndSet(false, true)) {
      return;
    }
    try {
      keeper.execute(
          () -> {
            tend();
            if (!bound()) {
              // a bind that is lost may stand until its reader has noticed, just now
              tend();
            }
            rebinding.set(false);
            if (bound()) {
              line.advance();
            } else {
              line.refuse(trouble());
            }
          });
    } catch (RejectedExecutionException e) {
      line.refuse("The SMS gateway is closed");
    }
  }

  @Override
  public Optional<String> refusal() {
    return bound() ? Optional.empty() : Optional.ofNullable(bindNow());
  }

  private boolean bound() {
    return binds.stream().anyMatch(bind -> bind.session().isPresent());
  }

  @Override
  public Optional<Connections> connections() {
    int bound = (int) binds.stream().filter(bind -> bind.session().isPresent()).count();
    return Optional.of(
        new Connections(
            bound,
            binds.size(),
            Duration.ofNanos(System.nanoTime() - changed),
            pace.isThrottled(),
            bound > 0 ? null : trouble()));
  }

  /** In the keeper's thread: connections must not take a job's context along. */
  private @Nullable String bindNow() {
    try {
      keeper.submit(this::bind).get(settings.patience().toMillis() * 2, TimeUnit.MILLISECONDS);
    } catch (TimeoutException | RejectedExecutionException e) {
      return "The SMS gateway can't be reached";
    } catch (ExecutionException e) {
      return "The SMS gateway can't be used: " + e.getCause();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "interrupted";
    }
    return bound() ? null : trouble();
  }

  private String trouble() {
    return binds.stream()
        .map(SmppBind::trouble)
        .filter(trouble -> trouble != null)
        .findFirst()
        .orElse("The connection to the SMS gateway was lost");
  }

  @Override
  public int window() {
    return settings.window() * settings.binds();
  }

  @Override
  public CompletableFuture<Result> send(Sms sms) {
    List<WindowSession.Submit> parts;
    try {
      parts = writer.write(sms);
    } catch (IllegalArgumentException e) {
      return CompletableFuture.completedFuture(new Impossible(String.valueOf(e.getMessage())));
    }
    return line.send(parts);
  }

  @Override
  public void close() {
    keeper.shutdownNow();
    line.refuse("The SMS gateway is closed");
    binds.forEach(SmppBind::unbind);
  }
}
