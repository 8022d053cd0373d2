package org.nurture.chinook;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.nurture.support.EmptyPostgres;
import org.nurture.support.NurtureServer;
import org.nurture.support.RestClient;
import org.nurture.support.SmtpProcess;
import org.nurture.support.Story;

/**
 * A server process, a mail server process and somebody else's CRM, for one story that is told in
 * order: each test is a chapter.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@ExtendWith(Story.class)
// its fields are there from the first chapter on
@SuppressWarnings("NullAway")
abstract class ChinookServer {
  private final String name;
  private final EmptyPostgres database = EmptyPostgres.create();
  private EmptyPostgres crm;
  private Chinook chinook;
  private SmtpProcess smtp;
  private NurtureServer server;
  private RestClient rest;

  ChinookServer(String name) {
    this.name = name;
  }

  /** Where Chinook lies: Nurture's own database, or one of its own. */
  abstract EmptyPostgres crm(EmptyPostgres nurtures);

  /** What else is in it before Nurture sees it. */
  abstract void prepare(Chinook crm) throws SQLException;

  RestClient rest() {
    return rest;
  }

  Chinook chinook() {
    return chinook;
  }

  /** Nurture's own database. */
  EmptyPostgres nurtures() {
    return database;
  }

  /** The CRM's. */
  EmptyPostgres crm() {
    return crm;
  }

  SmtpProcess smtp() {
    return smtp;
  }

  /** A day on: what was put off for a failure is due again. */
  void later() {
    Instant now = Instant.parse(rest.get("/clock").expect(200).getString("now"));
    rest.put("/clock", "{\"now\": \"%s\"}".formatted(now.plus(Duration.ofDays(1)))).expect(200);
  }

  @BeforeAll
  void setUp() throws Exception {
    crm = crm(database);
    chinook = Chinook.load(crm);
    prepare(chinook);
    smtp =
        SmtpProcess.start(
            Path.of("target", "it", name + "-mail", UUID.randomUUID().toString()),
            "gone@example.org");
    server = settings().start();
    rest = server.rest();
  }

  private NurtureServer.Builder settings() {
    return settings(
        NurtureServer.named(name)
            .with("NURTURE_DB_URL", database.url())
            .with("NURTURE_DB_USER", database.user())
            .with("NURTURE_DB_PASSWORD", database.password())
            .with("NURTURE_DEMO_CONTACTS", "10")
            .with("NURTURE_SMTP_URL", smtp.url()));
  }

  /** What else the server is told. */
  NurtureServer.Builder settings(NurtureServer.Builder builder) {
    return builder;
  }

  /** A power failure. */
  void kill() {
    server.kill();
  }

  /** On the data that were there. */
  void startAgain() {
    server = settings().keepData().start();
    rest = server.rest();
  }

  @AfterAll
  void tearDown() {
    if (server != null) {
      server.close();
    }
    if (smtp != null) {
      smtp.close();
    }
    if (crm != null && crm != database) {
      crm.close();
    }
    database.close();
  }
}
