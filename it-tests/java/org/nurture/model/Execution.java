package org.nurture.model;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.nurture.campaign.ActivityType;
import org.nurture.campaign.TriggerType;
import org.nurture.journey.ParticipantState;
import org.nurture.journey.Reason;
import org.nurture.journey.TraceState;

/** X1–X5 and C1–C4, for one participant. */
final class Execution {
  /** A contact of that name can't be rendered by any template. */
  static final String UNRENDERABLE = "unrenderable";

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
    String address = address(contact.text(channel == ActivityType.EMAIL ? "email" : "phone"));
    Reason refusal = null;
    if (address == null) {
      refusal = Reason.NO_ADDRESS;
    } else if (!valid(channel, address)) {
      refusal = Reason.INVALID_ADDRESS;
    } else if (contact.is("opt_out") || model.suppressions().has(channel, address)) {
      refusal = Reason.SUPPRESSED;
    } else if (model.plan().once() && known(step.activity, address)) {
      refusal = Reason.DUPLICATE_ADDRESS;
    }
    if (refusal != null) {
      step.cancel(refusal, now); // X4
    } else if (UNRENDERABLE.equals(contact.get("name"))) {
      step.end(TraceState.ERROR, Reason.TEMPLATE, now); // X9
    } else {
      step.mail = new Mail(step, java.util.Objects.requireNonNull(address));
      model.outbox().add(step.mail);
      processed(step, now);
    }
  }

  /** The first one, split at comma or semicolon, normalised. */
  private static @Nullable String address(@Nullable String field) {
    if (field == null) {
      return null;
    }
    String first = field.split("[,;]", -1)[0].strip();
    return first.isEmpty() ? null : first.toLowerCase(Locale.ROOT).replace(" ", "");
  }

  /** Enough for the addresses that tests use. */
  private static boolean valid(ActivityType channel, String address) {
    return channel == ActivityType.EMAIL
        ? address.matches("[^@]+@[^@]+\\.[^@]+")
        : address.matches("\\+[0-9]{8,15}");
  }

  private boolean known(Activity activity, String address) {
    return model.outbox().stream()
        .anyMatch(m -> m.step.activity == activity && m.address.equals(address));
  }

  private void act(Passage.Step step, Contact contact, Instant now) {
    Activity activity = step.activity;
    if (model.locked(contact.key())) {
      step.failures++;
      if (step.failures > RETRIES) {
        step.end(TraceState.ERROR, Reason.ACTION, now);
      } else {
        step.retryAt = now.plus(Duration.ofMinutes((long) Math.pow(5, step.failures - 1)));
      }
    } else if (contact.is("poison") && activity.setField().equals("stage")) {
      step.end(TraceState.ERROR, Reason.ACTION, now);
    } else {
      contact.with(activity.setField(), activity.setValue());
      processed(step, now);
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
