package org.nurture.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.nurture.action.ActionKind;
import org.nurture.action.Effect;
import org.nurture.action.Setting;
import org.nurture.campaign.ActivityType;
import org.nurture.campaign.CampaignState;
import org.nurture.campaign.IntervalUnit;
import org.nurture.campaign.TriggerType;
import org.nurture.job.Job;
import org.nurture.journey.ParticipantState;
import org.nurture.journey.Reason;
import org.nurture.journey.TraceState;
import org.nurture.message.MessageState;
import org.nurture.tracking.EventType;

/** The OpenAPI document is kept by hand: this keeps it true. */
class OpenApiTest {
  /** Answered by servlets, before JAX-RS. */
  private static final Set<String> SERVLETS =
      Set.of("GET /session", "GET /health", "GET /health/live", "GET /health/ready");

  private static final JsonObject DOCUMENT = read();

  @Test
  void every_resource_is_in_the_document_and_every_path_has_its_resource() {
    Set<String> documented = documented();
    documented.removeAll(SERVLETS);

    assertThat(documented).isEqualTo(implemented());
  }

  @Test
  void all_states_and_reasons_are_in_the_document() {
    assertEnum("Reason", Reason.values(), Reason::word);
    assertEnum("TraceState", TraceState.values(), Enum::name);
    assertEnum("ParticipantState", ParticipantState.values(), Enum::name);
    assertEnum("CampaignState", CampaignState.values(), Enum::name);
    assertEnum("EventType", EventType.values(), EventType::word);
    assertEnum("TriggerType", TriggerType.values(), TriggerType::word);
    assertEnum("JobName", Job.values(), Job::word);
    assertEnum("ActivityType", ActivityType.values(), OpenApiTest::lower);
    assertEnum("IntervalUnit", IntervalUnit.values(), OpenApiTest::lower);
    assertThat(allowed("MessageState"))
        .containsExactlyElementsOf(
            Arrays.stream(MessageState.values())
                .filter(s -> s != MessageState.CLAIMED)
                .map(Enum::name)
                .toList());
  }

  @Test
  void all_kinds_of_actions_and_their_members_are_in_the_document() {
    JsonObject members =
        DOCUMENT
            .getJsonObject("components")
            .getJsonObject("schemas")
            .getJsonObject("ServerAction")
            .getJsonObject("properties");

    assertThat(
            members.getJsonObject("kind").getJsonArray("enum").getValuesAs(JsonString::getString))
        .isEqualTo(Arrays.stream(ActionKind.values()).map(ActionKind::word).toList());
    // what a kind holds for itself has another name in documents, or none
    assertThat(members.keySet())
        .containsAll(
            components(Effect.class.getPermittedSubclasses())
                .filter(c -> !Set.of("channel", "add", "kept").contains(c))
                .toList());
    assertThat(members.getJsonObject("set").getJsonObject("items").getJsonObject("properties"))
        .containsKeys(components(Setting.class).toArray(String[]::new))
        .containsKeys("add", "remove");
  }

  @Test
  void every_reference_leads_somewhere() {
    assertThat(references(DOCUMENT).filter(r -> !leads(r))).isEmpty();
  }

  @Test
  void operation_ids_are_unique() {
    List<String> ids =
        DOCUMENT.getJsonObject("paths").values().stream()
            .flatMap(p -> p.asJsonObject().values().stream())
            .map(o -> o.asJsonObject().getString("operationId"))
            .toList();

    assertThat(ids).doesNotHaveDuplicates();
  }

  private static Stream<String> components(Class<?>... records) {
    return Arrays.stream(records)
        .flatMap(r -> Arrays.stream(r.getRecordComponents()))
        .map(RecordComponent::getName);
  }

  private static <E extends Enum<E>> void assertEnum(
      String schema, E[] values, Function<E, String> word) {
    assertThat(allowed(schema)).isEqualTo(Arrays.stream(values).map(word).toList());
  }

  private static List<String> allowed(String schema) {
    return DOCUMENT
        .getJsonObject("components")
        .getJsonObject("schemas")
        .getJsonObject(schema)
        .getJsonArray("enum")
        .getValuesAs(JsonString::getString);
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private static Set<String> documented() {
    Set<String> calls = new TreeSet<>();
    DOCUMENT
        .getJsonObject("paths")
        .forEach(
            (path, methods) ->
                methods
                    .asJsonObject()
                    .keySet()
                    .forEach(m -> calls.add(call(m.toUpperCase(Locale.ROOT), path))));
    return calls;
  }

  private static Set<String> implemented() {
    Set<String> calls = new TreeSet<>();
    new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("org.nurture")
            .stream()
            .filter(c -> c.isAnnotatedWith(Path.class))
            .filter(c -> !c.getModifiers().contains(JavaModifier.ABSTRACT))
            .map(JavaClass::reflect)
            .forEach(resource -> addCalls(resource, calls));
    return calls;
  }

  private static void addCalls(Class<?> resource, Set<String> calls) {
    String base = resource.getAnnotation(Path.class).value();
    for (Method method : resource.getMethods()) {
      for (Annotation annotation : method.getAnnotations()) {
        HttpMethod http = annotation.annotationType().getAnnotation(HttpMethod.class);
        if (http != null) {
          Path path = method.getAnnotation(Path.class);
          calls.add(call(http.value(), "/" + base + (path == null ? "" : "/" + path.value())));
        }
      }
    }
  }

  /** Names of path parameters do not matter. */
  private static String call(String method, String path) {
    String plain = path.replaceAll("\\{[^}]*}", "{}").replaceAll("/+", "/").replaceAll("/$", "");
    return method + " " + plain;
  }

  private static Stream<String> references(JsonValue value) {
    if (value instanceof JsonArray array) {
      return array.stream().flatMap(OpenApiTest::references);
    }
    if (value instanceof JsonObject object) {
      Stream<String> own =
          object.get("$ref") instanceof JsonString ref ? Stream.of(ref.getString()) : Stream.of();
      return Stream.concat(own, object.values().stream().flatMap(OpenApiTest::references));
    }
    return Stream.of();
  }

  private static boolean leads(String reference) {
    JsonValue at = DOCUMENT;
    for (String step : reference.substring("#/".length()).split("/", -1)) {
      at = at instanceof JsonObject object ? object.get(step) : null;
    }
    return at != null;
  }

  private static JsonObject read() {
    try (JsonReader reader =
        Json.createReader(
            Objects.requireNonNull(
                OpenApiResource.class.getResourceAsStream(OpenApiResource.DOCUMENT)))) {
      return reader.readObject();
    }
  }
}
