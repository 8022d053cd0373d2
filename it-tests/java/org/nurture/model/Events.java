package org.nurture.model;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.nurture.campaign.ActivityType;
import org.nurture.campaign.TriggerType;
import org.nurture.journey.Reason;
import org.nurture.message.MessageState;
import org.nurture.tracking.EventType;

/** C2–C12: what was received, and what it brings about. */
final class Events {
  /** What each type sets going, and what it makes moot. */
  private static final Map<EventType, List<TriggerType>> AWAITED =
      Map.of(
          EventType.OPENED, List.of(TriggerType.MAIL_OPENED),
          EventType.CLICKED, List.of(TriggerType.MAIL_CLICKED, TriggerType.SMS_CLICKED),
          EventType.REPLIED, List.of(TriggerType.MAIL_REPLIED),
          EventType.BOUNCED, List.of(TriggerType.MAIL_BOUNCED, TriggerType.SMS_BOUNCED));

  private static final Map<EventType, List<TriggerType>> OPPOSITE =
      Map.of(
          EventType.OPENED, List.of(TriggerType.MAIL_NOT_OPENED),
          EventType.CLICKED, List.of(TriggerType.MAIL_NOT_CLICKED, TriggerType.SMS_NOT_CLICKED),
          EventType.REPLIED, List.of(TriggerType.MAIL_NOT_REPLIED));

  /** Goes on after a bounce (C6). */
  private static final List<TriggerType> SURVIVE_A_BOUNCE =
      List.of(TriggerType.ACTIVITY, TriggerType.MAIL_BOUNCED, TriggerType.SMS_BOUNCED);

  private record Received(Mail mail, World.Happening what, Instant at, int order) {}

  private final Model model;
  private final List<Received> inbox = new ArrayList<>();
  private int count;
  private boolean suppressing;
  private final Set<Mail> softBounced = new LinkedHashSet<>();

  Events(Model model) {
    this.model = model;
  }

  void receive(Mail mail, World.Happening what) {
    String id = what.id();
    if (id == null || mail.known.add(id)) {
      inbox.add(new Received(mail, what, time(mail, what.at()), count++));
    }
  }

  /** C10: not before processed and not after its receipt. */
  private Instant time(Mail mail, Instant at) {
    Instant processed = requireNonNull(mail.step.processed);
    Instant late = at.isAfter(model.now()) ? model.now() : at;
    return late.isBefore(processed) ? processed : late;
  }

  /** Whether there is one that is not applied yet. */
  boolean await(Passage passage) {
    return inbox.stream().anyMatch(r -> r.mail.step.passage == passage);
  }

  /** What is not applied is not kept either (P3). */
  void forget(Passage passage) {
    inbox.removeIf(r -> r.mail.step.passage == passage);
  }

  void applyAll() {
    apply(List.copyOf(inbox));
    withdraw();
  }

  void apply(Passage passage) {
    applyOnly(passage);
    withdraw();
  }

  /** What that suppresses is withdrawn later, by {@link #withdraw}, as after a commit. */
  void applyOnly(Passage passage) {
    apply(inbox.stream().filter(r -> r.mail.step.passage == passage).toList());
  }

  /** X11. */
  void withdraw() {
    if (suppressing) {
      suppressing = false;
      model.withdrawSuppressed();
    }
  }

  /** C12. */
  private void apply(List<Received> received) {
    inbox.removeAll(received);
    received.stream()
        .sorted(
            Comparator.comparing(Received::at)
                .thenComparing(r -> r.what.type())
                .thenComparing(Received::order))
        .forEach(r -> apply(r.mail, r.what, r.at));
    for (Mail mail : softBounced) {
      if (mail.address != null
          && model.suppressions().bouncedTooOften(requireNonNull(mail.channel), mail.address)) {
        model.suppressions().add(mail.channel, mail.address); // section 7
        suppressing = true;
      }
    }
    softBounced.clear();
  }

  private void apply(Mail mail, World.Happening what, Instant at) {
    provesHandOver(mail);
    boolean implied = what.type() == EventType.CLICKED || what.type() == EventType.REPLIED;
    if (implied && mail.channel == ActivityType.EMAIL) {
      first(mail, EventType.OPENED, at); // C5
    }
    boolean known = mail.first.containsKey(what.type());
    first(mail, what.type(), at);
    become(mail, what.type());
    suppress(mail, what, at, known);
    mail.step.passage.completeIfDone(model.now());
  }

  /** What its sender knows of it; what was never sent stays as it is. */
  private static void become(Mail mail, EventType type) {
    if (type == EventType.DELIVERED && mail.state == MessageState.SENT) {
      mail.state = MessageState.DELIVERED;
    } else if (type == EventType.BOUNCED
        && (mail.state == MessageState.SENT || mail.state == MessageState.DELIVERED)) {
      mail.state = MessageState.BOUNCED;
    }
  }

  /** X6, C10. */
  private static void provesHandOver(Mail mail) {
    if (mail.state == MessageState.IN_DOUBT) {
      mail.state = MessageState.SENT;
      if (mail.carriesTrace()) {
        mail.step.reason = null;
      }
    }
  }

  /** C7: the first one counts. */
  private void first(Mail mail, EventType type, Instant at) {
    if (mail.first.putIfAbsent(type, at) != null || mail.dead() || mail.slot > 0) {
      return; // C7, C10, D7
    }
    for (Passage.Step child : mail.step.passage.childrenOf(mail.step)) {
      befall(child, type, at);
    }
  }

  /** What an event of the parent's message does to a child. */
  void befall(Passage.Step child, EventType type, Instant at) {
    if (type == EventType.BOUNCED) {
      bounced(child);
    }
    if (child.scheduled()) {
      concerns(child, type, at);
    }
  }

  private void concerns(Passage.Step child, EventType type, Instant at) {
    TriggerType trigger = child.activity.trigger();
    if (OPPOSITE.getOrDefault(type, List.of()).contains(trigger)) {
      child.cancel(Reason.OPPOSITE_EVENT, model.now()); // C2
    } else if (AWAITED.getOrDefault(type, List.of()).contains(trigger) && child.due == null) {
      if (child.waitUntil != null && at.isAfter(child.waitUntil)) {
        child.cancel(Reason.EXPIRED, model.now());
      } else {
        child.base = at;
        child.due = child.activity.interval().after(at, model.plan().zone()); // C3
      }
    }
  }

  /** C6. */
  private void bounced(Passage.Step child) {
    if (child.scheduled() && !SURVIVE_A_BOUNCE.contains(child.activity.trigger())) {
      child.cancel(Reason.PARENT_BOUNCED, model.now());
    }
  }

  /** C7, C11; soft bounces and deliveries count once for each message. */
  private void suppress(Mail mail, World.Happening what, Instant at, boolean known) {
    ActivityType channel = requireNonNull(mail.channel);
    String address = mail.address;
    if (address == null) {
      return; // erased
    }
    boolean suppressed =
        switch (what.type()) {
          case UNSUBSCRIBED, COMPLAINED -> true;
          case BOUNCED -> {
            boolean hard = !Boolean.FALSE.equals(what.hard());
            if (!hard && !known) {
              model.suppressions().softBounce(channel, address, at);
              softBounced.add(mail);
            }
            yield hard;
          }
          case DELIVERED -> {
            if (!known) {
              model.suppressions().delivered(channel, address, at);
            }
            yield false;
          }
          case OPENED, CLICKED, REPLIED -> false;
        };
    if (suppressed) {
      model.suppressions().add(channel, address);
      suppressing = true;
    }
  }
}
