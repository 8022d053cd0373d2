package org.nurture.message.sms.smpp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
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
  private final List<Slot> slots;
  private final ScheduledExecutorService keeper =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "nurture-smpp");
            thread.setDaemon(true);
            return thread;
          });
  private final Object places = new Object();
  private boolean failing;
  private int ticks;

  /** A bind, and how many messages are on its wire. */
  private static final class Slot {
    final SmppBind bind;
    int busy;

    Slot(SmppBind bind) {
      this.bind = bind;
    }
  }

  /** A place in a window. */
  private record Place(Slot slot, WindowSession session) {}

  public SmppGateway(SmppSettings settings, Receipts receipts, TextReplies replies) {
    this.settings = settings;
    this.receipts = receipts;
    this.writer = new SmppWriter(settings);
    this.pace = new Pace(settings.perSecond());
    SmppInbound inbound = new SmppInbound(receipts, replies);
    this.slots =
        IntStream.range(0, settings.binds())
            .mapToObj(i -> new Slot(new SmppBind(settings, inbound)))
            .toList();
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
    slots.forEach(slot -> slot.bind.tend());
    synchronized (places) {
      places.notifyAll();
    }
  }

  @Override
  public Optional<String> refusal() {
    return bound() ? Optional.empty() : Optional.ofNullable(bindNow());
  }

  private boolean bound() {
    return slots.stream().anyMatch(slot -> slot.bind.session().isPresent());
  }

  /** How many of the binds stand. */
  public int standing() {
    return (int) slots.stream().filter(slot -> slot.bind.session().isPresent()).count();
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
    if (bound()) {
      return null;
    }
    return slots.stream()
        .map(slot -> slot.bind.trouble())
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
    Place place = place();
    if (place == null) {
      String trouble = bindNow();
      place = trouble == null ? place() : null;
      if (place == null) {
        return CompletableFuture.completedFuture(
            new Unusable(trouble == null ? "The SMS gateway was lost" : trouble));
      }
    }
    Slot slot = place.slot();
    return new Submission(place.session(), parts, pace, settings.patience().toMillis())
        .run()
        .whenComplete((result, failure) -> release(slot));
  }

  /** Waits for a place in the window of the bind with the most room; null: none is bound. */
  private @Nullable Place place() {
    synchronized (places) {
      while (true) {
        Place free = null;
        boolean bound = false;
        for (Slot slot : slots) {
          Optional<WindowSession> session = slot.bind.session();
          bound |= session.isPresent();
          if (session.isPresent()
              && slot.busy < settings.window()
              && (free == null || slot.busy < free.slot().busy)) {
            free = new Place(slot, session.get());
          }
        }
        if (free != null) {
          free.slot().busy++;
          return free;
        }
        if (!bound) {
          return null;
        }
        try {
          places.wait(TEND_MILLIS);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          return null;
        }
      }
    }
  }

  private void release(Slot slot) {
    synchronized (places) {
      slot.busy--;
      places.notifyAll();
    }
  }

  @Override
  public void close() {
    keeper.shutdownNow();
    List<SmppBind> binds = new ArrayList<>();
    slots.forEach(slot -> binds.add(slot.bind));
    binds.forEach(SmppBind::unbind);
  }
}
