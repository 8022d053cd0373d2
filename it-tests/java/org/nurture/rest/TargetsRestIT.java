package org.nurture.rest;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nurture.support.NurtureServer;
import org.nurture.support.RestClient;

/** {@code /targets} as API.md has it, on the demo CRM. */
class TargetsRestIT {
  private final RestClient rest = NurtureServer.shared().rest();

  private static String json(String text) {
    return text.replace('\'', '"');
  }

  private static JsonValue value(String text) {
    return Json.createReader(new StringReader(json(text))).readValue();
  }

  @Test
  void the_demo_has_its_seven_targets() {
    assertThat(rest.all("/targets"))
        .extracting(t -> t.getString("name"))
        .contains("company", "contact", "country", "lead", "tag", "ticket", "user");
    JsonObject contact = rest.get("/targets/contact").expect(200);
    assertThat(contact.getString("schema")).isEqualTo("crm");
    assertThat(contact.getJsonObject("roles").getString("key")).isEqualTo("id");
    assertThat(contact.getJsonObject("roles").getString("optOut")).isEqualTo("opt_out");
    assertThat(rest.get("/targets/nonsense").status()).isEqualTo(404);
  }

  @Test
  void fields_tell_types_and_relations() {
    String text = rest.get("/targets/contact/fields").text();
    assertThat(value(text).asJsonObject().getJsonArray("items"))
        .contains(
            value("{'name':'email','label':'Email','type':'text','nullable':true}"),
            value(
                "{'name':'company','label':'Company','type':'integer','nullable':true,'relation':{'target':'company','many':false}}"),
            value(
                "{'name':'tag','label':'Tag','type':'integer','nullable':true,'relation':{'target':'tag','many':true}}"));
  }

  @Test
  void matching_records_are_counted_and_listed() {
    String filter = "[['country.code','=','IT'],['score','!=',null]]";
    int count =
        rest.post("/targets/contact/count", json("{'filter':" + filter + "}"))
            .expect(200)
            .getInt("count");
    JsonObject page =
        rest.post(
                "/targets/contact/records",
                json(
                    "{'filter':"
                        + filter
                        + ",'fields':['email','country.code','tag.name'],'limit':5}"))
            .expect(200);
    assertThat(count).isPositive();
    assertThat(page.getJsonArray("items")).hasSize(5);
    assertThat(page.getJsonArray("items").getValuesAs(JsonObject.class))
        .allSatisfy(
            record -> {
              assertThat(record.getString("country.code")).isEqualTo("IT");
              assertThat(record.getInt("key")).isPositive();
              assertThat(record.getJsonArray("tag.name")).isNotNull();
            });
    assertThat(rest.post("/targets/contact/count", "{}").expect(200).getInt("count"))
        .isBetween(count, 2000);
  }

  @Test
  void a_target_is_made_changed_and_deleted() {
    JsonObject made =
        rest.post(
                "/targets",
                json(
                    "{'name':'firm','dataSource':'crm','schema':'crm','table':'company','roles':{'email':null}}"))
            .expect(201);
    try {
      assertThat(made.getString("label")).isEqualTo("Firm");
      assertThat(made.getJsonObject("roles").isNull("email")).isTrue();
      assertThat(made.getJsonObject("roles").getString("country")).isEqualTo("country.code");
      assertThat(rest.post("/targets", made.toString()).status()).isEqualTo(422);
      JsonObject changed =
          rest.put("/targets/firm", made.toString().replace("\"Firm\"", "\"Customer\""))
              .expect(200);
      assertThat(changed.getString("label")).isEqualTo("Customer");
      assertThat(rest.call("PUT", "/targets/firm", made.toString(), "If-Match", "\"0\"").status())
          .isIn(412);
      assertThat(rest.as("user").post("/targets", made.toString()).status()).isEqualTo(403);
    } finally {
      assertThat(rest.delete("/targets/firm").status()).isEqualTo(204);
    }
    assertThat(rest.get("/targets/firm").status()).isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '~',
      value = {
        "/targets; {'name':'x','dataSource':'crm','schema':'crm','table':'contact_tag'}; 422; /roles/key",
        "/targets; {'name':'x','dataSource':'jdbc/none','table':'contact'}; 422; /dataSource",
        "/targets; {'name':'x','dataSource':'crm','schema':'none','table':'contact'}; 422; /schema",
        "/targets; {'name':'x','dataSource':'crm','schema':'crm','table':'none'}; 422; /table",
        "/targets; {'name':'x','dataSource':'crm','schema':'crm','table':'contact','nonsense':1}; 422; /nonsense",
        "/targets; {'name':5,'dataSource':'crm','schema':'crm','table':'contact'}; 400; /name",
        "/targets/none/count; {'filter':[]}; 404;",
        "/targets/contact/count; {'filter':[['nonsense','=',1]]}; 422; /filter/0/0",
        "/targets/contact/count; {'filter':[['score','=','x']]}; 422; /filter/0/2",
        "/targets/contact/count; {'filter':['score','=',1]}; 422; /filter",
        "/targets/contact/count; {'filter':'x'}; 422; /filter",
        "/targets/contact/records; {'filter':[['score','~',1]]}; 422; /filter/0/1",
        "/targets/contact/records; {'fields':['nonsense']}; 422; /fields/0",
        "/targets/contact/records; {'limit':0}; 422; /limit",
        "/targets/contact/records; {'limit':5000}; 422; /limit",
      })
  void what_is_wrong_is_said_with_its_place(String path, String body, int status, String place) {
    RestClient.Answer answer = rest.post(path, json(body));
    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    if (place != null && !place.isBlank()) {
      assertThat(answer.violations()).anySatisfy(v -> assertThat(v).startsWith(place + " "));
    }
  }

  @Test
  void a_filter_of_ten_thousand_terms_or_five_hundred_groups_is_refused() {
    String terms = String.join(",", Collections.nCopies(10_000, "['score','=',1]"));
    RestClient.Answer many =
        rest.post("/targets/contact/count", json("{'filter':[" + terms + "]}"));
    assertThat(many.violations())
        .isEqualTo(
            List.of("/filter The filter has more than 1000 terms; at most that are allowed"));
    RestClient.Answer deep =
        rest.post(
            "/targets/contact/count",
            json("{'filter':[" + "'!',".repeat(500) + "['score','=',1]]}"));
    assertThat(deep.status()).isEqualTo(422);
    assertThat(deep.violations().get(0)).contains("nested more than 50 deep");
  }
}
