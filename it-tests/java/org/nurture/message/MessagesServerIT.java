package org.nurture.message;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nurture.support.NurtureServer;
import org.nurture.support.RestClient;
import org.nurture.support.RestClient.Answer;

/** Templates, suppressions and the pages of recipients, in the server. */
class MessagesServerIT {
  private final NurtureServer server = NurtureServer.shared();
  private final RestClient rest = server.rest();
  private final HttpClient http = HttpClient.newHttpClient();

  @Test
  void a_template_is_kept_changed_and_deleted() {
    String title = title();
    Answer created = rest.post("/mail-templates", mail(title, "Hi {{ object.first_name }}", "x"));
    String path = "/mail-templates/" + created.expect(201).getString("id");

    assertThat(created.headers().get("location").get(0)).endsWith(path);
    Answer read = rest.get(path);
    assertThat(read.expect(200).getString("subject")).isEqualTo("Hi {{ object.first_name }}");
    String tag = read.headers().get("etag").get(0);
    rest.call("PUT", path, mail(title, "New", "<p>y</p>"), "If-Match", tag).expect(200);
    assertThat(rest.call("PUT", path, mail(title, "Newer", "z"), "If-Match", tag).status())
        .isEqualTo(412);
    assertThat(rest.get(path).expect(200).getString("subject")).isEqualTo("New");
    assertThat(rest.delete(path).status()).isEqualTo(204);
    assertThat(rest.get(path).status()).isEqualTo(404);
  }

  @Test
  void the_title_is_the_subject_where_none_is_given_and_is_unique() {
    String title = title();
    String document = "{\"title\":\"" + title + "\",\"target\":\"contact\",\"text\":\"x\"}";

    assertThat(rest.post("/mail-templates", document).expect(201).getString("subject"))
        .isEqualTo(title);
    assertThat(rest.post("/mail-templates", document).violations())
        .singleElement()
        .asString()
        .startsWith("/title ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "{{ object.nonsense }}~nonsense",
        "{{ object.company.nonsense }}~nonsense",
        "{{ contact.first_name }}~contact.first_name",
        "{{ object.first_name~line 1",
        "{% if object.first_name %}x~line 1",
        "{{ object.first_name | shout }}~shout",
      })
  void a_broken_or_unknown_placeholder_is_named_with_its_place(String source, String named) {
    for (String part : List.of("subject", "html", "text", "preview")) {
      Answer answer =
          rest.post(
              "/mail-templates",
              "{\"title\":\"%s\",\"target\":\"contact\",\"html\":\"x\",\"%s\":\"%s\"}"
                  .formatted(title(), part, source)
                  .replace("\"html\":\"x\",\"html\"", "\"html\""));

      assertThat(answer.status()).isEqualTo(422);
      assertThat(answer.violations())
          .singleElement()
          .asString()
          .startsWith("/" + part + " ")
          .contains(named);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "400|{\"title\":5,\"target\":\"contact\",\"html\":\"x\"}|/title",
        "400|{\"title\":\"a\",\"target\":\"contact\",\"html\":[]}|/html",
        "422|{\"title\":\" \",\"target\":\"contact\",\"html\":\"x\"}|/title",
        "422|{\"title\":\"a\",\"html\":\"x\"}|/target",
        "422|{\"title\":\"a\",\"target\":\"nix\",\"html\":\"x\"}|/target",
        "422|{\"title\":\"a\",\"target\":\"contact\"}|/html",
        "422|{\"title\":\"a\",\"target\":\"contact\",\"html\":\"x\",\"more\":1}|/more",
        "422|{\"title\":\"a\",\"target\":\"contact\",\"html\":\"x\",\"from\":\"a, b\"}|/from",
        "422|{\"title\":\"a\",\"target\":\"contact\",\"html\":\"x\",\"replyTo\":\"a\\r\\nBcc: b@c.de\"}|/replyTo",
        "422|{\"title\":\"a\",\"target\":\"contact\",\"html\":\"x\",\"language\":\"no language\"}|/language",
        "422|{\"title\":\"a\",\"target\":\"contact\",\"mjml\":\"<mjml></mjml>\"}|/mjml",
        "422|{\"title\":\"a\",\"target\":\"contact\",\"html\":\"x\",\"attachments\":[{}]}|/attachments",
      })
  void bad_documents_are_refused_with_their_place(int status, String document, String path) {
    Answer answer = rest.post("/mail-templates", document);

    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.violations()).anySatisfy(v -> assertThat(v).startsWith(path + " "));
  }

  @Test
  void suppressing_twice_is_no_error() {
    String address = UUID.randomUUID() + "@Example.ORG";
    String document = "{\"channel\":\"email\",\"address\":\"" + address + "\",\"note\":\"n\"}";

    JsonObject first = rest.post("/suppressions", document).expect(201);
    JsonObject again = rest.post("/suppressions", document).expect(200);

    assertThat(again).isEqualTo(first);
    assertThat(first.getString("address")).isEqualTo(address.toLowerCase(java.util.Locale.ROOT));
    assertThat(first.getString("reason")).isEqualTo("manual");
    String path = "/suppressions/" + first.getString("id");
    assertThat(rest.delete(path).status()).isEqualTo(204);
    assertThat(rest.delete(path).status()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"channel\":\"email\",\"address\":\"nobody\"}",
        "{\"channel\":\"sms\",\"address\":\"12\"}",
        "{\"channel\":\"fax\",\"address\":\"a@example.org\"}",
        "{\"address\":\"a@example.org\"}"
      })
  void what_is_no_address_can_not_be_suppressed(String document) {
    assertThat(rest.post("/suppressions", document).status()).isEqualTo(422);
  }

  @Test
  void suppressions_are_for_managers() {
    assertThat(rest.as("user").get("/suppressions").status()).isEqualTo(403);
    assertThat(rest.as("manager").get("/suppressions").status()).isEqualTo(200);
    assertThat(rest.as("user").get("/mail-templates").status()).isEqualTo(200);
    assertThat(rest.asNobody().get("/mail-templates").status()).isEqualTo(401);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "o/AAAA.gif",
        "o/AQAAAAAAAAAAAAAA.gif",
        "c/AQAAAAAAAAAAAAAA?u=https%3A%2F%2Fevil.example",
        "c/AQAAAAAAAAAAAAAA",
        "s/AQAAAAAAAAAAAAAA",
        "u/AQAAAAAAAAAAAAAA",
        "x/y"
      })
  void without_a_token_of_ours_there_is_nothing_and_no_way_elsewhere(String path)
      throws IOException, InterruptedException {
    for (String method : List.of("GET", "POST")) {
      HttpResponse<String> answer =
          http.send(
              HttpRequest.newBuilder(URI.create(server.url() + "/t/" + path))
                  .method(method, BodyPublishers.noBody())
                  .build(),
              HttpResponse.BodyHandlers.ofString());

      assertThat(answer.statusCode()).isEqualTo(404);
      assertThat(answer.headers().firstValue("Location")).isEmpty();
      assertThat(answer.headers().firstValue("Set-Cookie")).isEmpty();
    }
  }

  private static String title() {
    return "T " + UUID.randomUUID();
  }

  private static String mail(String title, String subject, String html) {
    return "{\"title\":\"%s\",\"target\":\"contact\",\"subject\":\"%s\",\"html\":\"%s\"}"
        .formatted(title, subject, html);
  }
}
