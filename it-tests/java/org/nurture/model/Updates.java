package org.nurture.model;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.nurture.journey.ParticipantState;
import org.nurture.journey.Reason;
import org.nurture.journey.TraceState;
import org.nurture.tracking.EventType;

/** U2–U6 and U9, for one participant after the other. */
final class Updates {
  /** What one update changed, by ref. */
  private static final class Update {
    final Set<String> added = new HashSet<>();
    final Set<String> removed = new HashSet<>();
    final Set<String> moved = new HashSet<>();
    final Set<String> retimed = new HashSet<>();
    boolean zone;
    boolean onlyNew;

    boolean concernsNobody() {
      return (added.isEmpty() || onlyNew)
          && removed.isEmpty()
          && moved.isEmpty()
          && retimed.isEmpty()
          && !zone;
    }
  }

  private final Model model;
  private final List<Update> made = new ArrayList<>();

  /** Who never gets an activity: "only those enrolled from now on" (U2). */
  private final Map<String, Set<Passage>> spared = new HashMap<>();

  private boolean open;

  Updates(Model model) {
    this.model = model;
  }

  int made() {
    return made.size();
  }

  /** Whether what was updated is not carried out for everybody yet. */
  boolean open() {
    return open;
  }

  boolean spared(Passage passage, Activity activity) {
    return spared.getOrDefault(activity.ref(), Set.of()).contains(passage);
  }

  void make(Plan before, Plan after, boolean onlyNew) {
    Map<String, Activity> gone = new HashMap<>();
    before.activities().forEach(a -> gone.put(a.ref(), a));
    Update update = new Update();
    update.onlyNew = onlyNew;
    update.zone = !before.zone().equals(after.zone());
    for (Activity now : after.activities()) {
      Activity was = gone.remove(now.ref());
      if (was == null) {
        update.added.add(now.ref());
        if (onlyNew) {
          spared.put(now.ref(), new HashSet<>(model.passages()));
        }
      } else if (!Objects.equals(parent(was), parent(now)) || was.trigger() != now.trigger()) {
        update.moved.add(now.ref());
      } else if (!was.interval().equals(now.interval())
          || !Objects.equals(was.waitAtMost(), now.waitAtMost())) {
        update.retimed.add(now.ref());
      }
    }
    update.removed.addAll(gone.keySet());
    if (!update.concernsNobody()) {
      made.add(update);
      open = true;
    }
  }

  private static @Nullable String parent(Activity activity) {
    return activity.parent() == null ? null : activity.parent().ref();
  }

  void carryOutAll() {
    model.passages().forEach(this::carryOut);
    open = false;
  }

  /** All that the participant has not seen yet. */
  void carryOut(Passage passage) {
    while (passage.updates < made.size()) {
      carryOut(passage, made.get(passage.updates));
      passage.updates++;
    }
  }

  private void carryOut(Passage passage, Update update) {
    Set<String> dropped = new HashSet<>();
    for (Passage.Step step : List.copyOf(passage.steps)) {
      boolean live = live(step.activity);
      if (!step.scheduled()) {
        continue;
      }
      if (!live) {
        step.cancel(Reason.ACTIVITY_REMOVED, model.now()); // U4
      } else if (update.moved.contains(step.activity.ref())) {
        passage.steps.remove(step); // U6
        dropped.add(step.activity.ref());
      } else if (update.zone || update.retimed.contains(step.activity.ref())) {
        retime(step); // U3
      }
    }
    for (Mail mail : model.queuedOf(passage)) {
      if (update.removed.contains(mail.step.activity.ref())) {
        model.withdraw(mail, Reason.ACTIVITY_REMOVED, Reason.ACTIVITY_REMOVED); // U4
      }
    }
    if (passage.goesOn() && !passage.purged) {
      for (Activity activity : model.plan().activities()) {
        boolean had = dropped.contains(activity.ref());
        boolean wanted =
            update.added.contains(activity.ref())
                || update.moved.contains(activity.ref()) && (had || !update.onlyNew);
        if (wanted && passage.of(activity).isEmpty() && !spared(passage, activity)) {
          plan(passage, activity); // U2, U6
        }
      }
    }
    if (passage.state == ParticipantState.COMPLETED
        && passage.steps.stream().anyMatch(Passage.Step::scheduled)) {
      passage.runAgain(); // C9
    }
    passage.completeIfDone(model.now());
  }

  private boolean live(Activity activity) {
    return model.plan().activities().contains(activity);
  }

  private void retime(Passage.Step step) {
    if (step.due == null) {
      step.waitUntil = model.waitUntil(step.activity, step.base);
    } else {
      step.due = step.activity.interval().after(step.base, model.plan().zone());
    }
  }

  private void plan(Passage passage, Activity activity) {
    Activity above = activity.parent();
    if (above == null) {
      add(passage, activity, null, passage.enrolled, true);
      return;
    }
    Optional<Passage.Step> parent = passage.of(above).filter(p -> p.state == TraceState.PROCESSED);
    parent.ifPresent(p -> plan(passage, activity, p));
  }

  /** C1–C3, X10, then what befell the parent's message, in order of its times. */
  private void plan(Passage passage, Activity activity, Passage.Step parent) {
    Instant processed = requireNonNull(parent.processed);
    Mail mail = parent.mail;
    Instant sent = mail == null || mail.sent == null ? processed : mail.sent;
    Passage.Step step =
        switch (activity.trigger().kind()) {
          case AFTER -> add(passage, activity, parent, processed, true);
          case UNLESS -> add(passage, activity, parent, sent, true);
          case WHEN -> add(passage, activity, parent, sent, false);
        };
    if (mail != null) {
      mail.first.entrySet().stream()
          .sorted(
              Map.Entry.<EventType, Instant>comparingByValue()
                  .thenComparing(Map.Entry::getKey, Comparator.naturalOrder()))
          .forEach(e -> model.events().befall(step, e.getKey(), e.getValue()));
    }
    if (step.waiting() && step.waitUntil != null && model.now().isAfter(step.waitUntil)) {
      step.cancel(Reason.EXPIRED, model.now());
    }
  }

  private Passage.Step add(
      Passage passage,
      Activity activity,
      Passage.@Nullable Step parent,
      Instant base,
      boolean planned) {
    Passage.Step step = new Passage.Step(passage, activity, model.position(activity), parent, base);
    if (planned) {
      step.due = activity.interval().after(base, model.plan().zone());
    } else {
      step.waitUntil = model.waitUntil(activity, base);
    }
    passage.steps.add(step);
    return step;
  }
}
