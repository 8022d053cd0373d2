package org.nurture.action;

import java.util.List;
import org.nurture.platform.Text;
import org.nurture.platform.json.DocumentReader;
import org.nurture.platform.json.DocumentWriter;

/**
 * {@code sequence}: existing actions in order, all or nothing for each record.
 *
 * @param actions their names: the campaign's own first, then the library's
 */
public record Sequence(List<String> actions) implements Effect {
  private static final int MOST = 20;

  public Sequence {
    actions = List.copyOf(actions);
  }

  static Sequence read(DocumentReader in) {
    List<String> actions = in.texts("actions", 200);
    if (actions.isEmpty() || actions.size() > MOST) {
      in.problems()
          .invalid(
              in.at("actions"), Text.of("“actions” needs the names of 1 to {0} actions", MOST));
    }
    return new Sequence(actions);
  }

  @Override
  public ActionKind kind() {
    return ActionKind.SEQUENCE;
  }

  @Override
  public DocumentWriter put(DocumentWriter out) {
    return out.put("actions", actions);
  }
}
