package org.nurture.message.sms.twilio;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.nurture.message.Resolution;
import org.nurture.message.sms.StopWords.Meaning;
import org.nurture.message.sms.TextReplies;
import org.nurture.platform.NurtureException;
import org.nurture.platform.Time;
import org.nurture.platform.Transactions;
import org.nurture.tracking.EventInbox;
import org.nurture.tracking.EventInbox.Incoming;
import org.nurture.tracking.EventType;

/** What Twilio reports of messages, as events; texts that it brings. Its signature was checked. */
@ApplicationScoped
public class TwilioReports {
  private static final Logger LOG = Logger.getLogger(TwilioReports.class.getName());
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final Transactions transactions;
  private final EventInbox inbox;
  private final Resolution resolution;
  private final TextReplies replies;
  private final InstantSource clock;

  @Inject
  public TwilioReports(
      Transactions transactions,
      EventInbox inbox,
      Resolution resolution,
      TextReplies replies,
      InstantSource clock) {
    this.transactions = transactions;
    this.inbox = inbox;
    this.resolution = resolution;
    this.replies = replies;
    this.clock = clock;
  }

  /** For the container's proxy. */
  @SuppressWarnings("NullAway")
  protected TwilioReports() {
    this(null, null, null, null, null);
  }

  /**
   * A message's status: delivered and undelivered are events, whatever was reported before; all
   * else, "sent" and "queued", proves that Twilio has a message that was in doubt (X6).
   *
   * @param sid Twilio's id of the message
   * @param error ErrorCode; null: none
   */
  public void status(long message, String sid, String status, @Nullable String error) {
    int code = error != null && error.matches("[0-9]{1,6}") ? Integer.parseInt(error) : 0;
    switch (status.toLowerCase(Locale.ROOT)) {
      case "delivered", "read" -> append(message, EventType.DELIVERED, sid, status, null);
      case "undelivered", "failed" -> {
        append(message, EventType.BOUNCED, sid, status, TwilioErrors.hard(code));
        if (code == TwilioErrors.OPTED_OUT) {
          append(message, EventType.UNSUBSCRIBED, sid, "opted-out", null);
        }
      }
      default -> proved(message);
    }
  }

  private void append(
      long message, EventType type, String sid, String status, @Nullable Boolean hard) {
    Instant now = Time.now(clock);
    transactions.inNew(
        TIMEOUT,
        () ->
            inbox.append(
                List.of(
                    new Incoming(
                        message,
                        type,
                        now,
                        now,
                        hard,
                        false,
                        null,
                        "twilio:" + sid + ":" + status))));
  }

  private void proved(long message) {
    try {
      resolution.resolve(message, Resolution.As.SENT);
    } catch (NurtureException e) {
      // it was never in doubt, or is not any more
      LOG.log(Level.FINE, "message " + message, e);
    }
  }

  /**
   * A text that came in.
   *
   * @param optOut OptOutType, where Twilio has understood it itself; null: it has not
   */
  public void inbound(String from, String body, String sid, @Nullable String optOut) {
    Meaning meaning =
        optOut == null
            ? null
            : switch (optOut.toUpperCase(Locale.ROOT)) {
              case "STOP" -> Meaning.STOP;
              case "START" -> Meaning.START;
              default -> Meaning.OTHER;
            };
    replies.take(new TextReplies.Text(from, body, meaning, sid.isEmpty() ? null : "twilio:" + sid));
  }
}
