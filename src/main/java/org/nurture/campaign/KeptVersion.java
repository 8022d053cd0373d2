package org.nurture.campaign;

import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nurture.audience.Filter;
import org.nurture.campaign.Workflow.Step;
import org.nurture.platform.json.JsonText;

/**
 * A live version that outlives the campaign's changes, because a test keeps the one that it was
 * launched with (SPEC, “Testing a campaign”). Immutable.
 *
 * @param names of the activities, by their ids; where one is missing, its ref serves
 */
public record KeptVersion(Workflow workflow, Map<Long, String> names) {
  private static final JsonProvider JSON = JsonProvider.provider();

  public KeptVersion {
    names = Map.copyOf(names);
  }

  /** What people call the activity. */
  public String name(Step step) {
    return names.getOrDefault(step.id(), step.ref());
  }

  /** As {@link #parse} reads it. */
  public String toJson() {
    var steps = JSON.createArrayBuilder();
    workflow.steps().forEach(step -> steps.add(step(step)));
    JsonObjectBuilder out =
        JSON.createObjectBuilder()
            .add("campaign", workflow.campaignId())
            .add("version", workflow.version())
            .add("state", workflow.state().name())
            .add("target", workflow.target())
            .add("filter", workflow.filter().toJson());
    text(out, "uniqueField", workflow.uniqueField());
    return out.add("zone", workflow.zone().getId())
        .add("oncePerAddress", workflow.oncePerAddress())
        .add("tracking", workflow.tracking())
        .add("steps", steps)
        .build()
        .toString();
  }

  private JsonObject step(Step step) {
    JsonObjectBuilder out =
        JSON.createObjectBuilder()
            .add("id", step.id())
            .add("ref", step.ref())
            .add("name", name(step))
            .add("type", step.type().name())
            .add("trigger", step.trigger().name())
            .add("filter", step.filter().toJson());
    number(out, "parent", step.parentId());
    interval(out, "interval", step.interval());
    interval(out, "waitAtMost", step.waitAtMost());
    interval(out, "expiry", step.expiry());
    number(out, "template", step.templateId());
    number(out, "action", step.actionId());
    Workflow.Kept kept = step.kept();
    if (kept != null) {
      out.add("actionVersion", kept.version()).add("actionBy", kept.by());
    }
    return out.build();
  }

  /** The version of that text. */
  public static KeptVersion parse(String text) {
    JsonObject json = JsonText.object(text);
    List<JsonObject> rows = json.getJsonArray("steps").getValuesAs(JsonObject.class);
    List<Step> steps = new ArrayList<>();
    Map<Long, String> names = new HashMap<>();
    for (JsonObject row : rows) {
      Step step = step(row, steps.size());
      steps.add(step);
      names.put(step.id(), row.getString("name"));
    }
    return new KeptVersion(
        new Workflow(
            json.getJsonNumber("campaign").longValue(),
            json.getJsonNumber("version").longValue(),
            CampaignState.valueOf(json.getString("state")),
            json.getString("target"),
            Filter.parse(json.getString("filter")),
            json.getString("uniqueField", null),
            ZoneId.of(json.getString("zone")),
            json.getBoolean("oncePerAddress"),
            json.getBoolean("tracking"),
            steps),
        names);
  }

  private static Step step(JsonObject json, int position) {
    Interval interval = interval(json, "interval");
    return new Step(
        json.getJsonNumber("id").longValue(),
        json.getString("ref"),
        number(json, "parent"),
        position,
        ActivityType.valueOf(json.getString("type")),
        TriggerType.valueOf(json.getString("trigger")),
        interval == null ? Intervals.NONE : interval,
        interval(json, "waitAtMost"),
        interval(json, "expiry"),
        Filter.parse(json.getString("filter")),
        number(json, "template"),
        number(json, "action"),
        0,
        json.containsKey("actionVersion")
            ? new Workflow.Kept(
                json.getJsonNumber("actionVersion").longValue(), json.getString("actionBy"))
            : null);
  }

  private static void text(JsonObjectBuilder out, String member, @Nullable String value) {
    if (value != null) {
      out.add(member, value);
    }
  }

  private static void number(JsonObjectBuilder out, String member, @Nullable Long value) {
    if (value != null) {
      out.add(member, value);
    }
  }

  private static @Nullable Long number(JsonObject json, String member) {
    return json.containsKey(member) ? json.getJsonNumber(member).longValue() : null;
  }

  private static void interval(JsonObjectBuilder out, String member, @Nullable Interval value) {
    if (value != null) {
      out.add(
          member,
          JSON.createObjectBuilder().add("count", value.count()).add("unit", value.unit().name()));
    }
  }

  private static @Nullable Interval interval(JsonObject json, String member) {
    JsonValue value = json.get(member);
    return value == null
        ? null
        : new Interval(
            value.asJsonObject().getInt("count"),
            IntervalUnit.valueOf(value.asJsonObject().getString("unit")));
  }
}
