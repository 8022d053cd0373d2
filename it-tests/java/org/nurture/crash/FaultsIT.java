package org.nurture.crash;

import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import jakarta.mail.MessagingException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nurture.harness.Gateways;
import org.nurture.harness.SharedWorld;
import org.nurture.harness.SharedWorld.Sent;
import org.nurture.message.MessageState;
import org.nurture.platform.FailPoint;
import org.nurture.platform.SlicedWork;
import org.nurture.platform.SqlFailures;
import org.nurture.support.Make;
import org.nurture.support.SmtpProcess;
import org.nurture.support.SmtpProcess.Accepted;
import org.nurture.support.TestDatabase;

/**
 * What the engine and sending need fails while they work: they fail clearly, or wait for it, and go
 * on to what an uninterrupted run gives.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FaultsIT {
  private static final int CONTACTS = 24;
  private static final int CHUNK = 7;
  private static final String DISK_FULL = "53100";

  @TempDir(cleanup = CleanupMode.NEVER)
  private static Path folder;

  private GatewayProcesses gateways;
  private List<Station> stations;

  @BeforeAll
  void live_through_it_once() throws IOException {
    gateways = GatewayProcesses.start(folder.resolve("mails"));
    stations = Station.all(new Passage(CONTACTS), CHUNK, gateways);
  }

  @AfterAll
  void end() {
    gateways.close();
    stations.forEach(s -> s.before().drop());
  }

  Stream<Station> stations() {
    return stations.stream();
  }

  @ParameterizedTest
  @MethodSource("stations")
  void connections_cut_at_any_point_lose_nothing_and_double_nothing(Station station)
      throws IOException {
    for (Map.Entry<FailPoint, Integer> hit : station.hits().entrySet()) {
      try (TestDatabase db = station.before().copy(station.phase().at())) {
        gateways.clear();
        SharedWorld world = station.world(db);
        AtomicInteger left = new AtomicInteger((hit.getValue() + 1) / 2);
        db.onReached(
            point -> {
              if (point == hit.getKey() && left.decrementAndGet() == 0) {
                db.cutConnections();
              }
            });

        insist(world, station.phase().job(), gateways.addresses());

        assertThat(left).as(hit + " was reached").hasNonPositiveValue();
        station.demand(world, gateways);
      }
    }
  }

  /** Starts a job again where it failed, as its schedule does; it fails only for what passes. */
  private static void insist(SharedWorld world, String job, Gateways gateways) {
    for (int failures = 0; ; failures++) {
      try {
        world.leasesEnd();
        world.run(job, gateways);
        world.leasesEnd();
        world.run(job, gateways);
        return;
      } catch (RuntimeException e) {
        assertThat(SqlFailures.passing(e)).as(e.toString()).isTrue();
        assertThat(failures).isLessThan(5);
      }
    }
  }

  @Test
  void a_database_that_is_restarted_in_the_middle_of_each_job_costs_nothing() throws IOException {
    EmbeddedPostgres[] server = {postgres(0)};
    int port = server[0].getPort();
    String url = "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
    Flyway.configure()
        .dataSource(url, "postgres", "postgres")
        .locations(Make.POSTGRESQL.migrations())
        .load()
        .migrate();
    gateways.clear();
    try (TestDatabase db = TestDatabase.attach(url, Passage.START)) {
      for (Station station : stations.subList(0, 3)) {
        SharedWorld world = station.world(db);
        station.phase().before().accept(world);
        Set<FailPoint> deadly =
            new HashSet<>(
                Set.of(FailPoint.ENROLLED, FailPoint.TRACES_ENDED, FailPoint.BEFORE_END_OF_DATA));
        db.onReached(
            point -> {
              if (deadly.remove(point)) {
                restart(server, port);
              }
            });

        insist(world, station.phase().job(), gateways.addresses());

        assertThat(deadly).hasSize(2);
        station.demand(world, gateways);
      }
    } finally {
      server[0].close();
    }
  }

  private void restart(EmbeddedPostgres[] server, int port) {
    try {
      server[0].close();
      server[0] = postgres(port);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
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

  @Test
  void with_all_connections_taken_jobs_wait_or_fail_clearly_and_go_on_later() throws Exception {
    for (Station station : List.of(stations.get(1), stations.get(2))) {
      try (TestDatabase db = station.before().copy(station.phase().at())) {
        gateways.clear();
        SharedWorld world = station.world(db);
        SlicedWork work = world.work(station.phase().job(), gateways.addresses());
        try (Connection all = db.takeAllConnections()) {
          assertThat(all.isValid(1)).isTrue();
          if (station.phase().job().equals("process")) {
            assertThat(work.next()).contains(new SlicedWork.Slice(0, 0, 0));
          } else {
            assertThatThrownBy(work::next)
                .matches(SqlFailures::passing)
                .hasStackTraceContaining("Login timeout");
          }
        }
        db.giveConnectionsBack();

        world.run(station.phase().job(), gateways.addresses());

        station.demand(world, gateways);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("stations")
  void a_full_disk_fails_the_job_with_its_words_and_work_goes_on_when_there_is_room(Station station)
      throws IOException {
    try (TestDatabase db = station.before().copy(station.phase().at())) {
      gateways.clear();
      SharedWorld world = station.world(db);
      String table = station.phase().job().startsWith("send-") ? "outbox" : "trace";
      db.execute(
          "create sequence written",
          "create function full_disk() returns trigger language plpgsql as $$ begin"
              + " if nextval('written') > 2 then raise exception 'No space left on device'"
              + " using errcode = '"
              + DISK_FULL
              + "'; end if; return new; end $$",
          "create trigger full_disk before insert or update on "
              + table
              + " for each row execute function full_disk()");

      assertThatThrownBy(() -> world.run(station.phase().job(), gateways.addresses()))
          .satisfies(e -> assertThat(SqlFailures.state(e)).isEqualTo(DISK_FULL))
          .hasStackTraceContaining("No space left on device");
      world.verify();

      db.execute("drop trigger full_disk on " + table);
      world.leasesEnd();
      world.run(station.phase().job(), gateways.addresses());
      station.demand(world, gateways);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"SENDER_CLAIMED", "DATA_OFFERED", "BEFORE_END_OF_DATA", "AFTER_END_OF_DATA"})
  void a_mail_server_that_dies_at_any_stage_costs_no_mail_and_doubles_none_X6_X9(FailPoint stage)
      throws IOException, MessagingException {
    Station station = stations.get(2);
    try (TestDatabase db = station.before().copy(station.phase().at());
        SmtpProcess dying =
            SmtpProcess.start(folder.resolve("dying-" + stage), GatewayProcesses.UNKNOWN)) {
      gateways.clear();
      SharedWorld world = station.world(db);
      AtomicInteger left = new AtomicInteger(stage == FailPoint.SENDER_CLAIMED ? 1 : 6);
      db.onReached(
          point -> {
            if (point == stage && left.decrementAndGet() == 0) {
              dying.kill();
            }
          });

      SlicedWork work = world.work("send-mail", new Gateways(dying.port(), gateways.smpp().url()));
      while (work.next().isPresent()) {
        // until it sees that the gateway is gone
      }

      assertThat(work.remark()).as("what the operator is told").isPresent();
      assertThat(left).hasNonPositiveValue();
      world.verify();
      db.clock().advance(Duration.ofMinutes(2));
      world.run("send-mail", gateways.addresses());
      List<Accepted> mails = new ArrayList<>(dying.mails());
      mails.addAll(gateways.smtp().mails());
      assertEachOnce(world.messages(), station.messages(), mails);
      world.verify();
    }
  }

  private static void assertEachOnce(List<Sent> messages, List<Sent> expected, List<Accepted> mails)
      throws MessagingException {
    Set<String> ids = new HashSet<>();
    for (Accepted mail : mails) {
      assertThat(ids.add(mail.mail().getMessageID())).as("once: " + mail.to()).isTrue();
    }
    Map<String, List<Accepted>> byAddress = mails.stream().collect(groupingBy(Accepted::to));
    for (int i = 0; i < expected.size(); i++) {
      Sent is = messages.get(i);
      long arrived = byAddress.getOrDefault(is.address(), List.of()).size();
      if (is.state() == MessageState.IN_DOUBT) {
        assertThat(arrived).as(is.toString()).isBetween(0L, 1L);
      } else {
        assertThat(is).isEqualTo(expected.get(i));
        assertThat(arrived).as(is.toString()).isEqualTo(is.state() == MessageState.SENT ? 1 : 0);
      }
    }
  }
}
