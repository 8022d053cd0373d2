package org.nurture.action;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import org.nurture.audience.HostWriter;
import org.nurture.platform.Text;
import org.nurture.platform.json.DocumentReader;
import org.nurture.platform.json.DocumentWriter;

/**
 * Ties the record to others over a relation from many to many, or unties it: adds a tag. What is so
 * already stays so.
 *
 * @param far the others, each by its key or, where keys are no texts, by its name
 * @param add false: the ties are undone
 */
public record Linking(String field, List<Object> far, boolean add) implements Change {

  public Linking {
    far = List.copyOf(far);
  }

  static Linking read(DocumentReader in) {
    String field = in.text("field", 400);
    boolean add = in.mentions("add");
    if (add && in.mentions("remove")) {
      in.problems().invalid(in.path(), Text.of("Exactly one of “add” and “remove” is needed"));
    }
    String member = add ? "add" : "remove";
    JsonArray array = in.list(member);
    List<Object> far = new ArrayList<>();
    for (int i = 0; array != null && i < array.size(); i++) {
      JsonValue value = array.get(i);
      if (value instanceof JsonString text) {
        far.add(text.getString());
      } else if (value instanceof JsonNumber number) {
        far.add(Setting.number(number.bigDecimalValue()));
      } else {
        in.problems()
            .malformed(
                in.at(member) + "/" + i,
                Text.of(
                    "A key (a number or a text) or a name is expected, not {0}",
                    DocumentReader.shown(value)));
      }
    }
    return new Linking(field, far, add);
  }

  @Override
  public JsonObject toJson() {
    return new DocumentWriter()
        .put("field", field)
        .put(add ? "add" : "remove", DocumentWriter.array(far.stream().map(Linking::json).toList()))
        .build();
  }

  private static JsonValue json(Object value) {
    if (value instanceof Long number) {
      return Json.createValue(number);
    }
    return value instanceof java.math.BigDecimal decimal
        ? Json.createValue(decimal)
        : Json.createValue(value.toString());
  }

  HostWriter.Link link() {
    return new HostWriter.Link(field, far, add);
  }
}
