package org.nurture.message.mail;

import jakarta.mail.MessagingException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.nurture.message.Answer;
import org.nurture.message.Answers;
import org.nurture.message.Claimed;
import org.nurture.message.Contents;
import org.nurture.message.Leases;
import org.nurture.message.mail.MailWriter.Written;
import org.nurture.message.mail.SmtpConnection.Reply;
import org.nurture.message.mail.SmtpConnection.Step;
import org.nurture.platform.FailPoint;
import org.nurture.platform.Time;
import org.nurture.template.LiquidException;

/**
 * Hands one claim's messages over, a group at a time: each on a connection of its own up to the end
 * of its data, then one commit says SENDING for all, then their ends, then one commit records the
 * answers (D12). For one thread.
 */
final class SmtpSlice implements AutoCloseable {
  /** Connections, and so messages that are on the wire at once. */
  static final int CONNECTIONS = 8;

  /** Enhanced status codes (RFC 3463) of refusals that say nothing lasting about the address. */
  private static final Pattern SOFT =
      Pattern.compile("\\b5\\.(2\\.[0-9]+|3\\.[0-9]+|4\\.[0-9]+|7\\.[0-9]+)\\b");

  private static final Pattern ENHANCED = Pattern.compile("\\b5\\.[0-9]{1,3}\\.[0-9]{1,3}\\b");

  private final SmtpSettings settings;
  private final Leases leases;
  private final Answers answers;
  private final Contents contents;
  private final MailWriter.Batch writer;
  private final InstantSource clock;
  private final String owner;
  private final long claimedAt;
  private final List<SmtpConnection> idle = new ArrayList<>();
  private @Nullable String failure;
  private long handed;

  /**
   * @param claimedAt by {@link System#nanoTime}
   */
  SmtpSlice(
      SmtpSettings settings,
      Leases leases,
      Answers answers,
      Contents contents,
      MailWriter.Batch writer,
      InstantSource clock,
      String owner,
      long claimedAt) {
    this.settings = settings;
    this.leases = leases;
    this.answers = answers;
    this.contents = contents;
    this.writer = writer;
    this.clock = clock;
    this.owner = owner;
    this.claimedAt = claimedAt;
  }

  /** A message up to the end of its data, and the connection that it is on. */
  private record Offered(Claimed message, SmtpConnection connection) {}

  /** How many messages the gateway took. */
  long handed() {
    return handed;
  }

  /** Why the gateway can't be used; null: it can. */
  @Nullable String failure() {
    return failure;
  }

  /**
   * Hands over as many as time allows.
   *
   * @param millis after which no new group is begun
   * @return those that were not begun, for giving back
   */
  List<Claimed> send(List<Claimed> messages, long millis) {
    List<Claimed> left = new ArrayList<>(messages);
    while (!left.isEmpty() && failure == null && elapsedMillis() < millis) {
      int size = Math.min(CONNECTIONS, left.size());
      group(left.subList(0, size), millis);
    }
    return left;
  }

  /** Takes what it deals with from the list. */
  private void group(List<Claimed> candidates, long millis) {
    List<Answer> results = new ArrayList<>();
    List<Offered> offered = new ArrayList<>();
    try {
      while (!candidates.isEmpty() && failure == null && elapsedMillis() < millis) {
        if (!offer(candidates.get(0), offered, results)) {
          break;
        }
        candidates.remove(0);
      }
      finish(offered, results);
    } finally {
      offered.forEach(o -> o.connection().abort());
      answers.record(owner, results, Time.now(clock));
    }
  }

  /** False: the message was not touched, because the gateway is not to be had. */
  private boolean offer(Claimed message, List<Offered> offered, List<Answer> results) {
    Written mail;
    try {
      mail = writer.write(message, contents.load(message.contentId()), Time.now(clock));
    } catch (LiquidException e) {
      results.add(new Answer.Impossible(message, String.valueOf(e.getMessage())));
      return true;
    }
    SmtpConnection connection = connection();
    if (connection == null) {
      return false;
    }
    Reply reply = connection.offer(mail.from(), message.address(), mail.data());
    if (reply.positive()) {
      offered.add(new Offered(message, connection));
      answers.reached(FailPoint.DATA_OFFERED);
      return true;
    }
    keep(connection);
    if (reply.step() == Step.MAIL && reply.permanent()) {
      failure = "The mail server refuses the sender: " + reply.text();
      return false;
    }
    if (reply.none()) {
      // It broke off or hangs: this one waits, and the rest is for another time.
      failure = "The mail server broke off: " + reply.text();
    }
    results.add(
        reply.permanent()
            ? new Answer.Bounced(message, isHard(reply), reply.text())
            : new Answer.Deferred(message, reply.text()));
    return true;
  }

  private void finish(List<Offered> offered, List<Answer> results) {
    Set<Long> allowed =
        leases.begin(owner, offered.stream().map(Offered::message).toList(), Time.now(clock));
    while (!offered.isEmpty()) {
      Offered next = offered.remove(0);
      if (!allowed.contains(next.message().id())) {
        next.connection().abort();
      } else if (elapsedMillis() > Leases.SENDING_FOR.toMillis()) {
        next.connection().abort();
        results.add(new Answer.Deferred(next.message(), "The mail server is too slow"));
      } else {
        results.add(ended(next));
      }
    }
  }

  private Answer ended(Offered next) {
    answers.reached(FailPoint.BEFORE_END_OF_DATA);
    Reply reply = next.connection().finish(() -> answers.reached(FailPoint.AFTER_END_OF_DATA));
    keep(next.connection());
    if (reply.positive()) {
      handed++;
      return new Answer.Accepted(next.message(), reply.text());
    }
    if (reply.none()) {
      failure = "The mail server gave no answer to a message: " + reply.text();
      return new Answer.Unknown(next.message(), reply.text());
    }
    return reply.permanent()
        ? new Answer.Bounced(next.message(), isHard(reply), reply.text())
        : new Answer.Deferred(next.message(), reply.text());
  }

  private @Nullable SmtpConnection connection() {
    while (!idle.isEmpty()) {
      SmtpConnection connection = idle.remove(idle.size() - 1);
      if (connection.usable()) {
        return connection;
      }
    }
    try {
      return SmtpConnection.open(settings);
    } catch (MessagingException e) {
      failure = "The mail server can't be used: " + words(e);
      return null;
    }
  }

  /** With the reason: that of a certificate that is not trusted is the cause's alone. */
  private static String words(MessagingException e) {
    String message = String.valueOf(e.getMessage());
    Throwable cause = e.getCause();
    return cause == null || cause.getMessage() == null || message.contains(cause.getMessage())
        ? message
        : message + ": " + cause.getMessage();
  }

  private void keep(SmtpConnection connection) {
    if (connection.usable()) {
      idle.add(connection);
    }
  }

  /** Hard: the address itself is wrong (5.1.x, 5.0.0, or no enhanced code but for 552). */
  static boolean isHard(Reply reply) {
    String text = reply.text().toLowerCase(Locale.ROOT);
    Matcher enhanced = ENHANCED.matcher(text);
    if (enhanced.find()) {
      return !SOFT.matcher(enhanced.group()).matches();
    }
    return reply.code() != 552;
  }

  private long elapsedMillis() {
    return (System.nanoTime() - claimedAt) / 1_000_000;
  }

  @Override
  public void close() {
    idle.forEach(SmtpConnection::quietlyClose);
    idle.clear();
  }
}
