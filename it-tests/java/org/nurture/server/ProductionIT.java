package org.nurture.server;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.nurture.message.webhook.Receiver;
import org.nurture.support.NurtureServer;
import org.nurture.support.RestClient;

/**
 * The WAR is for production: it stands open to nobody, and reaches this machine only where an admin
 * says so.
 */
class ProductionIT {
  private static final String PASSWORD = "s3cret";
  private static final String KEY = "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

  private static Receiver listed;
  private static Receiver unlisted;
  private static NurtureServer server;
  private static RestClient boss;

  @BeforeAll
  static void start() throws SQLException {
    listed = new Receiver();
    unlisted = new Receiver();
    server =
        NurtureServer.named("production")
            .with("NURTURE_MODE", "production")
            .realmUser("boss", PASSWORD, "marketing-admin")
            .with("NURTURE_SCHEDULES", "off")
            .with("NURTURE_WEBHOOK_ALLOW", "127.0.0.1:" + listed.port())
            .with("NURTURE_CRM_URL", crm())
            .with("NURTURE_CRM_USER", "sa")
            .with("NURTURE_CRM_PASSWORD", "sa")
            .start();
    boss = as("boss", PASSWORD);
  }

  /** Two customers in a file of their own. */
  private static String crm() throws SQLException {
    String url = "jdbc:h2:./target/it/production-crm/" + UUID.randomUUID();
    try (Connection connection = DriverManager.getConnection(url, "sa", "sa");
        Statement sql = connection.createStatement()) {
      sql.execute("create table customer (id bigint primary key, name varchar(40))");
      sql.execute("insert into customer values (1, 'Ann'), (2, 'Böhm')");
    }
    return url.replace("./", Path.of("").toAbsolutePath() + "/");
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
    listed.close();
    unlisted.close();
  }

  private static RestClient as(String user, String password) {
    return new RestClient(server.url() + "/api", user, password);
  }

  @Test
  void without_a_realm_the_start_is_refused_by_its_name() throws Exception {
    try (BareServer bare = new BareServer("no-realm", Map.of("NURTURE_STAND_ALONE", "yes"), "")) {
      assertThat(bare.says("Nurture does not start: NURTURE_REALM is not set"))
          .as(bare.log())
          .isTrue();
      assertThat(bare.ends()).as(bare.log()).isTrue();
    }
  }

  @Test
  void a_realm_that_the_server_does_not_have_is_refused_by_its_name() throws Exception {
    try (BareServer bare =
        new BareServer(
            "wrong-realm", Map.of("NURTURE_STAND_ALONE", "yes", "NURTURE_REALM", "nowhere"), "")) {
      assertThat(bare.says("Nurture does not start: NURTURE_REALM=nowhere"))
          .as(bare.log())
          .isTrue();
      assertThat(bare.ends()).as(bare.log()).isTrue();
    }
  }

  @Test
  void the_containers_users_log_in_and_the_built_in_ones_do_not() {
    assertThat(boss.get("/session").status()).isEqualTo(200);
    assertThat(as("boss", "wrong").get("/session").status()).isEqualTo(401);
    assertThat(as("admin", "admin").get("/session").status()).isEqualTo(401);
  }

  @Test
  void a_webhook_is_posted_signed_where_the_admin_allows_it_and_its_answer_shown()
      throws GeneralSecurityException {
    boss.post(
            "/targets",
            "{\"name\": \"customer\", \"dataSource\": \"crm\", \"schema\": \"PUBLIC\","
                + " \"table\": \"CUSTOMER\"}")
        .expect(201);
    assertThat(boss.post("/campaigns", calling(unlisted)).violations())
        .singleElement()
        .asString()
        .startsWith("/activities/0/action/url ")
        .contains("NURTURE_WEBHOOK_ALLOW");
    String id = boss.post("/campaigns", calling(listed)).expect(201).getString("id");
    listed.answer("HTTP/1.1 202 Accepted\r\nContent-Length: 11\r\n\r\nNoted, Ann.");

    boss.post("/campaigns/" + id + "/start").expect(200);
    List.of("enroll", "process", "send-webhooks").forEach(boss::run);

    assertThat(listed.requests())
        .hasSize(2)
        .anyMatch(request -> request.contains("\"record\":1,\"fields\":{\"name\":\"Ann\"}"))
        .anyMatch(request -> request.contains("\"record\":2,\"fields\":{\"name\":\"Böhm\"}"));
    for (String request : listed.requests()) {
      assertThat(header(request, "webhook-signature")).isEqualTo("v1," + signature(request));
    }
    for (JsonObject trace : boss.all("/campaigns/" + id + "/traces")) {
      assertThat(trace.getString("state")).isEqualTo("PROCESSED");
      String page =
          boss.get(
                  "/../campaigns/participant.xhtml?campaign=%s&id=%s"
                      .formatted(id, trace.getString("participant")))
              .text();
      assertThat(Jsoup.parse(page).select(".n-ev p").eachText())
          .contains("Posted to 127.0.0.1:" + listed.port() + " (HTTP 202 · Noted, Ann.)");
    }
    assertThat(unlisted.requests()).isEmpty();
  }

  private static String calling(Receiver receiver) {
    return """
    {"name": "Call", "target": "customer", "activities": [
      {"ref": "call", "name": "Call", "type": "action",
       "action": {"name": "Call", "target": "customer", "kind": "webhook",
         "url": "http://127.0.0.1:%d/in", "fields": ["name"], "secret": "whsec_%s"},
       "trigger": {"type": "begin", "interval": 0, "unit": "hours"}}]}
    """
        .formatted(receiver.port(), KEY);
  }

  /** As a receiver reckons it, by the convention's own words. */
  private static String signature(String request) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(Base64.getDecoder().decode(KEY), "HmacSHA256"));
    String signed =
        String.join(
            ".",
            header(request, "webhook-id"),
            header(request, "webhook-timestamp"),
            request.substring(request.indexOf("\r\n\r\n") + 4));
    return Base64.getEncoder().encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
  }

  private static String header(String request, String name) {
    Matcher found = Pattern.compile("(?i)\r\n" + name + ": ([^\r]*)\r\n").matcher(request);
    assertThat(found.find()).as(name + " in " + request).isTrue();
    return found.group(1);
  }
}
