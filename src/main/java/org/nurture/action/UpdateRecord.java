package org.nurture.action;

import java.util.List;
import org.nurture.platform.Text;
import org.nurture.platform.json.DocumentReader;
import org.nurture.platform.json.DocumentWriter;

/** {@code update_record}: sets fields of the record, and ties it to others. */
public record UpdateRecord(List<Change> set) implements Effect {
  private static final int MOST = 100;

  public UpdateRecord {
    set = List.copyOf(set);
  }

  static UpdateRecord read(DocumentReader in) {
    List<Change> set = in.objects("set", Change::read);
    if (set.isEmpty() || set.size() > MOST) {
      in.problems()
          .invalid(in.at("set"), Text.of("“set” needs 1 to {0} fields, each with its value", MOST));
    }
    return new UpdateRecord(set);
  }

  @Override
  public ActionKind kind() {
    return ActionKind.UPDATE_RECORD;
  }

  @Override
  public DocumentWriter put(DocumentWriter out) {
    return out.put("set", DocumentWriter.array(set.stream().map(Change::toJson).toList()));
  }
}
