package org.nurture.model;

import static java.util.Objects.requireNonNull;
import static org.nurture.platform.NurtureException.Kind.CONFLICT;
import static org.nurture.platform.NurtureException.Kind.INVALID;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.nurture.campaign.ActivityType;
import org.nurture.journey.ParticipantState;
import org.nurture.journey.Reason;
import org.nurture.journey.TraceState;
import org.nurture.message.MessageState;
import org.nurture.platform.NurtureException;
import org.nurture.support.SettableClock;
import org.nurture.tracking.EventType;

/** The rules of SPEC section 4, one record at a time. */
public final class Model implements World {
  private final SortedMap<Long, Contact> contacts = new TreeMap<>();
  private final Set<Long> locked = new HashSet<>();
  private final List<Passage> passages = new ArrayList<>();
  private final List<Mail> outbox = new ArrayList<>();
  private final Ledger ledger = new Ledger();
  private final Suppressions suppressions = new Suppressions();
  private final Events events = new Events(this);
  private final Execution execution = new Execution(this);
  private final Updates updates = new Updates(this);
  private Plan plan = Plan.of();
  private boolean running;
  private Instant now = SettableClock.START;

  @Override
  public Instant now() {
    return now;
  }

  @Override
  public void moveTo(Instant instant) {
    if (instant.isBefore(now)) {
      throw new IllegalArgumentException(instant + " is before " + now);
    }
    now = instant;
  }

  @Override
  public void put(Contact contact) {
    contacts.put(contact.key(), contact.copy());
  }

  @Override
  public void change(long key, String field, @Nullable Object value) {
    requireNonNull(contacts.get(key), "contact " + key).with(field, value);
  }

  @Override
  public void delete(long key) {
    contacts.remove(key);
  }

  @Override
  public void lock(long key, boolean lock) {
    if (lock) {
      locked.add(key);
    } else {
      locked.remove(key);
    }
  }

  @Override
  public void launch(Plan campaign) {
    plan = campaign;
    running = true;
  }

  @Override
  public void update(Plan next, boolean onlyNew) {
    updates.make(plan, next, onlyNew);
    plan = next;
    for (Passage passage : passages) {
      for (Passage.Step step : passage.steps) {
        next.activities().stream()
            .filter(a -> a.ref().equals(step.activity.ref()))
            .forEach(a -> step.activity = a); // U7
        step.position = position(step.activity);
      }
    }
  }

  @Override
  public void rewrite(String ref, Act act) {
    // the plan is what is live: it changes with the next update alone (U7)
  }

  @Override
  public void start() {
    running = true;
  }

  @Override
  public void stop() {
    running = false;
  }

  @Override
  public void enroll() {
    if (!running) {
      return;
    }
    for (Passage passage : passages) {
      if (!contacts.containsKey(passage.record) && passage.goesOn()) {
        passage.end(ParticipantState.UNLINKED, Reason.RECORD_DELETED, now); // E4
      }
    }
    contacts.values().stream().filter(this::wanted).forEach(this::enrol); // E1, in key order
  }

  /** E1. */
  private boolean wanted(Contact contact) {
    return matches(contact, plan.filter())
        && passages.stream().noneMatch(p -> p.record == contact.key());
  }

  /** Whether it matches a filter, inactive ones as E1 has it. */
  boolean matches(Contact contact, Cond filter) {
    boolean seen = contact.is("active") || plan.filter().fields().contains("active");
    return seen && filter.holds().test(contact);
  }

  private void enrol(Contact contact) {
    String unique = uniqueValue(contact);
    if (unique != null && passages.stream().anyMatch(p -> unique.equals(p.uniqueValue))) {
      return; // E2
    }
    Passage passage = new Passage(contact.key(), unique, now);
    passage.updates = updates.made();
    passages.add(passage);
    for (Activity root : plan.roots()) {
      Passage.Step step = new Passage.Step(passage, root, position(root), null, now);
      step.due = root.interval().after(now, plan.zone());
      passage.steps.add(step); // E3
    }
    passage.completeIfDone(now);
  }

  private @Nullable String uniqueValue(Contact contact) {
    Object value = plan.uniqueField() == null ? null : contact.get(plan.uniqueField());
    if (value == null) {
      return null;
    }
    String normal = value.toString().strip().toLowerCase(Locale.ROOT);
    return normal.isEmpty() ? null : normal;
  }

  int position(Activity activity) {
    return plan.activities().indexOf(activity);
  }

  @Override
  public void process() {
    updates.carryOutAll(); // U9
    events.applyAll(); // X0
    if (running) {
      passages.forEach(execution::run);
    }
  }

  @Override
  public void send(Map<Long, Fate> fates) {
    if (!running || updates.open()) {
      return; // X11: what an update withdraws must not go
    }
    withdrawSuppressed();
    for (Mail mail : outbox) {
      if (mail.queued()) {
        Fate fate = fates.getOrDefault(mail.step.passage.record, Fate.ACCEPTED);
        handOver(mail, mail.webhook() ? fate.ofWebhook() : fate);
      }
    }
  }

  private void handOver(Mail mail, Fate fate) {
    switch (fate) {
      case ACCEPTED -> {
        mail.state = MessageState.SENT;
        handedOver(mail, now);
      }
      case HARD_BOUNCE, SOFT_BOUNCE -> {
        mail.state = MessageState.BOUNCED;
        events.receive(
            mail, new Happening(EventType.BOUNCED, now, fate == Fate.HARD_BOUNCE, null)); // X9
      }
      case GIVEN_UP -> {
        mail.state = MessageState.FAILED;
        if (mail.carriesTrace() && mail.step.state == TraceState.PROCESSED) {
          mail.step.state = TraceState.ERROR;
          mail.step.reason = mail.webhook() ? Reason.ACTION : Reason.GATEWAY;
          cancelChildren(mail.step, Reason.PARENT_FAILED);
          mail.step.passage.completeIfDone(now);
        }
      }
      case IN_DOUBT -> {
        mail.state = MessageState.IN_DOUBT;
        if (mail.slot == 0) {
          mail.step.reason = Reason.IN_DOUBT; // X6
        }
        handedOver(mail, now);
      }
      case LATER -> {}
    }
  }

  /** X10: the "not …" children and waiting ends count from here. */
  private void handedOver(Mail mail, Instant at) {
    mail.sent = at;
    if (mail.slot > 0) {
      return;
    }
    for (Passage.Step child : mail.step.passage.childrenOf(mail.step)) {
      if (child.scheduled()) {
        switch (child.activity.trigger().kind()) {
          case UNLESS -> {
            child.base = at;
            child.due = child.activity.interval().after(at, plan.zone());
          }
          case WHEN -> {
            child.base = child.due == null ? at : child.base;
            child.waitUntil = waitUntil(child.activity, at);
          }
          case AFTER -> {}
        }
      }
    }
  }

  @Nullable Instant waitUntil(Activity activity, Instant base) {
    Span wait = activity.waitAtMost();
    return wait == null ? null : wait.after(base, plan.zone());
  }

  void cancelChildren(Passage.Step step, Reason why) {
    step.passage.childrenOf(step).stream()
        .filter(Passage.Step::scheduled)
        .forEach(child -> child.cancel(why, now));
  }

  /** X11: what is queued for suppressed addresses, whatever the campaign's state. */
  void withdrawSuppressed() {
    for (Mail mail : outbox) {
      if (mail.queued() && !mail.webhook() && suppressions.has(mail.channel, mail.address)) {
        updates.carryOut(mail.step.passage);
        if (mail.queued()) {
          withdraw(mail, Reason.SUPPRESSED, Reason.PARENT_FAILED);
        }
      }
    }
  }

  void withdraw(Mail mail, Reason own, Reason childrens) {
    mail.state = MessageState.WITHDRAWN;
    if (mail.carriesTrace() && mail.step.state == TraceState.PROCESSED) {
      mail.step.cancel(own, now);
      cancelChildren(mail.step, childrens);
      mail.step.passage.completeIfDone(now);
    }
  }

  List<Mail> queuedOf(Passage passage) {
    return outbox.stream().filter(m -> m.step.passage == passage && m.queued()).toList();
  }

  @Override
  public void event(long key, String ref, Happening happening) {
    Mail mail = step(key, ref).mail;
    if (mail != null) {
      events.receive(mail, happening);
    }
  }

  @Override
  public void report(long key, String ref, Happening happening) {
    Passage.Step step = step(key, ref);
    if (step.mail == null) {
      throw new NurtureException(CONFLICT, ref + " has no message", List.of());
    }
    boolean emailOnly =
        happening.type() == EventType.OPENED || happening.type() == EventType.REPLIED;
    if (emailOnly && step.activity.type() != ActivityType.EMAIL
        || happening.at().isAfter(now.plus(Duration.ofMinutes(5)))) {
      throw new NurtureException(INVALID, happening + " does not fit " + ref, List.of());
    }
    updates.carryOut(step.passage);
    events.receive(step.mail, happening);
    events.apply(step.passage);
  }

  @Override
  public void remove(long key) {
    Passage passage = passage(key);
    updates.carryOut(passage);
    if (passage.goesOn()) {
      leave(passage);
    }
  }

  /** P1, X11; UNLINKED stays what it is (E4). */
  private void leave(Passage passage) {
    if (passage.goesOn()) {
      passage.end(ParticipantState.REMOVED, Reason.PARTICIPANT_REMOVED, now);
    }
    queuedOf(passage)
        .forEach(m -> withdraw(m, Reason.PARTICIPANT_REMOVED, Reason.PARTICIPANT_REMOVED));
  }

  @Override
  public void purge(Duration retention) {
    for (Passage passage : passages) {
      Instant ended = passage.ended;
      if (ended != null && ended.isBefore(now.minus(retention)) && !underWay(passage)) {
        forget(passage);
      }
    }
  }

  /** Something of it is still to be sent, to be decided on, or to be applied. */
  private boolean underWay(Passage passage) {
    return events.await(passage)
        || outbox.stream()
            .filter(m -> m.step.passage == passage)
            .anyMatch(m -> m.queued() || m.state == MessageState.IN_DOUBT);
  }

  private void forget(Passage passage) {
    passage.purge();
    events.forget(passage);
    outbox.removeIf(m -> m.step.passage == passage && m.channel == null);
  }

  @Override
  public void erase(long key) {
    Passage passage = passage(key);
    updates.carryOut(passage);
    events.applyOnly(passage);
    leave(passage);
    events.withdraw();
    forget(passage);
    outbox.stream().filter(m -> m.step.passage == passage).forEach(m -> m.address = null);
    passage.erased = true;
    ledger.forget(key);
  }

  @Override
  public void suppress(String address) {
    suppressions.add(address.contains("@") ? ActivityType.EMAIL : ActivityType.SMS, address);
  }

  @Override
  public List<ParticipantView> participants() {
    return passages.stream()
        .map(p -> new ParticipantView(p.shown(), p.state, p.completed))
        .toList();
  }

  @Override
  public List<String> effects() {
    List<String> effects = new ArrayList<>(ledger.told());
    contacts.values().forEach(c -> effects.add(c.toString()));
    outbox.forEach(m -> effects.add(m.toString()));
    return effects;
  }

  @Override
  public List<TraceView> traces() {
    return passages.stream().flatMap(p -> p.steps.stream()).map(Model::view).toList();
  }

  private static TraceView view(Passage.Step step) {
    Mail mail = step.mail;
    return new TraceView(
        step.passage.record,
        step.activity.ref(),
        step.state,
        step.reason,
        step.due,
        step.processed,
        mail == null
            ? null
            : new MessageView(
                mail.state.name(),
                mail.first.get(EventType.OPENED),
                mail.first.get(EventType.CLICKED),
                mail.first.get(EventType.REPLIED),
                mail.first.get(EventType.BOUNCED)));
  }

  private Passage passage(long key) {
    return passages.stream().filter(p -> p.record == key).findFirst().orElseThrow();
  }

  private Passage.Step step(long key, String ref) {
    return passage(key).steps.stream()
        .filter(s -> s.activity.ref().equals(ref))
        .findFirst()
        .orElseThrow();
  }

  Plan plan() {
    return plan;
  }

  List<Passage> passages() {
    return passages;
  }

  Events events() {
    return events;
  }

  Updates updates() {
    return updates;
  }

  List<Mail> outbox() {
    return outbox;
  }

  Ledger ledger() {
    return ledger;
  }

  Suppressions suppressions() {
    return suppressions;
  }

  @Nullable Contact contact(long key) {
    return contacts.get(key);
  }

  boolean locked(long key) {
    return locked.contains(key);
  }
}
