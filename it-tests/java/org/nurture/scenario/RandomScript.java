package org.nurture.scenario;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.nurture.campaign.ActivityType;
import org.nurture.campaign.TriggerType;
import org.nurture.journey.TraceState;
import org.nurture.model.Act;
import org.nurture.model.Activity;
import org.nurture.model.Contact;
import org.nurture.model.Model;
import org.nurture.model.Plan;
import org.nurture.model.World;
import org.nurture.model.World.Fate;
import org.nurture.model.World.Happening;
import org.nurture.model.World.TraceView;
import org.nurture.tracking.EventType;

/**
 * A random course of events, invented step by step from what the model shows, and done to both the
 * model and the world under test.
 */
public final class RandomScript {
  /** The night before clocks change, ends of months, a leap day. */
  private static final List<String> STARTS =
      List.of(
          "2026-06-01T08:00:00Z",
          "2026-10-24T22:30:00Z",
          "2027-03-27T01:30:00.123Z",
          "2027-01-31T10:00:00Z",
          "2028-02-28T23:59:59.999Z",
          "2026-11-01T05:30:00Z",
          "2027-03-13T07:15:00Z");

  /** Comparing costs as much as several steps; what differs mostly stays so. */
  private static final int LOOK_EVERY = 5;

  private static final EventType[] MAIL = EventType.values();
  private static final EventType[] SMS = {
    EventType.DELIVERED, EventType.CLICKED, EventType.BOUNCED, EventType.UNSUBSCRIBED
  };

  private final Random random;
  private final RandomPlan plans;
  private final Model model = new Model();
  private final World tested;
  private final RandomEdit edits;
  private Plan plan;
  private final Map<String, ActivityType> types = new HashMap<>();
  private final Map<String, TriggerType> triggers = new HashMap<>();
  private final Map<String, Act> acts = new HashMap<>();
  private final List<Long> keys = new ArrayList<>();
  private final List<Step> steps = new ArrayList<>();
  private final Plan first;
  private boolean running = true;

  /** Most are small: they find as much, and many more can be run. */
  private final boolean small;

  public RandomScript(long seed, World tested) {
    this.random = new Random(seed * 0x9E37_79B9_7F4A_7C15L + seed);
    this.plans = new RandomPlan(random);
    this.tested = tested;
    this.small = random.nextInt(6) > 0;
    this.plan = plans.plan(small ? 5 : 8);
    this.first = plan;
    this.edits = new RandomEdit(random, plans);
    remember();
  }

  private void remember() {
    plan.activities()
        .forEach(
            a -> {
              types.put(a.ref(), a.type());
              triggers.put(a.ref(), a.trigger());
              acts.put(a.ref(), a.act());
            });
  }

  /** What was done so far, to be read by people. */
  public String log() {
    return first + told(steps);
  }

  static String told(List<Step> steps) {
    return steps.stream().map(s -> "\n  " + s.what()).collect(Collectors.joining());
  }

  /** What was done so far, to be done again. */
  List<Step> steps() {
    return List.copyOf(steps);
  }

  /** Something that was done to both worlds. */
  record Step(String what, Consumer<World> act) {}

  /** Of an activity that is or was there; the last one that it had. */
  TriggerType trigger(String ref) {
    return Objects.requireNonNull(triggers.get(ref));
  }

  /** Of an activity that is or was there: what it did last; null: it sends a message. */
  @Nullable Act act(String ref) {
    return types.get(ref) == ActivityType.ACTION ? acts.get(ref) : null;
  }

  /** Runs to the end, comparing after each step. */
  void run(Comparison comparison) {
    Instant start = Instant.parse(plans.pick(STARTS));
    both("at " + start, w -> w.moveTo(start));
    int contacts = 1 + random.nextInt(small ? 4 : 20);
    for (int i = 0; i < contacts; i++) {
      arrive(i < 5 ? i + 1 : 1 + random.nextInt(30));
    }
    both("launch", w -> w.launch(first));
    both("enroll", World::enroll);
    both("process", World::process);
    both("send", w -> w.send(Map.of()));
    int length = (small ? 6 : 8) + random.nextInt(small ? 12 : 20);
    for (int i = 0; i < length; i++) {
      step();
      if (i % LOOK_EVERY == 0) {
        comparison.compare(model, tested);
      }
    }
    running = true;
    both("start", World::start);
    for (int i = 0; i < 2; i++) {
      both("process", World::process);
      comparison.compare(model, tested);
      Instant late = model.now().plus(Duration.ofDays(70));
      both("at " + late, w -> w.moveTo(late));
    }
  }

  /** Compares two worlds, and fails where they differ. */
  interface Comparison {
    void compare(World expected, World actual);
  }

  private void both(String what, Consumer<World> act) {
    steps.add(new Step(what, act));
    act.accept(model);
    act.accept(tested);
  }

  private void step() {
    switch (random.nextInt(22)) {
      case 20 -> rewrite();
      case 21 -> {
        if (random.nextBoolean()) {
          forget();
        }
      }
      case 0 -> both("enroll", World::enroll);
      case 1 -> arrive(1 + random.nextInt(30));
      case 2 -> depart();
      case 3 -> change();
      case 4 -> stopOrStart();
      case 5 -> remove();
      case 6 -> lock();
      case 16, 17 -> edit();
      case 7, 8, 9 -> pass();
      case 10, 11, 12 -> send();
      case 13, 14, 15 -> {
        for (int i = random.nextInt(6); i >= 0; i--) {
          happen();
        }
      }
      default -> both("process", World::process);
    }
  }

  private void arrive(long key) {
    Contact contact = plans.contact(key, plan.once());
    keys.remove(key);
    keys.add(key);
    both("put " + contact, w -> w.put(contact));
  }

  private void depart() {
    if (!keys.isEmpty()) {
      long key = keys.remove(random.nextInt(keys.size()));
      both("delete " + key, w -> w.delete(key));
    }
  }

  private void change() {
    if (!keys.isEmpty()) {
      long key = keys.get(random.nextInt(keys.size()));
      String field = plans.pick(Contact.FIELDS);
      Object value = plans.value(field, key, plan.once());
      boolean poisonous = field.equals("poison") || field.equals("stage");
      // The host's own constraint: a poisoned contact is never hot.
      Object allowed = poisonous ? (field.equals("poison") ? (Object) false : "new") : value;
      both("change " + key + " " + field + "=" + allowed, w -> w.change(key, field, allowed));
    }
  }

  private void edit() {
    plan = edits.of(plan);
    remember();
    Plan next = plan;
    boolean onlyNew = random.nextInt(4) == 0;
    both("update" + (onlyNew ? " for new ones: " : ": ") + next, w -> w.update(next, onlyNew));
  }

  /** Some way into a random script, with a stopped campaign whose events are applied. */
  public void begin() {
    Instant start = Instant.parse(plans.pick(STARTS));
    both("at " + start, w -> w.moveTo(start));
    for (int i = 1; i <= 8; i++) {
      arrive(i);
    }
    both("launch", w -> w.launch(first));
    both("enroll", World::enroll);
    for (int i = 0; i < 12; i++) {
      switch (random.nextInt(4)) {
        case 0 -> pass();
        case 1 -> send();
        case 2 -> happen();
        default -> both("process", World::process);
      }
    }
    both("stop", World::stop);
    both("process", World::process);
  }

  /** Another version of the campaign as it is. */
  public Plan edited() {
    plan = edits.of(plan);
    steps.add(new Step("update: " + plan, w -> {}));
    return plan;
  }

  private void stopOrStart() {
    running = !running;
    both(running ? "start" : "stop", running ? World::start : World::stop);
  }

  /** Somebody edits an action of the campaign's. */
  private void rewrite() {
    List<Activity> actions =
        plan.activities().stream().filter(a -> a.type() == ActivityType.ACTION).toList();
    if (!actions.isEmpty()) {
      String ref = actions.get(random.nextInt(actions.size())).ref();
      Act act = plans.acts().act();
      plan = edits.rewritten(plan, ref, act);
      both("rewrite " + ref + " " + act, w -> w.rewrite(ref, act));
    }
  }

  private void forget() {
    List<Long> some =
        model.participants().stream()
            .map(World.ParticipantView::record)
            .filter(key -> key > 0)
            .toList();
    if (random.nextInt(3) == 0 && !some.isEmpty()) {
      long key = some.get(random.nextInt(some.size()));
      both("erase " + key, w -> w.erase(key));
    } else {
      Duration retention = Duration.ofDays(random.nextInt(3) * 10L);
      both("purge " + retention, w -> w.purge(retention));
    }
  }

  private void remove() {
    List<Long> some =
        model.participants().stream()
            .map(World.ParticipantView::record)
            .filter(key -> key > 0)
            .toList();
    if (!some.isEmpty()) {
      long key = some.get(random.nextInt(some.size()));
      both("remove " + key, w -> w.remove(key));
    }
  }

  private void lock() {
    long key = 1 + random.nextInt(10);
    boolean lock = random.nextBoolean();
    both((lock ? "lock " : "unlock ") + key, w -> w.lock(key, lock));
  }

  /** Some time, or exactly to when something is due, or a millisecond after. */
  private void pass() {
    Instant now = model.now();
    List<Instant> dues =
        model.traces().stream()
            .filter(t -> t.state() == TraceState.SCHEDULED)
            .map(TraceView::due)
            .filter(d -> d != null && d.isAfter(now))
            .toList();
    Instant to =
        switch (random.nextInt(4)) {
          case 0 -> now.plus(Duration.ofMinutes(random.nextInt(600)));
          case 1 -> now.plus(Duration.ofHours(random.nextInt(24 * 20)));
          default ->
              dues.isEmpty()
                  ? now.plus(Duration.ofDays(1))
                  : dues.get(random.nextInt(dues.size())).plusMillis(random.nextInt(2));
        };
    both("at " + to, w -> w.moveTo(to));
  }

  private void send() {
    Map<Long, Fate> fates = new HashMap<>();
    for (long key : keys) {
      if (random.nextInt(3) == 0) {
        fates.put(key, Fate.values()[random.nextInt(Fate.values().length)]);
      }
    }
    both("send " + fates, w -> w.send(fates));
  }

  private void happen() {
    List<TraceView> messages = model.traces().stream().filter(t -> t.message() != null).toList();
    if (messages.isEmpty()) {
      return;
    }
    TraceView trace = messages.get(random.nextInt(messages.size()));
    boolean mail = types.get(trace.ref()) == ActivityType.EMAIL;
    EventType type = random.nextBoolean() ? awaited(trace.ref()) : null;
    if (type == null) {
      EventType[] types = mail ? MAIL : SMS;
      type = types[random.nextInt(types.length)];
    }
    Happening happening = new Happening(type, time(), hard(type), id());
    String what = trace.record() + " " + trace.ref() + " " + happening;
    if (random.nextInt(3) == 0) {
      both("report " + what, w -> w.report(trace.record(), trace.ref(), happening));
    } else {
      both("hit " + what, w -> w.event(trace.record(), trace.ref(), happening));
    }
  }

  /** What one of its children waits for; null: none does. */
  private @Nullable EventType awaited(String ref) {
    List<TriggerType> triggers =
        plan.activities().stream()
            .filter(a -> a.parent() != null && a.parent().ref().equals(ref))
            .map(Activity::trigger)
            .filter(t -> t.kind() == TriggerType.Kind.WHEN)
            .toList();
    if (triggers.isEmpty()) {
      return null;
    }
    String word = triggers.get(random.nextInt(triggers.size())).name();
    return EventType.valueOf(word.substring(word.indexOf('_') + 1));
  }

  private Instant time() {
    Instant now = model.now();
    return switch (random.nextInt(4)) {
      case 0 -> now.minus(Duration.ofHours(random.nextInt(100)));
      case 1 -> now.plus(Duration.ofSeconds(random.nextInt(300)));
      default -> now;
    };
  }

  private @Nullable Boolean hard(EventType type) {
    return type == EventType.BOUNCED ? (Boolean) random.nextBoolean() : null;
  }

  private @Nullable String id() {
    return random.nextInt(4) == 0 ? "e" + random.nextInt(3) : null;
  }
}
