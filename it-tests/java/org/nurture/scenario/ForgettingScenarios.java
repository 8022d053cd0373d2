package org.nurture.scenario;

import static java.time.temporal.ChronoUnit.DAYS;
import static org.nurture.model.Act.sequence;
import static org.nurture.model.Activity.action;
import static org.nurture.model.Activity.email;
import static org.nurture.model.Contact.contact;
import static org.nurture.tracking.EventType.BOUNCED;
import static org.nurture.tracking.EventType.UNSUBSCRIBED;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.nurture.journey.ParticipantState;
import org.nurture.journey.Reason;
import org.nurture.model.Act;
import org.nurture.model.Plan;
import org.nurture.model.Value;
import org.nurture.model.World;
import org.nurture.model.World.Fate;

/** What purge and erasure take of what actions did and of what is queued, and what they leave. */
public abstract class ForgettingScenarios extends Scenario {
  protected ForgettingScenarios(World world) {
    super(world);
  }

  @Test
  void a_message_of_somebody_erased_is_withdrawn_though_the_record_was_gone_before_X11() {
    given(contact(1));
    started(Plan.of(email("mail")));
    enroll();
    process();
    delete(1);
    enroll();
    participant(1, ParticipantState.UNLINKED);

    erase(1);
    send();

    participant(0, ParticipantState.UNLINKED);
    effects("message", "message 0 mail 0 EMAIL null WITHDRAWN null");
    verify();
  }

  @Test
  void an_unsubscription_that_is_not_applied_yet_counts_before_its_person_is_erased_C11_X0() {
    given(contact(1));
    started(Plan.of(email("mail")));
    run();
    hit(1, "mail", UNSUBSCRIBED);

    erase(1);
    given(contact(2).with("email", contact(1).text("email")));
    run();

    trace(2, "mail").isCanceled(Reason.SUPPRESSED);
    verify();
  }

  @Test
  void what_actions_left_on_an_erased_person_goes_and_the_hosts_own_stays_P3() {
    given(contact(1), contact(2));
    started(
        Plan.of(
            action("act")
                .does(
                    sequence(
                        new Act.Create(new Value.Other("name"), false),
                        new Act.Todo(null, false),
                        new Act.Send(Act.Send.Form.NOTE),
                        new Act.Follow(true, List.of("ann"))))));
    run();

    erase(1);
    run();

    effects("task", "task 1 Contact 1", "task 2 Contact 2");
    effects("todo", "todo 2 act null Call Contact 2 ann");
    effects("note", "note 2 act Hello <p>Hello Contact 2</p>");
    effects("follower", "follower 2 ann");
    enrolled(0L, 2L);
    verify();
  }

  @Test
  void what_an_action_did_outlives_a_purge_but_for_the_webhook_that_it_sent_P3() {
    given(contact(1), contact(2));
    fate(2, Fate.LATER);
    started(Plan.of(action("act").does(sequence(new Act.Todo(null, true), new Act.Hook()))));
    run();
    pass(Duration.ofDays(11));

    purge(Duration.ofDays(10));

    trace(1, "act").isAbsent();
    trace(2, "act").isProcessed();
    effects("todo", "todo 1 act null Call Contact 1 new", "todo 2 act null Call Contact 2 new");
    effects(
        "message",
        "message 2 act 2 null hooks.example.org QUEUED"
            + " {\"record\":2,\"fields\":{\"name\":\"Contact 2\",\"score\":0}}");
    verify();
  }

  @Test
  void retention_counts_from_the_completion_whatever_an_update_has_added_since_P3_U2() {
    given(contact(1));
    started(Plan.of(email("mail")));
    run();
    pass(Duration.ofDays(2));
    report(1, "mail", BOUNCED);
    update(Plan.of(email("mail").then(email("clicked").clicked(1, DAYS))));
    process();
    participant(1, ParticipantState.COMPLETED);
    trace(1, "clicked").isCanceled(Reason.PARENT_BOUNCED);

    purge(Duration.ofDays(1));

    trace(1, "mail").isAbsent();
    trace(1, "clicked").isAbsent();
    verify();
  }

  @Test
  void what_a_persons_last_word_suppresses_does_not_complete_who_is_erased_P3_X11() {
    given(contact(1));
    started(Plan.of(email("mail")));
    enroll();
    process();
    hit(1, "mail", UNSUBSCRIBED);

    erase(1);

    participant(0, ParticipantState.REMOVED);
    effects("message", "message 0 mail 0 EMAIL null WITHDRAWN null");
    verify();
  }

  @Test
  void an_erased_persons_unique_value_and_key_stay_taken_P3() {
    given(contact(1));
    started(Plan.of(action("act").after(1, DAYS)).uniqueBy("email"));
    enroll();

    erase(1);
    given(contact(2).with("email", contact(1).text("email")));
    run();

    enrolled(0L);
    verify();
  }
}
