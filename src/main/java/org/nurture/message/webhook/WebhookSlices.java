package org.nurture.message.webhook;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.utils.DateUtils;
import org.jspecify.annotations.Nullable;
import org.nurture.message.Answer;
import org.nurture.message.Answers;
import org.nurture.message.Claimed;
import org.nurture.message.Contents;
import org.nurture.message.Leases;
import org.nurture.message.SendWork;
import org.nurture.platform.Text;
import org.nurture.platform.Time;

/**
 * Posts claimed webhooks, a group at a time: each group is committed as being posted, posted side
 * by side, and its answers are recorded together.
 *
 * <p>Whoever does not answer at all holds the others up for as long as a time-out. So a group holds
 * few for any one host, and after some such failures in a row all that is left for that host in the
 * claim has failed with it, without being tried.
 */
final class WebhookSlices {
  private static final int GROUP_OF_ONE_HOST = 4;
  private static final int FAILURES_OF_ONE_HOST = 3;

  /** However long a receiver asks for patience. */
  private static final Duration MOST_PATIENCE = Duration.ofDays(1);

  /** Of an answer's body, in what is recorded. */
  private static final int SHOWN = 500;

  private final Leases leases;
  private final Answers answers;
  private final Contents contents;
  private final InstantSource clock;
  private final String installation;
  private final WebhookClient client;
  private final ExecutorService threads;
  private final Duration longest;
  private final Map<String, Integer> silent = new HashMap<>();
  private final Map<Long, WebhookContent> known = new HashMap<>();

  WebhookSlices(
      Leases leases,
      Answers answers,
      Contents contents,
      InstantSource clock,
      String installation,
      WebhookClient client,
      ExecutorService threads,
      Duration longest) {
    this.leases = leases;
    this.answers = answers;
    this.contents = contents;
    this.clock = clock;
    this.installation = installation;
    this.client = client;
    this.threads = threads;
    this.longest = longest;
  }

  SendWork.Outcome hand(String owner, List<Claimed> claimed, long claimedAt) {
    long posted = 0;
    List<Claimed> left = new ArrayList<>(claimed);
    silent.clear();
    while (!left.isEmpty()
        && (System.nanoTime() - claimedAt) / 1_000_000 <= SendWork.SLICE_MILLIS) {
      List<Claimed> group = group(left);
      left.removeAll(group);
      posted += post(owner, group);
    }
    return new SendWork.Outcome(posted, null);
  }

  /** The next ones, in their order but for those of a host that has enough of them in it. */
  private static List<Claimed> group(List<Claimed> left) {
    Map<String, Integer> ofHost = new HashMap<>();
    List<Claimed> group = new ArrayList<>();
    for (Claimed webhook : left) {
      if (group.size() < SendWebhooks.GROUP
          && ofHost.merge(host(webhook), 1, Integer::sum) <= GROUP_OF_ONE_HOST) {
        group.add(webhook);
      }
    }
    return group;
  }

  private static String host(Claimed webhook) {
    return String.valueOf(webhook.address());
  }

  private long post(String owner, List<Claimed> group) {
    Instant now = Time.now(clock);
    Set<Long> allowed = leases.begin(owner, group, now);
    List<Posting> postings = new ArrayList<>();
    List<Answer> results = new ArrayList<>();
    for (Claimed webhook : group) {
      if (!allowed.contains(webhook.id())) {
        continue;
      }
      if (silent.getOrDefault(host(webhook), 0) >= FAILURES_OF_ONE_HOST) {
        results.add(
            new Answer.Deferred(
                webhook,
                Text.kept(() -> Text.of("{0} did not answer others just before", host(webhook)))));
      } else {
        postings.add(begin(webhook, now));
      }
    }
    long until = System.nanoTime() + longest.toNanos();
    postings.forEach(posting -> results.add(posting.answer(until)));
    answers.record(owner, results, Time.now(clock));
    return count(results);
  }

  private static long count(Collection<Answer> results) {
    return results.stream().filter(Answer.Accepted.class::isInstance).count();
  }

  private Posting begin(Claimed webhook, Instant now) {
    WebhookContent content =
        known.computeIfAbsent(
            webhook.contentId(), id -> WebhookContent.read(contents.document(id)));
    WebhookRequest request =
        WebhookRequest.of(
            content,
            "nurture_" + installation + "_" + webhook.id(),
            Webhooks.object(webhook.data()),
            webhook.test(),
            webhook.queuedAt(),
            now);
    try {
      WebhookClient.Call call = client.new Call(request);
      return new Posting(webhook, call, threads.submit(call::send), now);
    } catch (IOException e) {
      return new Posting(
          webhook, null, java.util.concurrent.CompletableFuture.failedFuture(e), now);
    }
  }

  /** One on the wire. */
  private final class Posting {
    private final Claimed webhook;
    private final WebhookClient.@Nullable Call call;
    private final Future<WebhookClient.Reply> reply;
    private final Instant now;

    Posting(
        Claimed webhook,
        WebhookClient.@Nullable Call call,
        Future<WebhookClient.Reply> reply,
        Instant now) {
      this.webhook = webhook;
      this.call = call;
      this.reply = reply;
      this.now = now;
    }

    /**
     * Waits for it.
     *
     * @param until by {@link System#nanoTime}; then it is cut off
     */
    Answer answer(long until) {
      try {
        return said(reply.get(Math.max(0, until - System.nanoTime()), TimeUnit.NANOSECONDS));
      } catch (TimeoutException | CancellationException e) {
        cut();
        return silence(late());
      } catch (InterruptedException e) {
        cut();
        Thread.currentThread().interrupt();
        return new Answer.Deferred(webhook, Text.kept(() -> Text.of("The server was stopped")));
      } catch (ExecutionException e) {
        return failed(e.getCause());
      }
    }

    private void cut() {
      reply.cancel(true);
      if (call != null) {
        call.cut();
      }
    }

    private String late() {
      return Text.kept(() -> Text.of("No answer within {0} seconds", longest.toSeconds()));
    }

    private Answer failed(@Nullable Throwable cause) {
      if (cause instanceof Destinations.Refused) {
        return new Answer.Impossible(webhook, String.valueOf(cause.getMessage()));
      }
      if (cause instanceof UnknownHostException) {
        return silence(Text.kept(() -> Text.of("There is no host {0}", host(webhook))));
      }
      if (cause instanceof SocketTimeoutException) {
        return silence(late());
      }
      if (cause instanceof SSLException) {
        return silence(
            Text.kept(() -> Text.of("No secure connection: {0}", printable(cause.getMessage()))));
      }
      if (cause instanceof IOException || cause instanceof RuntimeException) {
        return silence(Text.kept(() -> Text.of("No answer: {0}", printable(cause.getMessage()))));
      }
      throw new IllegalStateException("posting ended in an error", cause);
    }

    private Answer silence(String why) {
      silent.merge(host(webhook), 1, Integer::sum);
      return new Answer.Deferred(webhook, why);
    }

    private Answer said(WebhookClient.Reply said) {
      silent.remove(host(webhook));
      int status = said.status();
      String text = "HTTP " + status + (said.start().isBlank() ? "" : " · " + shown(said));
      if (status >= 200 && status < 300) {
        return new Answer.Accepted(webhook, text);
      }
      if (status >= 500 || status == 408 || status == 425 || status == 429) {
        return new Answer.Deferred(webhook, text, again(said.retryAfter()));
      }
      return new Answer.Impossible(
          webhook,
          status >= 300 && status < 400
              ? Text.kept(() -> Text.of("{0} (redirects are not followed)", text))
              : text);
    }

    private String shown(WebhookClient.Reply said) {
      String line = printable(said.start());
      return line.length() > SHOWN ? line.substring(0, SHOWN) + "…" : line;
    }

    /** RFC 9110 §10.2.3: seconds, or a date. */
    private @Nullable Instant again(String retryAfter) {
      Instant asked =
          retryAfter.matches("[0-9]{1,9}")
              ? now.plusSeconds(Long.parseLong(retryAfter))
              : DateUtils.parseStandardDate(retryAfter);
      Instant most = now.plus(MOST_PATIENCE);
      return asked != null && asked.isAfter(most) ? most : asked;
    }
  }

  /** On one line, without what a terminal or a page might obey. */
  private static String printable(@Nullable String text) {
    return String.valueOf(text).replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
  }
}
