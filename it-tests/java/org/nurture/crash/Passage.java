package org.nurture.crash;

import static java.time.temporal.ChronoUnit.DAYS;
import static java.time.temporal.ChronoUnit.HOURS;
import static org.nurture.model.Activity.action;
import static org.nurture.model.Activity.email;
import static org.nurture.model.Activity.sms;
import static org.nurture.model.Contact.contact;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongPredicate;
import java.util.stream.LongStream;
import org.nurture.harness.SharedWorld;
import org.nurture.model.Act;
import org.nurture.model.Cond;
import org.nurture.model.Contact;
import org.nurture.model.Plan;
import org.nurture.model.Span;
import org.nurture.model.Value;
import org.nurture.support.SettableClock;
import org.nurture.tracking.EventType;

/**
 * A campaign's life in phases, in which every part of the engine has something to do: enrolment,
 * records that go, mails accepted and refused, texts, opens and clicks, an update that adds, moves,
 * removes and retimes; actions that change, make, send and leave something on the record, one by
 * one and in a sequence, and scripts.
 */
final class Passage {
  static final Instant START = SettableClock.START;

  /** More than what reading is slowed down by. */
  private static final int DELTAS = 600;

  private static final Act TASK = new Act.Create(new Value.Other("name"), false);
  private static final Act CALL = new Act.Todo(new Span(1, DAYS), false);
  private static final Act MARK =
      Act.sequence(
          Act.set("score", 5), TASK, CALL, new Act.Follow(true, List.of("ann")), new Act.Hook());

  private static final Act REPEAT =
      Act.sequence(
          new Act.Send(Act.Send.Form.MESSAGE),
          new Act.Send(Act.Send.Form.SMS),
          new Act.Script(Act.Script.Code.DILIGENT));

  private final int contacts;

  /**
   * @param contacts at the beginning; a few come later
   */
  Passage(int contacts) {
    this.contacts = contacts;
  }

  /**
   * A job at a time.
   *
   * @param version of the campaign that is live, its index
   * @param before what happens in the world just before
   */
  record Phase(String name, Instant at, int version, String job, Consumer<SharedWorld> before) {
    @Override
    public String toString() {
      return name;
    }
  }

  static List<Plan> versions() {
    return List.of(
        Plan.of(
            email("hello")
                .then(
                    action("opened").opened(0, HOURS),
                    email("nudge").notOpened(2, DAYS).only(Cond.is("country", "IT")),
                    action("bounced").bounced(0, HOURS).does(CALL),
                    action("later").after(3, DAYS).sets("stage", "late"),
                    email("thanks").clicked(1, HOURS)),
            action("mark").does(MARK),
            action("note").does(new Act.Script(Act.Script.Code.DILIGENT)),
            sms("text").then(action("told").after(1, DAYS).does(REPEAT)),
            email("promo").after(1, HOURS)),
        Plan.of(
            email("hello")
                .then(
                    action("opened").opened(1, HOURS),
                    email("nudge").notOpened(2, DAYS).only(Cond.is("country", "IT")),
                    action("bounced").bounced(0, HOURS).does(CALL),
                    action("extra").after(1, DAYS).does(TASK)),
            sms("text").then(action("told").after(2, DAYS).does(REPEAT)),
            action("mark").does(MARK).then(email("thanks").after(2, DAYS))));
  }

  List<Phase> phases() {
    Instant hour = START.plus(Duration.ofHours(1));
    Instant days = START.plus(Duration.ofHours(50));
    return List.of(
        new Phase("enrolment", START, 0, "enroll", w -> w.put(newcomers(1, contacts))),
        new Phase("first processing", START, 0, "process", w -> {}),
        new Phase("first mails", START, 0, "send-mail", w -> {}),
        new Phase("texts", START, 0, "send-sms", w -> {}),
        new Phase("departures and arrivals", hour, 0, "enroll", this::happen),
        new Phase("events", hour, 0, "process", w -> {}),
        new Phase("update", hour, 1, "process", w -> w.update(1)),
        new Phase("days later", days, 1, "process", w -> {}),
        new Phase("more mails", days, 1, "send-mail", w -> w.claimedByTheDead(5)),
        new Phase("more texts", days, 1, "send-sms", w -> {}),
        new Phase(
            "the end", START.plus(Duration.ofDays(6)), 1, "process", w -> w.manyDeltas(DELTAS)));
  }

  private void happen(SharedWorld world) {
    world.happen("hello", keys(k -> k % 4 == 0), EventType.OPENED);
    world.happen("hello", keys(k -> k % 8 == 1), EventType.CLICKED);
    world.happen("hello", keys(k -> k % 16 == 2), EventType.UNSUBSCRIBED);
    world.delete(keys(k -> k % 10 == 9));
    world.put(newcomers(contacts + 1, contacts + contacts / 4));
  }

  private List<Long> keys(LongPredicate which) {
    return LongStream.rangeClosed(1, contacts).filter(which).boxed().toList();
  }

  private static List<Contact> newcomers(long first, long last) {
    return LongStream.rangeClosed(first, last).mapToObj(Passage::newcomer).toList();
  }

  private static Contact newcomer(long key) {
    Contact contact = contact(key).with("country", key % 12 == 7 ? "DE" : "IT");
    if (key % 8 == 3) {
      return contact.with("email", "gone" + key + "@example.org");
    }
    return key % 8 == 5 ? contact.with("email", null) : contact;
  }
}
