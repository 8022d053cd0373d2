package org.nurture.harness;

import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.spi.JsonProvider;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.nurture.action.ActionDocument;
import org.nurture.model.Act;
import org.nurture.model.Span;
import org.nurture.model.Value;
import org.nurture.platform.json.DocumentReader;

/** Turns what a test's action does into the documents that the engine executes (API.md). */
final class ActionDocuments {
  /** Divides by zero for a contact of that name. */
  static final String TRAP =
      "{% if object.name == 'unrenderable' %}{{ 1 | divided_by: 0 }}{% endif %}";

  private static final String FAILING =
      "if (record.score > 5) { %s; } return {set: {score: (record.score || 0) + 1},"
          + " note: {subject: 'Scored', text: record.name}};";

  private static final String DILIGENT =
      "return {set: {stage: record.stage === null ? 'new' : 'hot'},"
          + " todo: {summary: 'Score ' + record.name, assignee: record.country}};";

  private static final JsonProvider JSON = JsonProvider.provider();

  private ActionDocuments() {}

  /** Itself, or the parts of a sequence. */
  static List<ActionDocument> of(Act act) {
    List<Act> parts = act instanceof Act.Sequence sequence ? sequence.parts() : List.of(act);
    return parts.stream()
        .map(part -> json(part).add("name", "A").add("target", "contact").build())
        .map(json -> DocumentReader.read(json, ActionDocument::read))
        .toList();
  }

  private static JsonObjectBuilder json(Act act) {
    if (act instanceof Act.Update update) {
      return kind("update_record").add("set", array(update.set(), ActionDocuments::line));
    }
    if (act instanceof Act.Create create) {
      JsonArrayBuilder set =
          JSON.createArrayBuilder().add(line(new Act.Line("title", create.title())));
      return kind("create_record")
          .add("in", "task")
          .add("set", set)
          .add("linkField", "contact")
          .add("ifAbsent", texts(create.ifAbsent() ? List.of("title", "contact") : List.of()));
    }
    if (act instanceof Act.Todo todo) {
      return todo(todo);
    }
    if (act instanceof Act.Follow follow) {
      return kind(follow.add() ? "add_followers" : "remove_followers")
          .add("followers", texts(follow.followers()));
    }
    if (act instanceof Act.Send send) {
      return send.form() == Act.Send.Form.SMS
          ? kind("send_sms").add("template", Templates.TITLE)
          : kind("send_email")
              .add("template", Templates.TITLE)
              .add("as", send.form().name().toLowerCase(Locale.ROOT));
    }
    if (act instanceof Act.Script script) {
      return kind("execute_code").add("script", script(script.code()));
    }
    if (act instanceof Act.Hook) {
      return kind("webhook")
          .add("url", "https://hooks.example.org/in")
          .add("fields", texts(List.of("name", "score")));
    }
    throw new IllegalArgumentException("no part of an action: " + act);
  }

  private static String script(Act.Script.Code code) {
    return switch (code) {
      case DILIGENT -> DILIGENT;
      case THROWING -> FAILING.formatted("throw new Error('too high')");
      case ENDLESS -> FAILING.formatted("while (true) {}");
      case MISFIT -> FAILING.formatted("return {set: {stage: 'far longer than a stage'}}");
    };
  }

  private static JsonObjectBuilder todo(Act.Todo todo) {
    JsonObjectBuilder json =
        kind("create_activity").add("summary", "Call {{ object.name }}" + TRAP);
    Span due = todo.due();
    if (due != null) {
      json.add(
          "dueIn",
          JSON.createObjectBuilder()
              .add("interval", due.count())
              .add("unit", due.unit().name().toLowerCase(Locale.ROOT)));
    }
    return todo.byStage()
        ? json.add("assignee", JSON.createObjectBuilder().add("from", "stage"))
        : json.add("assignee", "ann");
  }

  private static JsonObject line(Act.Line line) {
    JsonObjectBuilder json = JSON.createObjectBuilder().add("field", line.field());
    Value value = line.value();
    if (value instanceof Value.Other other) {
      json.add("from", other.path());
    } else if (value instanceof Value.Sum sum) {
      json.add("expression", "object.%s + %d".formatted(sum.field(), sum.more()));
    } else if (value instanceof Value.Joined joined) {
      json.add("expression", "\"%s\" + object.%s".formatted(joined.before(), joined.field()));
    } else if (value instanceof Value.Constant constant) {
      constant(json, constant.value());
    }
    return json.build();
  }

  private static void constant(JsonObjectBuilder json, @Nullable Object value) {
    if (value == null) {
      json.addNull("value");
    } else if (value instanceof Integer number) {
      json.add("value", number);
    } else if (value instanceof Boolean flag) {
      json.add("value", flag);
    } else {
      json.add("value", value.toString());
    }
  }

  private static JsonObjectBuilder kind(String word) {
    return JSON.createObjectBuilder().add("kind", word);
  }

  private static JsonArray texts(Collection<String> texts) {
    return JSON.createArrayBuilder(texts).build();
  }

  private static <T> JsonArrayBuilder array(
      List<T> of, java.util.function.Function<T, JsonObject> json) {
    JsonArrayBuilder array = JSON.createArrayBuilder();
    of.forEach(each -> array.add(json.apply(each)));
    return array;
  }
}
