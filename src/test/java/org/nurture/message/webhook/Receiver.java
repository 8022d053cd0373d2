package org.nurture.message.webhook;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** A server on loopback that answers every request in the way it was told, by the byte. */
public final class Receiver implements AutoCloseable {
  private static final Pattern LENGTH = Pattern.compile("(?i)content-length: *([0-9]+)");

  private final ServerSocket server;
  private final boolean secure;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private final AtomicInteger connections = new AtomicInteger();
  private final CompletableFuture<Void> reached = new CompletableFuture<>();
  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private volatile Answering answering = out -> true;
  private volatile @Nullable String serverName;

  /** Writes an answer; false: closes the connection. */
  private interface Answering {
    boolean write(OutputStream out) throws IOException, InterruptedException;
  }

  public Receiver() {
    this(null);
  }

  Receiver(@Nullable SSLContext tls) {
    secure = tls != null;
    try {
      InetAddress here = InetAddress.getLoopbackAddress();
      server =
          tls == null
              ? new ServerSocket(0, 50, here)
              : tls.getServerSocketFactory().createServerSocket(0, 50, here);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.execute(this::accept);
  }

  public int port() {
    return server.getLocalPort();
  }

  /** By a name that a look-up of the test's own makes this machine. */
  public String url() {
    return (secure ? "https" : "http") + "://hook.example.org:" + port() + "/in?x=1";
  }

  /** Requests so far, head and body as they came. */
  public List<String> requests() {
    return requests;
  }

  int connections() {
    return connections.get();
  }

  CompletableFuture<Void> reached() {
    return reached;
  }

  /** Completed when the client closed while something was written. */
  CompletableFuture<Void> ended() {
    return ended;
  }

  @Nullable String serverName() {
    return serverName;
  }

  public void answer(String bytes) {
    answering =
        out -> {
          write(out, bytes);
          return true;
        };
  }

  /** Asks anew for every request. */
  void answers(Supplier<String> bytes) {
    answering =
        out -> {
          write(out, bytes.get());
          return true;
        };
  }

  public void status(int status) {
    answer("HTTP/1.1 " + status + " Said\r\nContent-Length: 0\r\n\r\n");
  }

  public void answerAndClose(String bytes) {
    answering =
        out -> {
          write(out, bytes);
          return false;
        };
  }

  /** Says more until nobody listens. */
  public void stream(String first, String more) {
    answering =
        out -> {
          write(out, first);
          while (true) {
            write(out, more);
          }
        };
  }

  /** A byte at a time, each soon enough to be a sign of life. */
  void drip(String bytes) {
    answering =
        out -> {
          for (byte each : bytes.getBytes(StandardCharsets.UTF_8)) {
            out.write(each);
            out.flush();
            reached.complete(null);
            java.util.concurrent.TimeUnit.MILLISECONDS.sleep(100);
          }
          return false;
        };
  }

  private static void write(OutputStream out, String bytes) throws IOException {
    out.write(bytes.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        connections.incrementAndGet();
        sockets.add(socket);
        threads.execute(() -> serve(socket));
      } catch (IOException e) {
        // closed, or a handshake that failed
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      InputStream in = socket.getInputStream();
      if (socket instanceof SSLSocket tls) {
        tls.startHandshake();
        serverName =
            ((ExtendedSSLSession) tls.getSession())
                .getRequestedServerNames().stream()
                    .map(name -> ((SNIHostName) name).getAsciiName())
                    .findFirst()
                    .orElse(null);
      }
      boolean open = true;
      while (open) {
        String request = read(in);
        if (request.isEmpty()) {
          return;
        }
        requests.add(request);
        open = answering.write(socket.getOutputStream());
      }
    } catch (IOException e) {
      ended.complete(null);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Head and body; empty: the client went away. */
  private static String read(InputStream in) throws IOException {
    ByteArrayOutputStream read = new ByteArrayOutputStream();
    int end = -1;
    int next;
    while (end < 0 && (next = in.read()) >= 0) {
      read.write(next);
      String head = read.toString(StandardCharsets.UTF_8);
      end = head.endsWith("\r\n\r\n") ? read.size() : -1;
    }
    Matcher length = LENGTH.matcher(read.toString(StandardCharsets.UTF_8));
    if (end > 0 && length.find()) {
      read.write(in.readNBytes(Integer.parseInt(length.group(1))));
    }
    return read.toString(StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    try {
      server.close();
      for (Socket socket : sockets) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.shutdownNow();
  }
}
