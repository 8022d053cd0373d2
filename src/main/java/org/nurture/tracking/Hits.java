package org.nurture.tracking;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.nurture.platform.Time;
import org.nurture.platform.Transactions;
import org.nurture.tracking.EventInbox.Incoming;
import org.nurture.tracking.Tokens.Claim;
import org.nurture.tracking.Tokens.Use;

/**
 * What a recipient's hit means: the token is checked, the event appended (one insert, D11), never
 * applied here. A hit that can't be noted still gets its picture or its page.
 */
@ApplicationScoped
public class Hits {
  private static final Logger LOG = Logger.getLogger(Hits.class.getName());
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final Links links;
  private final Transactions transactions;
  private final EventInbox inbox;
  private final Unsubscriber unsubscriber;
  private final ShortLinks shortLinks;
  private final InstantSource clock;
  private final Event<Hit> happened;

  @Inject
  public Hits(
      Links links,
      Transactions transactions,
      EventInbox inbox,
      Unsubscriber unsubscriber,
      ShortLinks shortLinks,
      InstantSource clock,
      Event<Hit> happened) {
    this.happened = happened;
    this.links = links;
    this.transactions = transactions;
    this.inbox = inbox;
    this.unsubscriber = unsubscriber;
    this.shortLinks = shortLinks;
    this.clock = clock;
  }

  /** For the container's proxy. */
  @SuppressWarnings("NullAway")
  protected Hits() {
    this(null, null, null, null, null, null, null);
  }

  /** False: not a token of ours. */
  boolean opened(String token, boolean bot) {
    Optional<Claim> claim = links.tokens().read(Use.OPEN, token, "");
    claim.ifPresent(c -> note(c.messageId(), EventType.OPENED, bot, null));
    return claim.isPresent();
  }

  /** Where to go; empty: not a token of ours for this URL. */
  Optional<String> clicked(String token, String url, boolean bot) {
    return links
        .tokens()
        .read(Use.CLICK, token, url)
        .map(
            claim -> {
              note(claim.messageId(), EventType.CLICKED, bot, url);
              return url;
            });
  }

  /** Where to go; empty: not a token of ours, or the message is gone. */
  Optional<String> followed(String token, boolean bot) {
    return links
        .tokens()
        .read(Use.LINK, token, "")
        .flatMap(
            claim -> {
              Optional<String> url = shortLinks.resolve(claim.messageId(), claim.index());
              url.ifPresent(u -> note(claim.messageId(), EventType.CLICKED, bot, u));
              return url;
            });
  }

  /** The address that would be unsubscribed; empty: not a token of ours, or nobody's. */
  Optional<String> unsubscribing(String token) {
    return links
        .tokens()
        .read(Use.UNSUBSCRIBE, token, "")
        .flatMap(claim -> unsubscriber.addressOf(claim.messageId()));
  }

  /** Unsubscribes. Empty: not a token of ours, or nobody's. */
  Optional<String> unsubscribed(String token) {
    Optional<Claim> claim = links.tokens().read(Use.UNSUBSCRIBE, token, "");
    Optional<String> address = claim.flatMap(c -> unsubscriber.addressOf(c.messageId()));
    if (claim.isPresent() && address.isPresent()) {
      unsubscriber.unsubscribe(claim.get().messageId(), Time.now(clock));
      append(claim.get().messageId(), EventType.UNSUBSCRIBED, false, null);
    }
    return address;
  }

  private void note(long messageId, EventType type, boolean bot, @Nullable String url) {
    try {
      append(messageId, type, bot, url);
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "NRT-0601 A hit of message " + messageId + " could not be noted", e);
    }
  }

  private void append(long messageId, EventType type, boolean bot, @Nullable String url) {
    Instant now = Time.now(clock);
    transactions.inNew(
        TIMEOUT,
        () -> inbox.append(List.of(new Incoming(messageId, type, now, now, null, bot, url, null))));
    happened.fire(new Hit(type));
  }
}
