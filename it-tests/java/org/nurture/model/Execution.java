package org.nurture.model;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.nurture.campaign.ActivityType;
import org.nurture.campaign.TriggerType;
import org.nurture.journey.ParticipantState;
import org.nurture.journey.Reason;
import org.nurture.journey.TraceState;

/** X1–X5 and C1–C4, for one participant. */
final class Execution {
  private static final int RETRIES = 5;
  private final Model model;

  Execution(Model model) {
    this.model = model;
  }

  /** All that is due, one at a time (X8), until nothing is. */
  void run(Passage passage) {
    if (passage.state != ParticipantState.RUNNING) {
      return;
    }
    Instant now = model.now();
    Optional<Passage.Step> next = passage.next(now);
    while (passage.state == ParticipantState.RUNNING && next.isPresent()) {
      execute(next.get(), now);
      passage.completeIfDone(now);
      next = passage.next(now);
    }
  }

  private void execute(Passage.Step step, Instant now) {
    Activity activity = step.activity;
    Instant due = step.due;
    if (due == null) {
      step.cancel(Reason.EXPIRED, now); // C3
      return;
    }
    Span expiry = activity.expiry();
    if (expiry != null && now.isAfter(expiry.after(due, model.plan().zone()))) {
      step.cancel(Reason.EXPIRED, now); // X1
      return;
    }
    Contact contact = model.contact(step.passage.record);
    if (contact == null) {
      step.passage.end(ParticipantState.UNLINKED, Reason.RECORD_DELETED, now); // X2
      return;
    }
    if (!matches(contact, activity)) {
      step.end(TraceState.REJECTED, Reason.FILTER, now); // X3
      return;
    }
    if (activity.message()) {
      message(step, contact, now);
    } else {
      act(step, contact, now);
    }
  }

  private boolean matches(Contact contact, Activity activity) {
    boolean matches = model.matches(contact, model.plan().filter());
    for (Activity a = activity; a != null; a = a.parent()) {
      matches &= model.matches(contact, a.filter());
    }
    return matches;
  }

  private void message(Passage.Step step, Contact contact, Instant now) {
    ActivityType channel = step.activity.type();
    String address = Recipient.address(channel, contact);
    Reason refusal = Recipient.refusal(model, channel, contact);
    if (refusal == null && model.plan().once() && known(step.activity, address)) {
      refusal = Reason.DUPLICATE_ADDRESS;
    }
    if (refusal != null) {
      step.cancel(refusal, now); // X4
    } else if (Recipient.unrenderable(contact)) {
      step.end(TraceState.ERROR, Reason.TEMPLATE, now); // X9
    } else {
      step.mail = new Mail(step, 0, channel, requireNonNull(address), null);
      model.outbox().add(step.mail);
      processed(step, now);
    }
  }

  private boolean known(Activity activity, @Nullable String address) {
    return model.outbox().stream()
        .filter(m -> m.slot == 0 && m.step.activity.ref().equals(activity.ref()))
        .anyMatch(m -> Objects.equals(m.address, address));
  }

  private void act(Passage.Step step, Contact contact, Instant now) {
    if (model.locked(contact.key())) {
      step.failures++;
      if (step.failures > RETRIES) {
        step.end(TraceState.ERROR, Reason.ACTION, now);
      } else {
        step.retryAt = now.plus(Duration.ofMinutes((long) Math.pow(5, step.failures - 1)));
      }
    } else if (new Deed(model, step, contact).done()) {
      processed(step, now);
    } else {
      step.end(TraceState.ERROR, Reason.ACTION, now);
    }
  }

  private void processed(Passage.Step step, Instant now) {
    step.state = TraceState.PROCESSED;
    step.processed = now;
    for (Activity activity : step.activity.children()) {
      if (step.passage.of(activity).isPresent() || model.updates().spared(step.passage, activity)) {
        continue; // U6, U2
      }
      Passage.Step child =
          new Passage.Step(step.passage, activity, model.position(activity), step, now);
      if (activity.trigger().kind() == TriggerType.Kind.WHEN) {
        child.waitUntil = model.waitUntil(activity, now); // C3
      } else {
        child.due = activity.interval().after(now, model.plan().zone()); // C1, C2
      }
      step.passage.steps.add(child);
    }
  }
}
