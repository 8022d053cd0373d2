package org.nurture.chinook;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.nurture.support.RestClient;

/** What the CRM's tables and records go through while campaigns run, and what others report. */
abstract class MainJobAfterwards extends MainJob {
  MainJobAfterwards(String name) {
    super(name);
  }

  @Test
  @Order(10)
  void a_renamed_column_blocks_its_campaign_alone() throws Exception {
    String blocked =
        rest()
            .post("/campaigns", small("Fax", "[[\"fax\", \"!=\", \"nobody\"]]"))
            .expect(201)
            .getString("id");
    String free =
        rest()
            .post("/campaigns", small("Cities", "[[\"city\", \"=\", \"Paris\"]]"))
            .expect(201)
            .getString("id");
    rest().post("/campaigns/" + blocked + "/start").expect(200);
    rest().post("/campaigns/" + free + "/start").expect(200);

    chinook().execute("alter table customer rename column fax to facsimile");
    rest().post("/jobs/enroll/executions?wait=600", "{}");
    rest().post("/jobs/process/executions?wait=600", "{}");

    JsonObject document = rest().get("/campaigns/" + blocked).expect(200);
    assertThat(document.getString("state")).isEqualTo("RUNNING");
    assertThat(document.getString("blocked", null)).as(document.toString()).contains("fax");
    assertThat(rest().get("/campaigns/" + free).expect(200).isNull("blocked")).isTrue();
    assertThat(rest().all("/campaigns/" + free + "/participants"))
        .hasSize(
            Integer.parseInt(
                chinook().ask("select count(*) from customer where city = 'Paris'").get(0)));

    chinook().execute("alter table customer rename column facsimile to fax");
    rest().run("enroll");

    assertThat(rest().get("/campaigns/" + blocked).expect(200).isNull("blocked")).isTrue();
    assertThat(rest().all("/campaigns/" + blocked + "/participants")).isNotEmpty();
  }

  @Test
  @Order(11)
  void events_that_cannot_be_are_refused_with_the_reason_C10() {
    int key = clicked().iterator().next();
    String hello = traces("hello").get(key).getString("id");
    String waiting =
        traces("hot").values().stream()
            .filter(trace -> trace.getString("state").equals("SCHEDULED"))
            .findFirst()
            .orElseThrow()
            .getString("id");
    String future = LATER.plus(Duration.ofMinutes(6)).toString();

    assertThat(event(waiting, "{\"type\": \"opened\"}").status()).isEqualTo(409);
    assertThat(event("999999999", "{\"type\": \"opened\"}").status()).isEqualTo(404);
    assertThat(event(hello, "{\"type\": \"loved\"}").violations())
        .singleElement()
        .asString()
        .startsWith("/type");
    assertThat(event(hello, "{\"type\": \"opened\", \"at\": \"%s\"}".formatted(future)).status())
        .isEqualTo(422);
    assertThat(event(hello, "{\"type\": \"opened\", \"how\": 1}").status()).isEqualTo(422);
    assertThat(rest().as("user").call("POST", "/traces/" + hello + "/events", "{}").status())
        .isEqualTo(403);
    assertThat(rest().put("/clock", "{\"now\": \"%s\"}".formatted(START)).status()).isEqualTo(409);
  }

  @Test
  @Order(12)
  void the_same_event_twice_is_one_C7() {
    int key = clicked().iterator().next();
    JsonObject trace = traces("hello").get(key);
    String reply = "{\"type\": \"replied\", \"id\": \"reply-1\"}";

    event(trace.getString("id"), reply).expect(200);
    event(trace.getString("id"), reply).expect(200);

    assertThat(
            rest()
                .get("/campaigns/" + campaign() + "/figures")
                .expect(200)
                .getJsonObject("activities")
                .getJsonObject("hello")
                .getInt("replied"))
        .isEqualTo(1);
  }

  @Test
  @Order(13)
  void a_record_that_is_deleted_in_between_is_unlinked_E4() throws Exception {
    chinook().execute("delete from customer where customer_id = 906");

    rest().run("enroll");

    assertThat(participants("UNLINKED")).isEqualTo(Set.of(906));
    assertThat(outcome(traces("hot").get(906))).isEqualTo("CANCELED record_deleted");
  }

  @Test
  @Order(14)
  void a_dropped_table_blocks_its_campaign_alone() throws Exception {
    chinook()
        .execute(
            "create table guest (guest_id int primary key, email varchar(60))",
            "insert into guest values (1, 'guest@example.org')");
    rest()
        .post(
            "/targets",
            "{\"name\": \"guest\", \"dataSource\": \"crm\", \"schema\": \"chinook\", \"table\":"
                + " \"guest\"}")
        .expect(201);
    String guests =
        rest()
            .post("/campaigns", small("Guests", "[]").replace("\"customer\"", "\"guest\""))
            .expect(201)
            .getString("id");
    rest().post("/campaigns/" + guests + "/start").expect(200);
    rest().run("enroll");
    assertThat(rest().all("/campaigns/" + guests + "/participants")).hasSize(1);

    chinook().execute("drop table guest");
    rest().post("/jobs/enroll/executions?wait=600", "{}");
    rest().run("process");

    assertThat(rest().get("/campaigns/" + guests).expect(200).getString("blocked", null))
        .contains("guest");
    assertThat(rest().get("/campaigns/" + campaign()).expect(200).isNull("blocked")).isTrue();
    assertThat(rest().all("/campaigns/" + guests + "/participants?state=UNLINKED")).isEmpty();
  }

  private RestClient.Answer event(String trace, String document) {
    return rest().post("/traces/" + trace + "/events", document);
  }

  private static String small(String name, String filter) {
    return """
    {"name": "%s", "target": "customer", "filter": %s,
     "activities": [{"ref": "mail", "name": "Mail", "type": "email",
       "template": {"title": "%1$s", "target": "customer", "subject": "Hi", "from": "ann@example.org", "html": "<p>Hi</p>"},
       "trigger": {"type": "begin", "interval": 5, "unit": "weeks"}}]}\
    """
        .formatted(name, filter);
  }
}
