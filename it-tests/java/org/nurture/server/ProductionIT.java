package org.nurture.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The bare WAR is for production: it stands open to nobody. */
class ProductionIT {

  @Test
  void without_a_realm_the_start_is_refused_by_its_name() throws Exception {
    try (BareServer server = new BareServer("no-realm", Map.of("NURTURE_STAND_ALONE", "yes"), "")) {
      assertTrue(server.says("Nurture does not start: NURTURE_REALM is not set"), server.log());
      assertTrue(server.ends(), server.log());
    }
  }

  @Test
  void a_realm_that_the_server_does_not_have_is_refused_by_its_name() throws Exception {
    try (BareServer server =
        new BareServer(
            "wrong-realm", Map.of("NURTURE_STAND_ALONE", "yes", "NURTURE_REALM", "nowhere"), "")) {
      assertTrue(server.says("Nurture does not start: NURTURE_REALM=nowhere"), server.log());
      assertTrue(server.ends(), server.log());
    }
  }

  @Test
  void the_containers_users_log_in_and_the_built_in_ones_do_not() throws Exception {
    Path password = Files.createTempFile("nurture", "password");
    Files.writeString(password, "AS_ADMIN_USERPASSWORD=s3cret\n");
    try (BareServer server =
        new BareServer(
            "realm",
            Map.of("NURTURE_REALM", "file", "NURTURE_SCHEDULES", "off"),
            "create-file-user --authrealmname file --groups marketing-manager --passwordfile "
                + password
                + " boss\n")) {
      assertTrue(server.says("Payara Micro URLs:"), server.log());

      assertEquals(200, status(server, "boss", "s3cret"), server.log());
      assertEquals(401, status(server, "boss", "wrong"));
      assertEquals(401, status(server, "admin", "admin"));
    } finally {
      Files.delete(password);
    }
  }

  private static int status(BareServer server, String name, String password) throws Exception {
    byte[] pair = (name + ":" + password).getBytes(StandardCharsets.UTF_8);
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + server.port + "/nurture/api/session"))
            .header("Authorization", "Basic " + Base64.getEncoder().encodeToString(pair))
            .build();
    return HttpClient.newHttpClient()
        .send(request, HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }
}
