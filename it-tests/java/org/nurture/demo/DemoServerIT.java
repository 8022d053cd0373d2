package org.nurture.demo;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.nurture.support.NurtureServer;
import org.nurture.support.RestClient;

/** The demo inside the server. */
class DemoServerIT {
  private final NurtureServer server = NurtureServer.shared();
  private final RestClient rest = server.rest();

  @Test
  void what_the_catcher_accepted_is_shown_by_rest() throws Exception {
    Smtp.send(server.mailPort(), "Hello", "somebody@example.org");

    JsonObject mail =
        rest.get("/demo/mails?to=Somebody@example.org&limit=1")
            .expect(200)
            .getJsonArray("items")
            .getJsonObject(0);
    assertThat(mail.getString("subject")).isEqualTo("Hello");
    assertThat(mail.getString("to")).isEqualTo("somebody@example.org");
    assertThat(mail.getJsonArray("links")).isNotEmpty();
    assertThat(rest.get("/demo/mails/" + mail.getString("id")).expect(200).getString("raw"))
        .contains("Subject: Hello");
  }

  @Test
  void no_text_message_yet() {
    assertThat(rest.get("/demo/sms?to=+39333").expect(200).getJsonArray("items")).isEmpty();
  }

  @Test
  void nobody_sees_no_mail() {
    assertThat(rest.asNobody().get("/demo/mails").status()).isEqualTo(401);
  }
}
