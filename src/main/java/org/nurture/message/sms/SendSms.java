package org.nurture.message.sms;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;
import org.nurture.message.Answers;
import org.nurture.message.Claimed;
import org.nurture.message.GatewayState;
import org.nurture.message.GatewayWatch;
import org.nurture.message.Kind;
import org.nurture.message.Leases;
import org.nurture.message.SendWork;
import org.nurture.message.Suppressions;
import org.nurture.message.TestSender;
import org.nurture.message.Withdrawal;
import org.nurture.message.sms.SmsRoutes.Route;
import org.nurture.platform.SlicedWork;

/** Job {@code send-sms} (D12). */
@ApplicationScoped
public class SendSms implements TestSender {
  private final Leases leases;
  private final Answers answers;
  private final Suppressions suppressions;
  private final Withdrawal withdrawal;
  private final SmsTexts texts;
  private final SubmittedParts parts;
  private final InstantSource clock;
  private final Supplier<Route> route;
  private final GatewayWatch watch = new GatewayWatch(Kind.SMS);

  @Inject
  public SendSms(
      Leases leases,
      Answers answers,
      Suppressions suppressions,
      Withdrawal withdrawal,
      SmsTexts texts,
      SubmittedParts parts,
      InstantSource clock,
      SmsRoutes routes) {
    this(leases, answers, suppressions, withdrawal, texts, parts, clock, routes::current);
  }

  /** Without a container. */
  public SendSms(
      Leases leases,
      Answers answers,
      Suppressions suppressions,
      Withdrawal withdrawal,
      SmsTexts texts,
      SubmittedParts parts,
      InstantSource clock,
      Supplier<Route> route) {
    this.leases = leases;
    this.answers = answers;
    this.suppressions = suppressions;
    this.withdrawal = withdrawal;
    this.texts = texts;
    this.parts = parts;
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

  /** How the gateway is, as this server sees it. */
  public GatewayState gateway() {
    SmsGateway gateway = route.get().gateway();
    if (gateway == null) {
      return watch.none();
    }
    return gateway.connections().map(watch::state).orElseGet(watch::state);
  }

  private SendWork.Outcome hand(String owner, List<Claimed> messages, long claimedAt) {
    return watch.noted(handTo(route.get(), owner, messages, claimedAt));
  }

  private SendWork.Outcome handTo(Route to, String owner, List<Claimed> messages, long claimedAt) {
    SmsGateway gateway = to.gateway();
    if (gateway == null) {
      return new SendWork.Outcome(0, to.refusal());
    }
    String refusal = gateway.refusal().orElse(null);
    if (refusal != null) {
      return new SendWork.Outcome(0, refusal);
    }
    SmsSlice slice =
        new SmsSlice(
            gateway, leases, answers, parts, texts, clock, owner, claimedAt, System::nanoTime);
    slice.send(messages);
    return new SendWork.Outcome(slice.handed(), slice.failure());
  }
}
