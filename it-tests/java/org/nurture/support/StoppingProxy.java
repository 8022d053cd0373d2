package org.nurture.support;

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
import org.jspecify.annotations.Nullable;

/**
 * A way to a server on loopback that stands still at a moment that a test chooses: where the client
 * says certain words, they are not passed on, nor is anything after them.
 */
public final class StoppingProxy implements AutoCloseable {
  private final int target;
  private final ServerSocket entrance;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private volatile @Nullable String words;
  private volatile CompletableFuture<Void> stopped = new CompletableFuture<>();

  /**
   * @param target the server's port
   */
  public StoppingProxy(int target) {
    this.target = target;
    try {
      entrance = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.execute(this::accept);
  }

  public int port() {
    return entrance.getLocalPort();
  }

  /**
   * Stops those who say this from now on.
   *
   * @return completed when one was stopped
   */
  public CompletableFuture<Void> stopAt(String said) {
    stopped = new CompletableFuture<>();
    words = said;
    return stopped;
  }

  /** Stops nobody from now on; who stands still does so until one of the sides goes. */
  public void stopNobody() {
    words = null;
  }

  private void accept() {
    while (!entrance.isClosed()) {
      try {
        Socket client = entrance.accept();
        Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
        sockets.addAll(List.of(client, server));
        threads.execute(() -> pass(client, server, true));
        threads.execute(() -> pass(server, client, false));
      } catch (IOException e) {
        // closed
      }
    }
  }

  /** Until one side goes; then the other is told. */
  private void pass(Socket from, Socket to, boolean listening) {
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      byte[] bytes = new byte[16 * 1024];
      boolean standing = false;
      int n;
      while ((n = in.read(bytes)) >= 0) {
        // short words of one statement come in one piece on loopback
        String said = new String(bytes, 0, n, StandardCharsets.ISO_8859_1);
        String end = words;
        if (listening && end != null && said.contains(end)) {
          standing = true;
          stopped.complete(null);
        }
        if (!standing) {
          out.write(bytes, 0, n);
          out.flush();
        }
      }
    } catch (IOException e) {
      // one side is gone
    }
  }

  @Override
  public void close() {
    try {
      entrance.close();
      for (Socket socket : sockets) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.shutdownNow();
  }
}
