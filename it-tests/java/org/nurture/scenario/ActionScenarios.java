package org.nurture.scenario;

import static java.time.temporal.ChronoUnit.DAYS;
import static java.time.temporal.ChronoUnit.HOURS;
import static org.nurture.model.Act.sequence;
import static org.nurture.model.Act.set;
import static org.nurture.model.Activity.action;
import static org.nurture.model.Contact.contact;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.nurture.journey.Reason;
import org.nurture.model.Act;
import org.nurture.model.Act.Send;
import org.nurture.model.Plan;
import org.nurture.model.Span;
import org.nurture.model.Value;
import org.nurture.model.World;
import org.nurture.model.World.Fate;

/** What server actions do, and what becomes of it (SPEC section 9, X5–X11, U7). */
public abstract class ActionScenarios extends Scenario {
  private static final Act TASK = new Act.Create(new Value.Other("name"), false);
  private static final Act TODO = new Act.Todo(new Span(2, DAYS), false);
  private static final Act NOTE = new Act.Send(Send.Form.NOTE);
  private static final Act MAIL = new Act.Send(Send.Form.EMAIL);
  private static final Act HOOK = new Act.Hook();

  protected ActionScenarios(World world) {
    super(world);
  }

  private static Plan plan(Act act) {
    return Plan.of(action("act").does(act).then(action("then").after(1, DAYS)));
  }

  private static Plan alone(Act act) {
    return Plan.of(action("act").does(act));
  }

  @Test
  void a_sequence_is_all_or_nothing_for_each_record() {
    given(contact(1), contact(2).with("name", "unrenderable"), contact(3));
    started(alone(sequence(TASK, set("stage", "hot"), new Act.Follow(true, List.of("ann")), TODO)));

    run();

    trace(2, "act").isError(Reason.ACTION);
    effects("task", "task 1 Contact 1", "task 3 Contact 3");
    effects("follower", "follower 1 ann", "follower 3 ann");
    effects(
        "todo",
        "todo 1 act 2026-06-03T08:00:00Z Call Contact 1 ann",
        "todo 3 act 2026-06-03T08:00:00Z Call Contact 3 ann");
    effects("2", "" + contact(2).with("name", "unrenderable"));
  }

  @Test
  void all_values_of_an_update_are_those_before_it() {
    given(contact(1).with("stage", "a"));
    started(
        alone(
            new Act.Update(
                List.of(
                    new Act.Line("stage", new Value.Other("country")),
                    new Act.Line("country", new Value.Other("stage"))))));

    run();

    effects("1", "" + contact(1).with("stage", "IT").with("country", "a"));
  }

  @Test
  void a_field_is_set_to_what_a_related_record_holds_where_it_fits_X7() {
    given(contact(1).with("company_id", 1), contact(2).with("company_id", 2), contact(3));
    started(alone(new Act.Update(List.of(new Act.Line("stage", new Value.Other("company.city"))))));

    run();

    effects("1", "" + contact(1).with("company_id", 1).with("stage", "Rome"));
    trace(2, "act").isError(Reason.ACTION);
    effects("2", "" + contact(2).with("company_id", 2));
    effects("3", "" + contact(3).with("stage", null));
  }

  @Test
  void an_expression_of_an_empty_field_is_an_error_of_that_record_alone_X7() {
    given(contact(1), contact(2).with("score", null));
    started(alone(new Act.Update(List.of(new Act.Line("score", new Value.Sum("score", 5))))));

    run();

    effects("1", "" + contact(1).with("score", 5));
    trace(2, "act").isError(Reason.ACTION);
  }

  @Test
  void a_script_that_throws_is_an_error_of_that_record_alone_X7() {
    given(contact(1), contact(2).with("score", 6), contact(3).with("score", null));
    started(alone(new Act.Script(Act.Script.Code.THROWING)));

    run();

    trace(2, "act").isError(Reason.ACTION);
    effects("note", "note 1 act Scored Contact 1", "note 3 act Scored Contact 3");
    effects("3", "" + contact(3).with("score", 1));
  }

  @Test
  void a_record_is_made_once_where_it_is_to_be_made_if_absent() {
    given(contact(1), contact(2));
    Act once = new Act.Create(new Value.Constant("Call"), true);
    started(Plan.of(action("a").does(once), action("b").does(once).after(1, HOURS)));
    run();
    pass(Duration.ofHours(1));

    run();

    trace(1, "b").isProcessed();
    effects("task", "task 1 Call", "task 2 Call");
  }

  @Test
  void a_passing_failure_leaves_nothing_behind_until_it_is_over_X5() {
    given(contact(1));
    started(alone(sequence(TASK, TODO, NOTE, MAIL, HOOK)));
    lock(1, true);
    run();
    effects("task");
    effects("todo");
    effects("note");
    effects("message");
    lock(1, false);
    pass(Duration.ofMinutes(1));

    process();

    effects("task", "task 1 Contact 1");
    effects("todo", "todo 1 act 2026-06-03T08:01:00Z Call Contact 1 ann");
    effects("note", "note 1 act Hello <p>Hello Contact 1</p>");
    effects(
        "message",
        "message 1 act 4 EMAIL c1@example.org QUEUED null",
        "message 1 act 5 null hooks.example.org QUEUED"
            + " {\"record\":1,\"fields\":{\"name\":\"Contact 1\",\"score\":0}}");
  }

  @Test
  void what_is_sent_and_noted_is_neither_where_there_is_no_address() {
    given(contact(1), contact(2).with("email", null));
    started(alone(new Act.Send(Send.Form.MESSAGE)));

    run();

    trace(2, "act").isError(Reason.ACTION);
    effects("note", "note 1 act Hello <p>Hello Contact 1</p>");
    effects("message", "message 1 act 1 EMAIL c1@example.org SENT null");
  }

  @Test
  void a_campaign_keeps_its_action_until_update_U7() {
    given(contact(1), contact(2));
    started(alone(TODO));
    rewrite("act", TASK);
    enroll();
    process();
    effects("task");

    update(alone(TASK));
    given(contact(3));
    run();

    effects("task", "task 3 Contact 3");
    effects(
        "todo",
        "todo 1 act 2026-06-03T08:00:00Z Call Contact 1 ann",
        "todo 2 act 2026-06-03T08:00:00Z Call Contact 2 ann");
  }

  @Test
  void a_webhook_given_up_is_an_error_a_mail_of_an_action_is_not_X9() {
    given(contact(1), contact(2));
    fate(1, Fate.GIVEN_UP);
    fate(2, Fate.GIVEN_UP);
    started(
        Plan.of(
            action("hook").does(HOOK).then(action("then").after(1, DAYS)),
            action("mail").does(MAIL)));

    run();

    trace(1, "hook").isError(Reason.ACTION);
    trace(1, "then").isCanceled(Reason.PARENT_FAILED);
    trace(1, "mail").isProcessed();
    verify();
  }

  @Test
  void a_bounce_of_an_actions_mail_suppresses_and_triggers_nothing_D7() {
    given(contact(1));
    fate(1, Fate.HARD_BOUNCE);
    started(plan(MAIL));
    run();
    process();
    pass(Duration.ofDays(1));
    update(Plan.of(action("act").does(MAIL).then(action("then").does(MAIL).after(1, DAYS))));

    process();

    trace(1, "act").isProcessed();
    trace(1, "then").isError(Reason.ACTION);
    effects("message", "message 1 act 1 EMAIL c1@example.org BOUNCED null");
  }

  @Test
  void what_actions_queued_for_a_removed_participant_is_withdrawn_P1_X11() {
    given(contact(1), contact(2));
    started(Plan.of(action("hook").does(HOOK), action("mail").does(MAIL)));
    enroll();
    process();

    remove(1);
    send();

    trace(1, "hook").isCanceled(Reason.PARTICIPANT_REMOVED);
    trace(1, "mail").isProcessed();
    effects(
        "message",
        "message 1 hook 1 null hooks.example.org WITHDRAWN"
            + " {\"record\":1,\"fields\":{\"name\":\"Contact 1\",\"score\":0}}",
        "message 1 mail 1 EMAIL c1@example.org WITHDRAWN null",
        "message 2 hook 1 null hooks.example.org SENT"
            + " {\"record\":2,\"fields\":{\"name\":\"Contact 2\",\"score\":0}}",
        "message 2 mail 1 EMAIL c2@example.org SENT null");
    verify();
  }
}
