package org.nurture.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nurture.journey.ParticipantState;
import org.nurture.model.Act;
import org.nurture.model.Contact;
import org.nurture.model.Plan;
import org.nurture.model.World;
import org.nurture.model.World.Fate;
import org.nurture.model.World.Happening;
import org.nurture.tracking.EventType;

/** The words that scenarios are written in. */
public abstract class Scenario {
  private final World world;
  private final Map<Long, Fate> fates = new HashMap<>();

  protected Scenario(World world) {
    this.world = world;
  }

  // ------------------------------------------------------------------ given

  protected void given(Contact... contacts) {
    for (Contact contact : contacts) {
      world.put(contact);
    }
  }

  /** Stores the campaign and starts it. */
  protected void started(Plan plan) {
    world.launch(plan);
  }

  /** Enrols, executes what is due and hands messages over. */
  protected void run() {
    world.enroll();
    world.process();
    send();
  }

  // ------------------------------------------------------------------ when

  protected void enroll() {
    world.enroll();
  }

  protected void process() {
    world.process();
  }

  protected void send() {
    world.send(fates);
  }

  /** What becomes of that record's messages from now on. */
  protected void fate(long key, Fate fate) {
    fates.put(key, fate);
  }

  protected void stop() {
    world.stop();
  }

  protected void start() {
    world.start();
  }

  /** Edits the campaign and makes the edit live. */
  protected void update(Plan next) {
    world.update(next, false);
  }

  /** The same, "only those enrolled from now on". */
  protected void updateForNewOnes(Plan next) {
    world.update(next, true);
  }

  protected void verify() {
    world.verify();
  }

  protected void pass(Duration time) {
    world.moveTo(world.now().plus(time));
  }

  protected void moveTo(String instant) {
    world.moveTo(Instant.parse(instant));
  }

  protected void change(long key, String field, @Nullable Object value) {
    world.change(key, field, value);
  }

  protected void delete(long key) {
    world.delete(key);
  }

  protected void lock(long key, boolean locked) {
    world.lock(key, locked);
  }

  protected void remove(long key) {
    world.remove(key);
  }

  protected void purge(Duration retention) {
    world.purge(retention);
  }

  protected void erase(long key) {
    world.erase(key);
  }

  /** Somebody edits the action of that activity. */
  protected void rewrite(String ref, Act act) {
    world.rewrite(ref, act);
  }

  protected void suppress(String address) {
    world.suppress(address);
  }

  /** A hit that happens now and waits in the inbox. */
  protected void hit(long key, String ref, EventType type) {
    hit(key, ref, type, world.now());
  }

  protected void hit(long key, String ref, EventType type, Instant at) {
    world.event(key, ref, new Happening(type, at, type == EventType.BOUNCED ? true : null, null));
  }

  protected void softBounce(long key, String ref) {
    world.event(key, ref, new Happening(EventType.BOUNCED, world.now(), false, null));
  }

  /** An event by REST, applied at once. */
  protected void report(long key, String ref, EventType type) {
    report(key, ref, type, world.now(), null);
  }

  protected void report(
      long key, String ref, EventType type, Instant at, @Nullable String senderId) {
    world.report(
        key, ref, new Happening(type, at, type == EventType.BOUNCED ? true : null, senderId));
  }

  // ------------------------------------------------------------------ then

  protected Instant now() {
    return world.now();
  }

  protected TraceAssert trace(long key, String ref) {
    List<World.TraceView> found =
        world.traces().stream().filter(t -> t.record() == key && t.ref().equals(ref)).toList();
    assertThat(found).as("traces of %s for %s", ref, key).hasSizeLessThan(2);
    return new TraceAssert(key + " " + ref, found.isEmpty() ? null : found.get(0));
  }

  protected void participant(long key, ParticipantState state) {
    assertThat(world.participants())
        .as("participant %s", key)
        .filteredOn(p -> p.record() == key)
        .extracting(World.ParticipantView::state)
        .containsExactly(state);
  }

  protected void completedAt(long key, Instant at) {
    assertThat(world.participants())
        .as("participant %s", key)
        .filteredOn(p -> p.record() == key)
        .extracting(World.ParticipantView::completedAt)
        .containsExactly(at);
  }

  /** Exactly these have a participant. */
  protected void enrolled(Long... keys) {
    assertThat(world.participants())
        .extracting(World.ParticipantView::record)
        .containsExactlyInAnyOrder(keys);
  }

  /** Exactly these lines of {@link World#effects} begin with that word, in no order. */
  protected void effects(String word, String... lines) {
    assertThat(world.effects())
        .filteredOn(line -> line.startsWith(word + " "))
        .containsExactlyInAnyOrder(lines);
  }

  /** How many traces of this activity are in each state. */
  protected Map<org.nurture.journey.TraceState, Integer> statesOf(String ref) {
    Map<org.nurture.journey.TraceState, Integer> counts =
        new EnumMap<>(org.nurture.journey.TraceState.class);
    world.traces().stream()
        .filter(t -> t.ref().equals(ref))
        .forEach(t -> counts.merge(t.state(), 1, Integer::sum));
    return counts;
  }
}
