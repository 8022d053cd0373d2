package org.nurture.message.webhook;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.nurture.message.Answers;
import org.nurture.message.Contents;
import org.nurture.message.Kind;
import org.nurture.message.Leases;
import org.nurture.message.SendWork;
import org.nurture.message.Suppressions;
import org.nurture.message.TestSender;
import org.nurture.message.Withdrawal;
import org.nurture.platform.Installation;
import org.nurture.platform.SlicedWork;

/**
 * Job {@code send-webhooks}: posts what is in the outbox, at least once (see the package), some at
 * a time.
 */
@ApplicationScoped
public class SendWebhooks implements TestSender {
  /** Posted at a time by one execution. */
  static final int GROUP = 16;

  private static final WebhookClient.Patience PATIENCE =
      new WebhookClient.Patience(Duration.ofSeconds(5), Duration.ofSeconds(10));

  /** From the look-up to the end of what is read of the answer. */
  private static final Duration LONGEST = Duration.ofSeconds(15);

  private final Leases leases;
  private final Answers answers;
  private final Suppressions suppressions;
  private final Withdrawal withdrawal;
  private final Contents contents;
  private final InstantSource clock;
  private final Supplier<String> installation;
  private final Destinations destinations;
  private final Duration longest;

  @Resource private @Nullable ManagedThreadFactory threadFactory;
  private @Nullable WebhookClient client;
  private @Nullable ExecutorService threads;

  @Inject
  public SendWebhooks(
      Leases leases,
      Answers answers,
      Suppressions suppressions,
      Withdrawal withdrawal,
      Contents contents,
      InstantSource clock,
      Installation installation,
      Destinations destinations) {
    this(
        leases,
        answers,
        suppressions,
        withdrawal,
        contents,
        clock,
        installation::id,
        destinations,
        LONGEST);
  }

  /** Without a container. The caller opens and closes it. */
  SendWebhooks(
      Leases leases,
      Answers answers,
      Suppressions suppressions,
      Withdrawal withdrawal,
      Contents contents,
      InstantSource clock,
      Supplier<String> installation,
      Destinations destinations,
      Duration longest) {
    this.leases = leases;
    this.answers = answers;
    this.suppressions = suppressions;
    this.withdrawal = withdrawal;
    this.contents = contents;
    this.clock = clock;
    this.installation = installation;
    this.destinations = destinations;
    this.longest = longest;
  }

  /** For the container's proxy. */
  @SuppressWarnings("NullAway")
  protected SendWebhooks() {
    this(null, null, null, null, null, null, () -> "", null, LONGEST);
  }

  @PostConstruct
  void open() {
    ThreadFactory factory = threadFactory;
    open(
        new WebhookClient(destinations, PATIENCE, null),
        factory == null ? Executors.defaultThreadFactory() : factory);
  }

  void open(WebhookClient opened, ThreadFactory factory) {
    client = opened;
    threads = Executors.newFixedThreadPool(2 * GROUP, factory);
  }

  @PreDestroy
  void close() {
    if (threads != null) {
      threads.shutdownNow();
    }
    if (client != null) {
      client.close();
    }
  }

  @Override
  public void sendTest(long participantId) {
    SendWork.sendTest(Kind.WEBHOOK, leases, slices()::hand, participantId);
  }

  /** An execution: posts all that is queued and allowed now. */
  public SlicedWork begin() {
    return new SendWork(Kind.WEBHOOK, leases, suppressions, withdrawal, clock, slices()::hand);
  }

  private WebhookSlices slices() {
    WebhookClient opened = client;
    ExecutorService pool = threads;
    if (opened == null || pool == null) {
      throw new IllegalStateException("it was not opened");
    }
    return new WebhookSlices(
        leases, answers, contents, clock, installation.get(), opened, pool, longest);
  }
}
