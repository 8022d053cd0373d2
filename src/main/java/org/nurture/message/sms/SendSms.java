package org.nurture.message.sms;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.nurture.message.Answer;
import org.nurture.message.Answers;
import org.nurture.message.Claimed;
import org.nurture.message.Contents;
import org.nurture.message.Kind;
import org.nurture.message.Leases;
import org.nurture.message.SendWork;
import org.nurture.message.Suppressions;
import org.nurture.message.TestSender;
import org.nurture.message.Withdrawal;
import org.nurture.platform.Config;
import org.nurture.platform.SlicedWork;
import org.nurture.platform.Time;
import org.nurture.template.LiquidException;

/** Job {@code send-sms} (D12). */
@ApplicationScoped
public class SendSms implements TestSender {
  /** Committed as being handed over at a time. */
  private static final int GROUP = 20;

  private final Leases leases;
  private final Answers answers;
  private final Suppressions suppressions;
  private final Withdrawal withdrawal;
  private final Contents contents;
  private final SmsTexts texts;
  private final InstantSource clock;
  private final Supplier<Route> route;

  /**
   * Where messages go.
   *
   * @param gateway null: nowhere, for that reason
   * @param refusal null: there is a gateway
   */
  public record Route(@Nullable SmsGateway gateway, @Nullable String refusal) {
    public static Route to(SmsGateway gateway) {
      return new Route(gateway, null);
    }

    public static Route none(String refusal) {
      return new Route(null, refusal);
    }
  }

  @Inject
  public SendSms(
      Leases leases,
      Answers answers,
      Suppressions suppressions,
      Withdrawal withdrawal,
      Contents contents,
      SmsTexts texts,
      InstantSource clock,
      Config config,
      Instance<SmsGateway> gateways) {
    this(
        leases,
        answers,
        suppressions,
        withdrawal,
        contents,
        texts,
        clock,
        () -> route(config, gateways));
  }

  /** Without a container. */
  public SendSms(
      Leases leases,
      Answers answers,
      Suppressions suppressions,
      Withdrawal withdrawal,
      Contents contents,
      SmsTexts texts,
      InstantSource clock,
      Supplier<Route> route) {
    this.leases = leases;
    this.answers = answers;
    this.suppressions = suppressions;
    this.withdrawal = withdrawal;
    this.contents = contents;
    this.texts = texts;
    this.clock = clock;
    this.route = route;
  }

  /** For the container's proxy. */
  @SuppressWarnings("NullAway")
  protected SendSms() {
    this(null, null, null, null, null, null, null, () -> Route.none(""));
  }

  @Override
  public void sendTest(long participantId) {
    SendWork.sendTest(Kind.SMS, leases, this::hand, participantId);
  }

  /** An execution: sends all that is queued and allowed now. */
  public SlicedWork begin() {
    return new SendWork(Kind.SMS, leases, suppressions, withdrawal, clock, this::hand);
  }

  private static Route route(Config config, Instance<SmsGateway> gateways) {
    if (config.smsUrl().isPresent()) {
      return Route.none(
          "NURTURE_SMS_URL is set, but SMS gateways are not supported yet; without it, demo and"
              + " development use the built-in catcher");
    }
    if (config.mode().hasDemo() && gateways.isResolvable()) {
      return Route.to(gateways.get());
    }
    return Route.none("There is no SMS gateway; messages stay queued");
  }

  private SendWork.Outcome hand(String owner, List<Claimed> messages, long claimedAt) {
    Route to = route.get();
    SmsGateway gateway = to.gateway();
    if (gateway == null) {
      return new SendWork.Outcome(0, to.refusal());
    }
    long handed = 0;
    for (int from = 0; from < messages.size(); from += GROUP) {
      if ((System.nanoTime() - claimedAt) / 1_000_000 > SendWork.SLICE_MILLIS) {
        break;
      }
      handed +=
          group(owner, messages.subList(from, Math.min(messages.size(), from + GROUP)), gateway);
    }
    return new SendWork.Outcome(handed, null);
  }

  private long group(String owner, List<Claimed> messages, SmsGateway gateway) {
    Set<Long> allowed = leases.begin(owner, messages, Time.now(clock));
    List<Answer> results = new ArrayList<>();
    for (Claimed message : messages) {
      if (allowed.contains(message.id())) {
        results.add(send(message, gateway));
      }
    }
    answers.record(owner, results, Time.now(clock));
    return results.stream().filter(Answer.Accepted.class::isInstance).count();
  }

  private Answer send(Claimed message, SmsGateway gateway) {
    String text;
    try {
      text =
          texts.text(
              message.id(), contents.load(message.contentId()), message.data(), message.queuedAt());
    } catch (LiquidException e) {
      return new Answer.Impossible(message, String.valueOf(e.getMessage()));
    }
    try {
      gateway.send(message.id(), message.address(), text);
      return new Answer.Accepted(message, "accepted");
    } catch (RuntimeException e) {
      return new Answer.Deferred(message, "The SMS gateway: " + e.getMessage());
    }
  }
}
