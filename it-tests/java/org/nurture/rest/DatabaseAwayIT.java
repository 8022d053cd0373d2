package org.nurture.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.nurture.support.NurtureServer;
import org.nurture.support.RestClient;
import org.nurture.support.RestClient.Answer;

/** What callers hear while PostgreSQL is away, and that all is well when it is back. */
class DatabaseAwayIT {
  private static final String CAMPAIGN = "{\"name\": \"Patient\", \"target\": \"contact\"}";

  @TempDir(cleanup = CleanupMode.NEVER)
  private Path folder;

  @Test
  void a_database_that_is_away_is_503_with_retry_after_and_nothing_is_lost() throws IOException {
    EmbeddedPostgres postgres = postgres(0);
    int port = postgres.getPort();
    try (NurtureServer server =
        NurtureServer.named("database-away")
            .with("NURTURE_DB_URL", "jdbc:postgresql://127.0.0.1:" + port + "/postgres")
            .with("NURTURE_DB_USER", "postgres")
            .with("NURTURE_DB_PASSWORD", "postgres")
            .with("NURTURE_SCHEDULES", "off")
            .start()) {
      RestClient rest = server.rest();
      String path = "/campaigns/" + rest.post("/campaigns", CAMPAIGN).expect(201).getString("id");

      postgres.close();

      assertAway(rest.get(path));
      assertAway(rest.post("/campaigns", CAMPAIGN));
      assertAway(rest.put(path, CAMPAIGN));
      assertThat(rest.post("/campaigns", "{").status()).isEqualTo(400);

      postgres = postgres(port);
      assertThat(rest.get(path).expect(200).getString("name")).isEqualTo("Patient");
      assertThat(rest.get("/campaigns").expect(200).getJsonArray("items")).hasSize(1);
    } finally {
      postgres.close();
    }
  }

  private EmbeddedPostgres postgres(int port) throws IOException {
    return EmbeddedPostgres.builder()
        .setDataDirectory(folder.resolve("data"))
        .setCleanDataDirectory(false)
        .setPort(port)
        .setServerConfig("listen_addresses", "127.0.0.1")
        .start();
  }

  private static void assertAway(Answer answer) {
    assertThat(answer.status()).as(answer.toString()).isEqualTo(503);
    assertThat(answer.headers()).containsKey("retry-after");
    assertThat(answer.json().getString("detail")).doesNotContain("Exception");
  }
}
