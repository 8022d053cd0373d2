package org.nurture.support;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ServerSocketFactory;
import javax.net.ssl.SSLContext;
import org.jsmpp.DefaultPDUReader;
import org.jsmpp.DefaultPDUSender;
import org.jsmpp.PDUStringException;
import org.jsmpp.SMPPConstant;
import org.jsmpp.SynchronizedPDUSender;
import org.jsmpp.bean.ESMClass;
import org.jsmpp.bean.NumberingPlanIndicator;
import org.jsmpp.bean.OptionalParameter;
import org.jsmpp.bean.RawDataCoding;
import org.jsmpp.bean.RegisteredDelivery;
import org.jsmpp.bean.SubmitSm;
import org.jsmpp.bean.TypeOfNumber;
import org.jsmpp.extra.ProcessRequestException;
import org.jsmpp.session.BindRequest;
import org.jsmpp.session.SMPPServerSession;
import org.jsmpp.session.Session;
import org.jsmpp.session.SubmitSmResult;
import org.jsmpp.session.connection.socket.SocketConnection;
import org.jsmpp.util.DefaultComposer;
import org.jsmpp.util.MessageId;

/**
 * A message centre on loopback that does what a test wants: jSMPP's server side. Ids are given in
 * hexadecimal; receipts name them in decimal, as many gateways do.
 */
public final class SmppCentre extends SubmitOnly implements AutoCloseable {
  private static final int THREADS = 64;
  private static final int FIRST_ID = 0xa000;
  private static final int NEVER = 3_600_000;
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(30);

  private final String scheme;
  private final ServerSocket server;
  private final List<SMPPServerSession> sessions = new CopyOnWriteArrayList<>();
  private final Map<Session, Socket> sockets = new ConcurrentHashMap<>();
  private final List<Submitted> submitted = new CopyOnWriteArrayList<>();
  private final Map<String, Integer> refusals = new ConcurrentHashMap<>();
  private final AtomicInteger ids = new AtomicInteger(FIRST_ID);
  private final AtomicInteger throttles = new AtomicInteger();
  private final AtomicInteger binds = new AtomicInteger();
  private final AtomicInteger refusedBinds = new AtomicInteger();
  private final AtomicInteger enquiries = new AtomicInteger();
  private final List<Answering> senders = new CopyOnWriteArrayList<>();
  private final AtomicInteger inside = new AtomicInteger();

  /** Taken, and not answered. */
  private final AtomicInteger waiting = new AtomicInteger();

  private final Object counted = new Object();
  private final AtomicInteger mostInside = new AtomicInteger();
  private volatile int bindStatus;
  private volatile int closeAfter = -1;
  private volatile int delayMillis;
  private volatile boolean half;
  private volatile CountDownLatch gate = new CountDownLatch(0);

  /** What was accepted. */
  public record Submitted(String id, String to, SubmitSm pdu) {}

  /** What one session writes. */
  private final class Answering extends DefaultPDUSender {
    private volatile boolean ignoring;

    Answering() {
      super(new DefaultComposer());
    }

    @Override
    public byte[] sendEnquireLinkResp(OutputStream out, int sequence) throws IOException {
      count(enquiries);
      return ignoring ? new byte[0] : super.sendEnquireLinkResp(out, sequence);
    }
  }

  public SmppCentre() throws IOException {
    this(ServerSocketFactory.getDefault(), "smpp");
  }

  private SmppCentre(ServerSocketFactory sockets, String scheme) throws IOException {
    this.scheme = scheme;
    server = sockets.createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread acceptor = new Thread(this::accept, "smpp-centre");
    acceptor.setDaemon(true);
    acceptor.start();
  }

  /** One that speaks TLS from the first byte. */
  public static SmppCentre secured(SSLContext tls) throws IOException {
    return new SmppCentre(tls.getServerSocketFactory(), "smpps");
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        socket.setTcpNoDelay(true);
        Answering sender = new Answering();
        SMPPServerSession session =
            new SMPPServerSession(
                new SocketConnection(socket),
                null,
                this,
                null,
                THREADS,
                10 * THREADS,
                new SynchronizedPDUSender(sender),
                new DefaultPDUReader());
        // it asks nothing itself: the other side has to find out
        session.setEnquireLinkTimer(NEVER);
        senders.add(sender);
        sockets.put(session, socket);
        Thread binder = new Thread(() -> bind(session), "smpp-centre-bind");
        binder.setDaemon(true);
        binder.start();
      } catch (IOException e) {
        return;
      }
    }
  }

  private void bind(SMPPServerSession session) {
    try {
      session.setTransactionTimer(5_000);
      BindRequest request = session.waitForBind(5_000);
      if (bindStatus != 0 || !request.getPassword().equals("secret")) {
        request.reject(bindStatus != 0 ? bindStatus : SMPPConstant.STAT_ESME_RINVPASWD);
        count(refusedBinds);
        return;
      }
      // before the other side knows it: a test may go on at once
      sessions.add(session);
      request.accept("centre");
      count(binds);
    } catch (TimeoutException | IOException | PDUStringException e) {
      session.close();
    }
  }

  public int port() {
    return server.getLocalPort();
  }

  /** For {@code NURTURE_SMS_URL}. */
  public String url() {
    return scheme + "://nurture:secret@127.0.0.1:" + port() + "?source=Shop";
  }

  /** Every bind is refused with that; 0: none is. */
  public void refuseBinds(int status) {
    bindStatus = status;
  }

  /** How many binds were accepted. */
  public int binds() {
    return binds.get();
  }

  /** That destination (digits) is refused. */
  public void refuse(String to, int status) {
    refusals.put(to, status);
  }

  /** The next ones are throttled. */
  public void throttle(int count) {
    throttles.set(count);
  }

  /** After so many more submits all connections are closed, the last of them without an answer. */
  public void closeAfter(int count) {
    closeAfter = count;
  }

  /** The next answer is cut in the middle, then the connection is closed. */
  public void answerHalf() {
    half = true;
  }

  /** Answers wait until {@link #release()}. */
  public void hold() {
    gate = new CountDownLatch(1);
  }

  /** Every answer takes so long. */
  public void delay(int millis) {
    delayMillis = millis;
  }

  public void release() {
    gate.countDown();
  }

  /** Waits until so many submits were taken and wait for their answers. */
  public void awaitOnTheWire(int count) {
    await(waiting, count, "on the wire");
  }

  /** Waits until so many binds were accepted. */
  public void awaitBinds(int count) {
    await(binds, count, "binds");
  }

  /** Waits until so many binds were refused. */
  public void awaitRefusedBinds(int count) {
    await(refusedBinds, count, "binds refused");
  }

  /** Waits until so many enquire_link came. */
  public void awaitEnquiries(int count) {
    await(enquiries, count, "enquire_link");
  }

  /** Those that are bound now get no answer to enquire_link any more. */
  public void ignoreEnquiries() {
    senders.forEach(sender -> sender.ignoring = true);
  }

  private void count(AtomicInteger counter) {
    synchronized (counted) {
      counter.incrementAndGet();
      counted.notifyAll();
    }
  }

  private void await(AtomicInteger counter, int count, String what) {
    long until = System.nanoTime() + PATIENCE;
    synchronized (counted) {
      try {
        for (long left = PATIENCE;
            counter.get() < count && left > 0;
            left = until - System.nanoTime()) {
          TimeUnit.NANOSECONDS.timedWait(counted, left);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    if (counter.get() < count) {
      throw new IllegalStateException("only " + counter.get() + " " + what);
    }
  }

  /** The most submits that waited for their answers at once. */
  public int mostOnTheWire() {
    return mostInside.get();
  }

  /** All that was accepted, in order. */
  public List<Submitted> submitted() {
    return List.copyOf(submitted);
  }

  /** Forgets all that was accepted. */
  public void clear() {
    submitted.clear();
  }

  /** The ids given to that destination (digits), in order. */
  public List<String> idsTo(String to) {
    return submitted.stream().filter(s -> s.to().equals(to)).map(Submitted::id).toList();
  }

  /** The text of a receipt as most gateways write it, the id in decimal. */
  public static String receipt(String id, String state, String error) {
    return "id:%010d sub:001 dlvrd:001 submit date:2611262300 done date:2611262301 stat:%s err:%s text:Hi"
        .formatted(java.lang.Long.parseLong(id, 16), state, error);
  }

  /** Brings a receipt, and waits until it was taken. */
  public void deliverReceipt(String from, String text, OptionalParameter... more) {
    deliver(from, 0x04, text, more);
  }

  /** Brings a text from a person, and waits until it was taken. */
  public void deliverText(String from, String text) {
    deliver(from, 0, text);
  }

  private void deliver(String from, int esmClass, String text, OptionalParameter... more) {
    SMPPServerSession session =
        sessions.stream()
            .filter(s -> s.getSessionState().isReceivable() && isOpen(s))
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("nobody is bound"));
    try {
      session.deliverShortMessage(
          "",
          TypeOfNumber.INTERNATIONAL,
          NumberingPlanIndicator.ISDN,
          from,
          TypeOfNumber.ALPHANUMERIC,
          NumberingPlanIndicator.UNKNOWN,
          "Shop",
          new ESMClass(esmClass),
          (byte) 0,
          (byte) 0,
          new RegisteredDelivery(0),
          new RawDataCoding((byte) 3),
          text.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1),
          more);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public SubmitSmResult onAcceptSubmitSm(SubmitSm pdu, SMPPServerSession source)
      throws ProcessRequestException {
    int now = inside.incrementAndGet();
    mostInside.accumulateAndGet(now, Math::max);
    try {
      return accept(pdu, source);
    } finally {
      inside.decrementAndGet();
    }
  }

  private SubmitSmResult accept(SubmitSm pdu, SMPPServerSession source)
      throws ProcessRequestException {
    if (throttles.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
      throw new ProcessRequestException("slower", SMPPConstant.STAT_ESME_RTHROTTLED);
    }
    Integer refusal = refusals.get(pdu.getDestAddress());
    if (refusal != null) {
      throw new ProcessRequestException("refused", refusal);
    }
    String id = Integer.toHexString(ids.incrementAndGet()).toUpperCase(Locale.ROOT);
    submitted.add(new Submitted(id, pdu.getDestAddress(), pdu));
    count(waiting);
    pass();
    waiting.decrementAndGet();
    synchronized (this) {
      if (half) {
        half = false;
        cut(source);
      } else if (closeAfter > 0 && --closeAfter == 0) {
        closeAfter = -1;
        disconnect();
      }
    }
    try {
      return new SubmitSmResult(new MessageId(id), new OptionalParameter[0]);
    } catch (PDUStringException e) {
      throw new IllegalStateException(e);
    }
  }

  private void pass() {
    try {
      gate.await();
      if (delayMillis > 0) {
        TimeUnit.MILLISECONDS.sleep(delayMillis);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** submit_sm_resp says that it has 26 octets, and has ten. */
  private void cut(SMPPServerSession source) {
    try (Socket socket = sockets.get(source)) {
      socket.getOutputStream().write(new byte[] {0, 0, 0, 26, (byte) 0x80, 0, 0, 4, 0, 0});
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether the other side is still there: a session may not know yet that it is not. */
  private boolean isOpen(SMPPServerSession session) {
    return !sockets.get(session).isClosed();
  }

  /** Writes that to everybody who is bound, who may hang up at once. */
  public void say(byte... bytes) {
    for (SMPPServerSession session : sessions.stream().filter(this::isOpen).toList()) {
      try {
        sockets.get(session).getOutputStream().write(bytes);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Closes every connection, as a cable that is pulled. */
  public void disconnect() {
    for (SMPPServerSession session : sessions) {
      try {
        sockets.get(session).close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      sessions.remove(session);
    }
  }

  @Override
  public void close() throws IOException {
    release();
    server.close();
    List<SMPPServerSession> left = new ArrayList<>(sessions);
    disconnect();
    left.forEach(SMPPServerSession::close);
  }
}
