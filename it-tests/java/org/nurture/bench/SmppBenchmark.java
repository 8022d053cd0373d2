package org.nurture.bench;

import static org.nurture.platform.schema.Tables.OUTBOX;

import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.logging.LogManager;
import java.util.stream.LongStream;
import org.jsmpp.bean.BindType;
import org.jsmpp.bean.ESMClass;
import org.jsmpp.bean.NumberingPlanIndicator;
import org.jsmpp.bean.RawDataCoding;
import org.jsmpp.bean.RegisteredDelivery;
import org.jsmpp.bean.TypeOfNumber;
import org.jsmpp.session.BindParameter;
import org.jsmpp.session.SMPPSession;
import org.nurture.message.Mailing;
import org.nurture.message.MessageState;
import org.nurture.message.Outbox.NewMessage;
import org.nurture.message.sms.SmsRoutes;
import org.nurture.message.sms.smpp.SmppGateway;
import org.nurture.message.sms.smpp.SmppSettings;
import org.nurture.support.SmppCentre;
import org.nurture.support.TestDatabase;

/**
 * Measures submits through the outbox, its commits and all, against jSMPP's own client with as many
 * threads as the window has places, which keeps nothing. The centre answers after a while, as one
 * over a network does. They take turns on a real PostgreSQL with fsync on. Arguments: messages
 * (default 5000), window (10), milliseconds of an answer (5), turns (3).
 */
public final class SmppBenchmark {
  private static final int QUEUED_AT_ONCE = 5_000;

  private SmppBenchmark() {}

  public static void main(String[] args) throws Exception {
    LogManager.getLogManager().reset();
    int messages = argument(args, 0, 5_000);
    int window = argument(args, 1, 10);
    int millis = argument(args, 2, 5);
    System.out.println("| messages | window | answer ms | bare s | engine s | bare / engine |");
    System.out.println("| --- | --- | --- | --- | --- | --- |");
    try (TestDatabase db = TestDatabase.openDurable();
        SmppCentre centre = new SmppCentre()) {
      centre.delay(millis);
      bare(centre, Math.min(messages, 500), window);
      engine(db, centre, Math.min(messages, 500), window);
      for (int turn = 0; turn < argument(args, 3, 3); turn++) {
        double bare = bare(centre, messages, window);
        double engine = engine(db, centre, messages, window);
        System.out.printf(
            "| %d | %d | %d | %.2f | %.2f | %.2f |%n",
            messages, window, millis, bare, engine, bare / engine);
      }
    }
  }

  private static int argument(String[] args, int index, int otherwise) {
    return args.length > index ? Integer.parseInt(args[index]) : otherwise;
  }

  private static double bare(SmppCentre centre, int messages, int window)
      throws IOException, InterruptedException, ExecutionException {
    SMPPSession session = new SMPPSession();
    session.setTransactionTimer(10_000);
    session.connectAndBind(
        "127.0.0.1",
        centre.port(),
        new BindParameter(
            BindType.BIND_TRX,
            "nurture",
            "secret",
            "",
            TypeOfNumber.UNKNOWN,
            NumberingPlanIndicator.UNKNOWN,
            null));
    ExecutorService threads = Executors.newFixedThreadPool(window);
    long begun = System.nanoTime();
    List<Future<?>> all = new ArrayList<>();
    for (int i = 0; i < messages; i++) {
      String to = "39347%07d".formatted(i);
      all.add(threads.submit(() -> submit(session, to)));
    }
    for (Future<?> each : all) {
      each.get();
    }
    double seconds = (System.nanoTime() - begun) / 1e9;
    threads.shutdown();
    session.unbindAndClose();
    return seconds;
  }

  private static Object submit(SMPPSession session, String to) throws Exception {
    return session.submitShortMessage(
        "",
        TypeOfNumber.ALPHANUMERIC,
        NumberingPlanIndicator.UNKNOWN,
        "Shop",
        TypeOfNumber.INTERNATIONAL,
        NumberingPlanIndicator.ISDN,
        to,
        new ESMClass(0),
        (byte) 0,
        (byte) 0,
        "",
        "",
        new RegisteredDelivery(1),
        (byte) 0,
        new RawDataCoding((byte) 0),
        (byte) 0,
        "Hi Ann, here is our offer".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
  }

  private static double engine(TestDatabase db, SmppCentre centre, int messages, int window) {
    db.wipe();
    Mailing mailing = new Mailing(db);
    Instant now = db.clock().instant();
    for (long from = 1; from <= messages; from += QUEUED_AT_ONCE) {
      List<NewMessage> some =
          LongStream.range(from, Math.min(messages + 1L, from + QUEUED_AT_ONCE))
              .mapToObj(i -> mailing.sms(i, "+39347%07d".formatted(i), "Hi Ann, here is our offer"))
              .toList();
      db.run(sql -> mailing.outbox.enqueue(some, now));
    }
    db.run(sql -> sql.execute("analyze outbox"));
    try (SmppGateway gateway =
        new SmppGateway(
            SmppSettings.of(URI.create(centre.url() + "&window=" + window)),
            mailing.receipts,
            mailing.replies)) {
      gateway.refusal();
      long begun = System.nanoTime();
      Mailing.run(mailing.sendSms(SmsRoutes.Route.to(gateway)));
      double seconds = (System.nanoTime() - begun) / 1e9;
      int sent = db.ask(sql -> sql.fetchCount(OUTBOX, OUTBOX.STATE.eq(MessageState.SENT.code())));
      if (sent != messages) {
        throw new IllegalStateException(sent + " of " + messages + " were sent");
      }
      return seconds;
    }
  }
}
