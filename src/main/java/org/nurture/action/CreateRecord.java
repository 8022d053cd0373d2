package org.nurture.action;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nurture.audience.HostWriter;
import org.nurture.platform.Text;
import org.nurture.platform.json.DocumentReader;
import org.nurture.platform.json.DocumentWriter;

/**
 * {@code create_record}: makes a record of a target for each record.
 *
 * @param in the target that gets it
 * @param linkField the field of the new record, or the relation of the other one, to many or to
 *     one, that ties the two; null: they are not tied
 * @param ifAbsent fields, among those that are set: where there is a record with the same values in
 *     all of them, none is made; empty: always
 */
public record CreateRecord(
    String in, List<Setting> set, @Nullable String linkField, List<String> ifAbsent)
    implements Effect {
  private static final int MOST = 100;

  public CreateRecord {
    set = List.copyOf(set);
    ifAbsent = List.copyOf(ifAbsent);
  }

  static CreateRecord read(DocumentReader reader) {
    String in = reader.text("in", 100);
    List<Setting> set = reader.objects("set", Setting::read);
    String linkField = reader.optionalText("linkField", 400);
    if ((set.isEmpty() && linkField == null) || set.size() > MOST) {
      reader
          .problems()
          .invalid(
              reader.at("set"), Text.of("“set” needs 1 to {0} fields, each with its value", MOST));
    }
    return new CreateRecord(in, set, linkField, reader.texts("ifAbsent", 400));
  }

  @Override
  public ActionKind kind() {
    return ActionKind.CREATE_RECORD;
  }

  @Override
  public DocumentWriter put(DocumentWriter out) {
    return out.put("in", in)
        .put("set", DocumentWriter.array(set.stream().map(Setting::toJson).toList()))
        .put("linkField", linkField)
        .put("ifAbsent", ifAbsent);
  }

  HostWriter.Insertion insertion() {
    return new HostWriter.Insertion(
        in, set.stream().map(Setting::assignment).toList(), linkField, ifAbsent);
  }
}
