package org.nurture.message.sms;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.nurture.message.sms.smpp.SmppGateway;
import org.nurture.message.sms.smpp.SmppSettings;
import org.nurture.message.sms.twilio.TwilioCallbacks;
import org.nurture.message.sms.twilio.TwilioGateway;
import org.nurture.message.sms.twilio.TwilioSettings;
import org.nurture.platform.Config;
import org.nurture.platform.Started;
import org.nurture.tracking.Links;

/**
 * The gateway of the configuration, opened when the server starts: it has reports and answers to
 * bring also while nothing is sent.
 */
@ApplicationScoped
public class SmsRoutes {
  private final Config config;
  private final Instance<SmsGateway> catchers;
  private final Receipts receipts;
  private final TextReplies replies;
  private final Links links;
  private @Nullable SmppGateway smpp;
  private @Nullable Route route;

  @Inject
  public SmsRoutes(
      Config config,
      Instance<SmsGateway> catchers,
      Receipts receipts,
      TextReplies replies,
      Links links) {
    this.config = config;
    this.catchers = catchers;
    this.receipts = receipts;
    this.replies = replies;
    this.links = links;
  }

  /** For the container's proxy. */
  @SuppressWarnings("NullAway")
  protected SmsRoutes() {
    this(null, null, null, null, null);
  }

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

  void started(@Observes Started server) {
    current();
  }

  /** The one of the configuration; in demo and development the catcher, unless told otherwise. */
  public synchronized Route current() {
    Route known = route;
    if (known == null) {
      known = make();
      route = known;
    }
    return known;
  }

  /** Puts what the gateway has brought so far into the event inbox (X0). */
  public void collect() {
    SmsGateway gateway = current().gateway();
    if (gateway != null) {
      gateway.collect();
    }
  }

  private Route make() {
    Optional<URI> url = config.smsUrl();
    if (url.isEmpty()) {
      return config.mode().hasDemo() && catchers.isResolvable()
          ? Route.to(catchers.get())
          : Route.none(
              "There is no SMS gateway: set NURTURE_SMS_URL, e.g."
                  + " smpp://system:password@host:2775?source=Shop; messages stay queued");
    }
    if (SmppSettings.speaks(url.get())) {
      SmppGateway opened = new SmppGateway(SmppSettings.of(url.get()), receipts, replies);
      opened.start();
      smpp = opened;
      return Route.to(opened);
    }
    TwilioSettings twilio = TwilioSettings.of(url.get());
    return Route.to(new TwilioGateway(twilio, new TwilioCallbacks(twilio, links)));
  }

  @PreDestroy
  synchronized void close() {
    if (smpp != null) {
      smpp.close();
    }
  }
}
