package org.nurture.job;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.metrics.MetricUnits;
import org.eclipse.microprofile.metrics.annotation.Gauge;
import org.jspecify.annotations.Nullable;
import org.nurture.insight.Queues;
import org.nurture.platform.HealthPart;
import org.nurture.platform.Started;
import org.nurture.platform.Transactions;

/**
 * How late the engine is, how fast, and what waits: under {@code /health}, and as gauges of
 * MicroProfile Metrics where the server has that ({@code /metrics}; servers without it pass the
 * annotations by).
 *
 * <p>The database is asked at most every few seconds, however often somebody else asks.
 */
@ApplicationScoped
public class EngineState implements HealthPart {
  private static final Duration BRIEF = Duration.ofSeconds(10);
  private static final long KNOWN_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final int LAST = 10_000;

  private final Transactions transactions;
  private final Queues queues;
  private final RunHistory runs;
  private volatile @Nullable Now known;

  /**
   * The engine at a moment.
   *
   * @param oldest since when the trace that is due longest has been due; null: nothing is due
   * @param perMinute traces that were executed, over the last minutes
   */
  public record Now(
      long queued,
      @Nullable Instant oldest,
      Duration late,
      double perMinute,
      long events,
      long messages,
      long inDoubt,
      long at) {}

  @Inject
  EngineState(Transactions transactions, Queues queues, RunHistory runs) {
    this.transactions = transactions;
    this.queues = queues;
    this.runs = runs;
  }

  /** For the container's proxy. */
  @SuppressWarnings("NullAway")
  protected EngineState() {
    this(null, null, null);
  }

  /** Gauges are there once their bean is. */
  void start(@Observes @Priority(LAST) Started started) {
    known = null;
  }

  /** As it is, or was a few seconds ago. */
  public Now now() {
    Now is = known;
    if (is == null || System.nanoTime() - is.at() > KNOWN_NANOS) {
      is = transactions.inNew(BRIEF, this::look);
      known = is;
    }
    return is;
  }

  private Now look() {
    Queues.Queue due = queues.due(null);
    long messages = queues.mails().length() + queues.texts().length() + queues.webhooks().length();
    return new Now(
        due.length(),
        due.oldest(),
        due.age(),
        runs.perMinute(Job.PROCESS),
        queues.eventCount(),
        messages,
        queues.inDoubt(),
        System.nanoTime());
  }

  @Override
  public String name() {
    return "engine";
  }

  @Override
  public JsonObject tell() {
    Now now = now();
    return Json.createObjectBuilder()
        .add("late", now.late().toSeconds() >= Execution.LATE_AFTER_SECONDS)
        .add("lateSeconds", now.late().toSeconds())
        .add(
            "oldestDue",
            now.oldest() == null ? JsonValue.NULL : Json.createValue(now.oldest().toString()))
        .add("queued", now.queued())
        .add("perMinute", Math.round(now.perMinute()))
        .add("events", now.events())
        .add("messages", now.messages())
        .add("inDoubt", now.inDoubt())
        .build();
  }

  /** Age of the trace that is due longest. */
  @Gauge(
      name = "nurture_engine_late_seconds",
      absolute = true,
      unit = MetricUnits.SECONDS,
      description = "Age of the trace that has been due longest; 0: nothing is due")
  public long lateSeconds() {
    return now().late().toSeconds();
  }

  /** Traces that are due. */
  @Gauge(
      name = "nurture_engine_queue",
      absolute = true,
      unit = MetricUnits.NONE,
      description = "Traces that are due, at most a million")
  public long queue() {
    return now().queued();
  }

  /** Speed of execution. */
  @Gauge(
      name = "nurture_engine_rate_per_minute",
      absolute = true,
      unit = MetricUnits.NONE,
      description = "Traces and events that were done per minute, over the last five minutes")
  public double ratePerMinute() {
    return now().perMinute();
  }

  /** Events that are not applied yet. */
  @Gauge(
      name = "nurture_events_queue",
      absolute = true,
      unit = MetricUnits.NONE,
      description = "Opens, clicks, replies and bounces that are to be applied")
  public long eventsQueue() {
    return now().events();
  }

  /** Messages that may be handed over. */
  @Gauge(
      name = "nurture_messages_queue",
      absolute = true,
      unit = MetricUnits.NONE,
      description = "Mails, texts and webhooks that may be handed over now")
  public long messagesQueue() {
    return now().messages();
  }

  /** Messages for a person to decide on. */
  @Gauge(
      name = "nurture_messages_in_doubt",
      absolute = true,
      unit = MetricUnits.NONE,
      description = "Messages whose hand-over has no recorded answer")
  public long messagesInDoubt() {
    return now().inDoubt();
  }
}
