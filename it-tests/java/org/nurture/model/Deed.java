package org.nurture.model;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.nurture.campaign.ActivityType;
import org.nurture.model.Act.Send;
import org.nurture.model.Value.Refused;

/**
 * One action on one record (SPEC section 9): done to copies, which count only if all of it could be
 * done.
 */
final class Deed {
  private static final int LONGEST_STAGE = 20;
  private static final int LONGEST_COUNTRY = 2;
  private static final int LONGEST_TITLE = 20;

  /** More than that is too much for scripts that fail. */
  private static final int HIGH_SCORE = 5;

  private final Model model;
  private final Passage.Step step;
  private final Contact contact;
  private final Contact draft;
  private final SortedSet<String> followers;
  private final List<Ledger.Task> tasks = new ArrayList<>();
  private final List<Ledger.Todo> todos = new ArrayList<>();
  private final List<Ledger.Note> notes = new ArrayList<>();
  private final List<Mail> messages = new ArrayList<>();

  Deed(Model model, Passage.Step step, Contact contact) {
    this.model = model;
    this.step = step;
    this.contact = contact;
    this.draft = contact.copy();
    this.followers = new TreeSet<>(model.ledger().followersOf(contact.key()));
  }

  /** Does all of it, or nothing: false. */
  boolean done() {
    try {
      Act act = step.activity.act();
      List<Act> parts = act instanceof Act.Sequence s ? s.parts() : List.of(act);
      for (int i = 0; i < parts.size(); i++) {
        act(parts.get(i), i + 1);
      }
    } catch (Refused e) {
      return false;
    }
    Contact.FIELDS.forEach(field -> contact.with(field, draft.get(field)));
    Ledger ledger = model.ledger();
    ledger.tasks.addAll(tasks);
    ledger.todos.addAll(todos);
    ledger.notes.addAll(notes);
    ledger.followers.put(contact.key(), followers);
    model.outbox().addAll(messages);
    return true;
  }

  private void act(Act act, int slot) throws Refused {
    if (act instanceof Act.Update update) {
      update(update);
    } else if (act instanceof Act.Create create) {
      create(create);
    } else if (act instanceof Act.Todo todo) {
      todo(todo);
    } else if (act instanceof Act.Follow follow) {
      follow(follow);
    } else if (act instanceof Send send) {
      send(send.form(), slot);
    } else if (act instanceof Act.Script script) {
      run(script);
    } else if (act instanceof Act.Hook) {
      messages.add(new Mail(step, slot, null, "hooks.example.org", posted()));
    } else {
      throw new IllegalArgumentException("no part of an action: " + act);
    }
  }

  private void update(Act.Update update) throws Refused {
    Contact before = draft.copy();
    for (Act.Line line : update.set()) {
      draft.with(line.field(), line.value().of(before));
    }
    constraints();
  }

  /** The host's own. */
  private void constraints() throws Refused {
    boolean poisoned = draft.is("poison") && "hot".equals(draft.get("stage"));
    if (poisoned || tooLong("stage", LONGEST_STAGE) || tooLong("country", LONGEST_COUNTRY)) {
      throw new Refused("the host objects");
    }
  }

  private boolean tooLong(String field, int longest) {
    String text = draft.text(field);
    return text != null && text.length() > longest;
  }

  private void create(Act.Create create) throws Refused {
    Object title = create.title().of(draft);
    if (title == null || title.toString().length() > LONGEST_TITLE) {
      throw new Refused("the host objects");
    }
    Ledger.Task task = new Ledger.Task(title.toString(), contact.key());
    if (!create.ifAbsent() || !(model.ledger().tasks.contains(task) || tasks.contains(task))) {
      tasks.add(task);
    }
  }

  private void todo(Act.Todo todo) throws Refused {
    rendered();
    todos.add(
        new Ledger.Todo(
            contact.key(),
            step.activity.ref(),
            todo.due() == null ? null : todo.due().after(model.now(), model.plan().zone()),
            "Call " + draft.get("name"),
            todo.byStage() ? draft.text("stage") : "ann"));
  }

  private void follow(Act.Follow follow) {
    if (follow.add()) {
      followers.addAll(follow.followers());
    } else {
      followers.removeAll(follow.followers());
    }
  }

  /** What can't be sent is no reason to cancel, as it is for an activity (X4): it is an error. */
  private void send(Send.Form form, int slot) throws Refused {
    ActivityType channel = form == Send.Form.SMS ? ActivityType.SMS : ActivityType.EMAIL;
    if (form.sent() && Recipient.refusal(model, channel, draft) != null) {
      throw new Refused("nobody to send it to");
    }
    rendered();
    if (form.sent()) {
      String address = java.util.Objects.requireNonNull(Recipient.address(channel, draft));
      messages.add(new Mail(step, slot, channel, address, null));
    }
    if (form.noted()) {
      note("Hello", "<p>Hello " + draft.get("name") + "</p>");
    }
  }

  private void rendered() throws Refused {
    if (Recipient.unrenderable(draft)) {
      throw new Refused("not to be rendered");
    }
  }

  private void note(String subject, String body) {
    notes.add(new Ledger.Note(contact.key(), step.activity.ref(), subject, body));
  }

  private void run(Act.Script script) throws Refused {
    int score = draft.get("score") instanceof Integer number ? number : 0;
    if (script.code() == Act.Script.Code.DILIGENT) {
      draft.with("stage", draft.get("stage") == null ? "new" : "hot");
      constraints();
      todos.add(
          new Ledger.Todo(
              contact.key(),
              step.activity.ref(),
              null,
              "Score " + draft.get("name"),
              draft.text("country")));
    } else if (score > HIGH_SCORE) {
      throw new Refused("the script fails");
    } else {
      draft.with("score", score + 1);
      note("Scored", String.valueOf(draft.get("name")));
    }
  }

  /** As JSON. */
  private String posted() {
    return "{\"record\":%d,\"fields\":{\"name\":\"%s\",\"score\":%s}}"
        .formatted(contact.key(), draft.get("name"), draft.get("score"));
  }
}
