package org.nurture.message.sms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nurture.platform.schema.Tables.EVENT_INBOX;
import static org.nurture.platform.schema.Tables.OUTBOX;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nurture.message.Mailing;
import org.nurture.message.MessageState;
import org.nurture.message.sms.smpp.SmppGateway;
import org.nurture.message.sms.smpp.SmppSettings;
import org.nurture.platform.SlicedWork;
import org.nurture.support.Make;
import org.nurture.support.OnDatabase;
import org.nurture.support.SmppCentre;
import org.nurture.support.TestDatabase;

/**
 * The line to an SMPP server: whether it still stands, and what a broken or hostile one can do to
 * it. One database: nothing here depends on its make.
 */
@OnDatabase(Make.H2)
@Timeout(120)
class SmppLineIT {
  /** More than jSMPP's threads for what comes in. */
  private static final int RECEIPTS = 12;

  private final TestDatabase db;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch databaseBack = new CountDownLatch(1);
  private final CountDownLatch waiting = new CountDownLatch(8);
  private Mailing mailing;
  private SmppCentre centre;
  private SmppGateway gateway;

  SmppLineIT(TestDatabase db) {
    this.db = db;
  }

  @BeforeEach
  void open() throws IOException {
    db.wipe();
    mailing = new Mailing(db);
    centre = new SmppCentre();
  }

  @AfterEach
  void close() throws IOException {
    databaseBack.countDown();
    gateway.close();
    centre.close();
    threads.shutdownNow();
  }

  private void bindTo(String url, Receipts receipts) {
    gateway = new SmppGateway(SmppSettings.of(URI.create(url)), receipts, mailing.replies);
  }

  private void bind(String more) {
    bindTo(centre.url() + more, mailing.receipts);
    assertThat(gateway.refusal()).isEmpty();
  }

  private SlicedWork send(int count) {
    mailing.queue(
        LongStream.rangeClosed(1, count)
            .mapToObj(i -> mailing.sms(i, "+" + phone(i), "Hi"))
            .toList());
    return Mailing.run(mailing.sendSms(SmsRoutes.Route.to(gateway)));
  }

  private static String phone(long i) {
    return "39347%07d".formatted(i);
  }

  private void assertAllSentOnce(int count) {
    assertThat(mailing.states()).isEqualTo(Map.of(MessageState.SENT, count));
    assertThat(centre.submitted())
        .extracting(SmppCentre.Submitted::to)
        .hasSize(count)
        .doesNotHaveDuplicates();
  }

  @Test
  void an_idle_bind_sends_enquire_link_and_stays() {
    bind("&enquire=1");

    centre.awaitEnquiries(2);

    assertThat(centre.binds()).isEqualTo(1);
    send(3);
    assertAllSentOnce(3);
    assertThat(centre.binds()).isEqualTo(1);
  }

  @Test
  void a_bind_whose_centre_answers_no_enquire_link_is_closed_and_bound_anew_and_nothing_is_lost() {
    bind("&enquire=1&timeout=5");
    send(3);
    gateway.start();
    centre.ignoreEnquiries();

    centre.awaitBinds(2);

    // its receipts come by the new one
    centre.deliverReceipt(
        phone(2), SmppCentre.receipt(centre.idsTo(phone(2)).get(0), "DELIVRD", "000"));
    gateway.collect();
    List<Long> events =
        db.ask(
            sql -> sql.select(EVENT_INBOX.TRACE_ID).from(EVENT_INBOX).fetch(EVENT_INBOX.TRACE_ID));
    assertThat(events).containsExactly(2L);
    mailing.queue(List.of(mailing.sms(4, "+" + phone(4), "Ho")));
    Mailing.run(mailing.sendSms(SmsRoutes.Route.to(gateway)));
    assertAllSentOnce(4);
  }

  @Test
  void receipts_that_wait_for_the_database_hold_no_answer_up_X6() throws Exception {
    bindTo(centre.url() + "&timeout=10&enquire=1", new Slow());
    assertThat(gateway.refusal()).isEmpty();
    for (int i = 0; i < RECEIPTS; i++) {
      String receipt = SmppCentre.receipt("BEE" + i, "DELIVRD", "000");
      threads.execute(() -> centre.deliverReceipt(phone(1), receipt));
    }
    waiting.await();
    // the second one is sent where the first was answered
    centre.awaitEnquiries(2);

    send(20);

    assertAllSentOnce(20);
    assertThat(centre.binds()).isEqualTo(1);
  }

  /** Its database is away until it is let go. */
  private final class Slow extends Receipts {
    Slow() {
      super(db.transactions(), db.database(), mailing.inbox, mailing.resolution, db.clock());
    }

    @Override
    public void keep(Receipt receipt) {
      waiting.countDown();
      try {
        databaseBack.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // four letters are a length of 1.2 GB
        "HTTP/1.1 400 Bad Request\r\n\r\n",
        "\u0000\u0000\u0000\u0003\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0000",
        "\u00ff\u00ff\u00ff\u00ff\u0080\u0000\u0000\u0004\u0000\u0000\u0000\u0000\u0000\u0000"
      })
  void what_is_no_pdu_closes_the_bind_and_another_takes_over(String bytes) {
    bind("&timeout=5");
    gateway.start();

    centre.say(bytes.getBytes(StandardCharsets.ISO_8859_1));
    centre.awaitBinds(2);

    send(5);
    assertAllSentOnce(5);
  }

  @Test
  void a_gateway_that_throttles_for_ever_gets_no_more_and_costs_no_attempt_X9() {
    bind("&timeout=10");
    centre.throttle(Integer.MAX_VALUE);

    SlicedWork work = send(12);

    assertThat(work.remark().orElse("")).startsWith("The SMS gateway throttles");
    assertThat(mailing.states()).isEqualTo(Map.of(MessageState.QUEUED, 12));
    Set<Short> attempts =
        db.ask(sql -> sql.select(OUTBOX.ATTEMPTS).from(OUTBOX).fetchSet(OUTBOX.ATTEMPTS));
    assertThat(attempts).containsExactly((short) 0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\u0000\u0000\u0000\u001a\u0080\u0000"})
  void silence_or_half_a_pdu_to_the_bind_is_the_gateways_failure_X9(String answer)
      throws IOException {
    try (ServerSocket mute = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      CompletableFuture<Void> said =
          CompletableFuture.runAsync(() -> answer(mute, answer), threads);
      bindTo(
          "smpp://nurture:secret@127.0.0.1:" + mute.getLocalPort() + "?timeout=1",
          mailing.receipts);

      SlicedWork work = send(2);

      assertThat(said).isCompleted();
      assertThat(work.remark().orElse("")).startsWith("The SMS gateway can't be reached");
      assertThat(mailing.states()).isEqualTo(Map.of(MessageState.QUEUED, 2));
    }
  }

  /** Answers one connection so, and leaves it open. */
  private static void answer(ServerSocket server, String bytes) {
    try {
      Socket socket = server.accept();
      socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
