package org.nurture.message.sms.smpp;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.nurture.message.sms.SmsGateway.Accepted;
import org.nurture.message.sms.SmsGateway.Impossible;
import org.nurture.message.sms.SmsGateway.Later;
import org.nurture.message.sms.SmsGateway.Refused;
import org.nurture.message.sms.SmsGateway.Result;
import org.nurture.message.sms.SmsGateway.Unanswered;
import org.nurture.message.sms.SmsGateway.Unusable;

/**
 * One message on its way: its parts one after the other on one bind, so that it takes one place in
 * the window; what the gateway throttles is written again after a pause, as long as the message's
 * time lasts. What is refused after a part was taken can't be called unsent: it is in doubt.
 */
final class Submission {
  private final WindowSession session;
  private final List<WindowSession.Submit> parts;
  private final Pace pace;
  private final long begun = System.nanoTime();
  private final long patienceNanos;
  private final List<String> ids = new ArrayList<>();
  private final CompletableFuture<Result> result = new CompletableFuture<>();
  private boolean onTheWire;
  private boolean over;

  Submission(
      WindowSession session, List<WindowSession.Submit> parts, Pace pace, long patienceMillis) {
    this.session = session;
    this.parts = parts;
    this.pace = pace;
    this.patienceNanos = TimeUnit.MILLISECONDS.toNanos(patienceMillis);
  }

  /** Completed within the message's time, whatever the gateway does. */
  CompletableFuture<Result> run() {
    next();
    return result
        .orTimeout(patienceNanos, TimeUnit.NANOSECONDS)
        .handle((ended, timeout) -> timeout == null ? ended : tooLate());
  }

  /** Writes the next part, when its turn comes. */
  private void next() {
    long wait = pace.turn();
    if (wait <= 0) {
      write();
    } else if (System.nanoTime() - begun + wait > patienceNanos) {
      end(
          unless(
              new Unusable("The SMS gateway throttles: it takes no more messages for the moment")));
    } else {
      CompletableFuture.delayedExecutor(wait, TimeUnit.NANOSECONDS).execute(this::write);
    }
  }

  private void write() {
    synchronized (this) {
      if (over) {
        return;
      }
      onTheWire = true;
    }
    session.submit(parts.get(ids.size())).thenAccept(this::answered);
  }

  private void answered(WindowSession.Reply reply) {
    boolean whole;
    // in one go: time may be up at any moment, and must not find an answered part unanswered
    synchronized (this) {
      if (over) {
        return;
      }
      onTheWire = reply instanceof WindowSession.Lost;
      if (reply instanceof WindowSession.Answered a && a.status() == 0) {
        ids.add(a.id());
      }
      whole = ids.size() == parts.size();
    }
    if (reply instanceof WindowSession.Lost) {
      end(new Unanswered(ids, parts.size(), "The connection was lost before the answer"));
    } else if (reply instanceof WindowSession.NotWritten n) {
      end(unless(new Unusable(n.why())));
    } else if (reply instanceof WindowSession.Answered a && a.status() == 0) {
      pace.went();
      if (whole) {
        end(new Accepted(ids));
      } else {
        next();
      }
    } else if (reply instanceof WindowSession.Answered a) {
      refused(a.status());
    }
  }

  private void refused(int status) {
    String why = "The SMS gateway: " + SubmitStatus.words(status);
    switch (SubmitStatus.kind(status)) {
      case THROTTLED -> {
        pace.throttled();
        next();
      }
      case HARD_BOUNCE -> end(new Refused(true, false, why));
      case SOFT_BOUNCE -> end(new Refused(false, false, why));
      case IMPOSSIBLE -> end(unless(new Impossible(why)));
      case ACCOUNT -> end(unless(new Unusable(why)));
      case LATER -> end(unless(new Later(why)));
    }
  }

  /** That, unless a part was taken before: then it must not be sent again. */
  private Result unless(Result nothingTaken) {
    return ids.isEmpty()
        ? nothingTaken
        : new Unanswered(
            ids, parts.size(), "The gateway took " + ids.size() + " of " + parts.size() + " parts");
  }

  private Result tooLate() {
    List<String> taken;
    boolean waiting;
    synchronized (this) {
      over = true;
      taken = List.copyOf(ids);
      waiting = onTheWire;
    }
    if (taken.size() == parts.size()) {
      return new Accepted(taken);
    }
    if (!waiting) {
      return unless(new Unusable("The SMS gateway throttles: it takes no more messages now"));
    }
    // it hangs: what else is on this wire need not wait for its own time; not in the timer's thread
    CompletableFuture.runAsync(session::close);
    return new Unanswered(taken, parts.size(), "The SMS gateway gave no answer");
  }

  private void end(Result outcome) {
    synchronized (this) {
      over = true;
    }
    result.complete(outcome);
  }
}
