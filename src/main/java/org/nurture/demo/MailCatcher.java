package org.nurture.demo;

import com.icegreen.greenmail.Managers;
import com.icegreen.greenmail.mail.MailAddress;
import com.icegreen.greenmail.mail.MovingMessage;
import com.icegreen.greenmail.smtp.SmtpManager;
import com.icegreen.greenmail.smtp.SmtpServer;
import com.icegreen.greenmail.smtp.SmtpState;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.MessagingException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An SMTP server on loopback that keeps every mail instead of delivering it (RFC 5321).
 *
 * <p>"250 OK" to a mail's data is said after the keeper has returned, "451" if it failed: what was
 * accepted is kept, nothing waits in memory.
 */
final class MailCatcher implements AutoCloseable {
  private final Server server;

  private MailCatcher(Server server) {
    this.server = server;
  }

  /**
   * Starts it.
   *
   * @param port on 127.0.0.1; 0: any that is free
   * @param keeper called by the connection's own thread for each mail
   * @throws IOException the port is taken
   */
  static MailCatcher start(int port, Consumer<Received> keeper) throws IOException {
    ServerSocket socket = new ServerSocket();
    try {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    } catch (IOException e) {
      socket.close();
      throw e;
    }
    Server server = new Server(socket, keeper);
    server.setDaemon(true);
    server.startService();
    return new MailCatcher(server);
  }

  int port() {
    return server.socket.getLocalPort();
  }

  @Override
  public void close() {
    server.stopService();
  }

  /**
   * A mail as it came in.
   *
   * @param from of the envelope; empty: the null sender
   * @param to of the envelope, at least one
   * @param raw the mail as it was sent, headers first
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Received(String from, List<String> to, byte[] raw) {}

  private static final class Server extends SmtpServer {
    private final ServerSocket socket;

    Server(ServerSocket socket, Consumer<Received> keeper) {
      super(
          new ServerSetup(
              socket.getLocalPort(),
              InetAddress.getLoopbackAddress().getHostAddress(),
              ServerSetup.PROTOCOL_SMTP),
          new KeepingManagers(keeper));
      this.socket = socket;
    }

    @Override
    protected ServerSocket openServerSocket() {
      return socket;
    }
  }

  private static final class KeepingManagers extends Managers {
    private final SmtpManager keeping;

    KeepingManagers(Consumer<Received> keeper) {
      keeping = new Keeping(this, keeper);
    }

    @Override
    public @Nullable SmtpManager getSmtpManager() {
      return keeping;
    }
  }

  private static final class Keeping extends SmtpManager {
    private final Consumer<Received> keeper;

    Keeping(Managers managers, Consumer<Received> keeper) {
      super(managers.getImapHostManager(), managers.getUserManager());
      this.keeper = keeper;
    }

    // not synchronized, as GreenMail's own is: connections do not wait for each other
    @Override
    @SuppressWarnings("UnsynchronizedOverridesSynchronized")
    public void send(SmtpState state) {
      MovingMessage message = state.getMessage();
      keeper.accept(
          new Received(
              message.getReturnPath() == null ? "" : message.getReturnPath().getEmail(),
              message.getToAddresses().stream().map(MailAddress::getEmail).sorted().toList(),
              raw(message)));
    }

    private static byte[] raw(MovingMessage message) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      try {
        message.getMessage().writeTo(out);
      } catch (IOException | MessagingException e) {
        throw new IllegalStateException("A mail could not be read", e);
      }
      return out.toByteArray();
    }
  }
}
