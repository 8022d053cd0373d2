package org.nurture.message.sms;

import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.nurture.message.Answer;
import org.nurture.message.Answers;
import org.nurture.message.Claimed;
import org.nurture.message.Contents;
import org.nurture.message.Leases;
import org.nurture.message.SendWork;
import org.nurture.message.sms.SmsGateway.Result;
import org.nurture.message.sms.SmsGateway.Sms;
import org.nurture.platform.Time;
import org.nurture.template.LiquidException;

/**
 * Hands one claim's messages over, a group at a time: one commit says SENDING for all, then they go
 * on the wire, then one commit records the answers (D12). While one group's answers are awaited the
 * next one is begun, so that the wire is busy during commits. For one thread.
 */
final class SmsSlice {
  /** A commit for so many at least: what a crash leaves in doubt is bounded by twice this. */
  private static final int SMALLEST_GROUP = 20;

  private static final int LARGEST_GROUP = 100;

  /** A group fills the window so often: the wire is not idle between two commits. */
  private static final int WINDOWS = 2;

  /** Groups that are on the wire at once. */
  private static final int ABREAST = 2;

  private final SmsGateway gateway;
  private final Leases leases;
  private final Answers answers;
  private final SubmittedParts parts;
  private final Contents contents;
  private final SmsTexts texts;
  private final InstantSource clock;
  private final String owner;
  private final long claimedAt;
  private final Deque<Group> open = new ArrayDeque<>();
  private @Nullable String failure;
  private long handed;

  /**
   * @param claimedAt by {@link System#nanoTime}
   */
  SmsSlice(
      SmsGateway gateway,
      Leases leases,
      Answers answers,
      SubmittedParts parts,
      Contents contents,
      SmsTexts texts,
      InstantSource clock,
      String owner,
      long claimedAt) {
    this.gateway = gateway;
    this.leases = leases;
    this.answers = answers;
    this.parts = parts;
    this.contents = contents;
    this.texts = texts;
    this.clock = clock;
    this.owner = owner;
    this.claimedAt = claimedAt;
  }

  /** Messages that were begun in one commit. */
  private static final class Group {
    final Map<Claimed, CompletableFuture<Result>> sent = new LinkedHashMap<>();
    final List<Answer> known = new ArrayList<>();
  }

  /** How many messages the gateway took. */
  long handed() {
    return handed;
  }

  /** Why the gateway can't be used; null: it can. */
  @Nullable String failure() {
    return failure;
  }

  /** Hands over as many as time allows; the rest stays claimed. */
  void send(List<Claimed> messages) {
    int size = Math.min(LARGEST_GROUP, Math.max(SMALLEST_GROUP, WINDOWS * gateway.window()));
    try {
      for (int from = 0; from < messages.size() && failure == null; from += size) {
        if (elapsedMillis(claimedAt) > SendWork.SLICE_MILLIS) {
          break;
        }
        begin(messages.subList(from, Math.min(messages.size(), from + size)));
        if (open.size() == ABREAST) {
          record(open.remove());
        }
      }
    } finally {
      while (!open.isEmpty()) {
        record(open.remove());
      }
    }
  }

  private void begin(List<Claimed> messages) {
    Group group = new Group();
    List<Claimed> sound = new ArrayList<>();
    Map<Long, Sms> written = new LinkedHashMap<>();
    for (Claimed message : messages) {
      try {
        written.put(message.id(), write(message));
        sound.add(message);
      } catch (LiquidException e) {
        group.known.add(new Answer.Impossible(message, String.valueOf(e.getMessage())));
      }
    }
    open.add(group);
    long begun = System.nanoTime();
    Set<Long> allowed = leases.begin(owner, sound, Time.now(clock));
    for (Claimed message : sound) {
      Sms sms = written.get(message.id());
      if (sms == null || !allowed.contains(message.id())) {
        continue;
      }
      if (elapsedMillis(begun) > Leases.SENDING_FOR.toMillis()) {
        group.known.add(new Answer.Returned(message, "The SMS gateway is too slow"));
      } else {
        group.sent.put(message, gateway.send(sms));
      }
    }
  }

  private Sms write(Claimed message) {
    String text =
        texts.text(
            message.id(), contents.load(message.contentId()), message.data(), message.queuedAt());
    return new Sms(message.id(), message.address(), text);
  }

  private void record(Group group) {
    List<Answer> results = new ArrayList<>(group.known);
    Map<Long, SubmittedParts.Given> ids = new LinkedHashMap<>();
    List<Claimed> optedOut = new ArrayList<>();
    group.sent.forEach(
        (message, sent) -> {
          Result result = sent.join();
          results.add(answer(message, result));
          if (result instanceof SmsGateway.Accepted a && !a.ids().isEmpty()) {
            ids.put(message.id(), new SubmittedParts.Given(a.ids(), a.ids().size()));
          } else if (result instanceof SmsGateway.Unanswered u && !u.ids().isEmpty()) {
            ids.put(message.id(), new SubmittedParts.Given(u.ids(), u.parts()));
          } else if (result instanceof SmsGateway.Refused r && r.optedOut()) {
            optedOut.add(message);
          }
        });
    answers.record(
        owner, results, Time.now(clock), () -> parts.add(ids, optedOut, Time.now(clock)));
  }

  private Answer answer(Claimed message, Result result) {
    if (result instanceof SmsGateway.Accepted) {
      handed++;
      return new Answer.Accepted(message, "accepted");
    }
    if (result instanceof SmsGateway.Refused r) {
      return new Answer.Bounced(message, r.hard(), r.why());
    }
    if (result instanceof SmsGateway.Later r) {
      return new Answer.Deferred(message, r.why());
    }
    if (result instanceof SmsGateway.Impossible r) {
      return new Answer.Impossible(message, r.why());
    }
    if (result instanceof SmsGateway.Unusable r) {
      failure = r.why();
      return new Answer.Returned(message, r.why());
    }
    SmsGateway.Unanswered r = (SmsGateway.Unanswered) result;
    return new Answer.Unknown(message, r.why());
  }

  private static long elapsedMillis(long since) {
    return (System.nanoTime() - since) / 1_000_000;
  }
}
