package org.nurture.action;

import jakarta.json.JsonObject;
import org.jspecify.annotations.Nullable;
import org.nurture.platform.json.DocumentReader;
import org.nurture.platform.json.DocumentWriter;

/**
 * {@code create_activity}: a to-do on the record.
 *
 * @param summary Liquid
 * @param note Liquid; null: none
 * @param dueIn counted from the time when the action runs; null: no due date
 * @param assignee null: whoever takes it
 */
public record CreateActivity(
    String summary, @Nullable String note, @Nullable DueIn dueIn, @Nullable Assignee assignee)
    implements Effect {

  static CreateActivity read(DocumentReader in) {
    return new CreateActivity(
        in.text("summary", Todos.LONGEST_SUMMARY),
        in.optionalText("note", Todos.LONGEST_NOTE),
        in.object("dueIn", DueIn::read),
        Assignee.read(in));
  }

  @Override
  public ActionKind kind() {
    return ActionKind.CREATE_ACTIVITY;
  }

  @Override
  public DocumentWriter put(DocumentWriter out) {
    out.put("summary", summary).put("note", note);
    out.put("dueIn", dueIn == null ? null : dueIn.toJson());
    return assignee == null ? out.put("assignee", (String) null) : assignee.put(out);
  }

  /**
   * Who is to do it.
   *
   * @param user as logged in; null: {@code from} says it
   * @param from path of the record whose value is the user's name
   */
  public record Assignee(@Nullable String user, @Nullable String from) {

    private static @Nullable Assignee read(DocumentReader in) {
      if (in.value("assignee") instanceof JsonObject) {
        String from = in.object("assignee", o -> o.text("from", 400));
        return from == null ? null : new Assignee(null, from);
      }
      String user = in.optionalText("assignee", 200);
      return user == null || user.isBlank() ? null : new Assignee(user.strip(), null);
    }

    private DocumentWriter put(DocumentWriter out) {
      return from == null
          ? out.put("assignee", user)
          : out.put("assignee", new DocumentWriter().put("from", from).build());
    }
  }
}
