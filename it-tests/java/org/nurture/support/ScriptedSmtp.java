package org.nurture.support;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import javax.net.ServerSocketFactory;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** An SMTP server that says what the test wants it to say. */
public final class ScriptedSmtp implements AutoCloseable {
  /** Answer that means: close the connection without a word. */
  public static final String DROP = "drop";

  /** Answer that means: say nothing, keep the connection open. */
  public static final String HANG = "hang";

  private final ServerSocket server;
  private final Collection<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final Collection<Mail> mails = new ConcurrentLinkedQueue<>();
  private final List<String> commands = new CopyOnWriteArrayList<>();
  private volatile Function<String, @Nullable String> script = command -> null;
  private volatile Runnable beforeAccepting = () -> {};

  /** What it accepted. */
  public record Mail(String from, String to, String data) {
    public String header(String name) {
      String head = data.substring(0, data.indexOf("\r\n\r\n")).replaceAll("\r\n[ \t]+", " ");
      return head.lines()
          .filter(
              l ->
                  l.toLowerCase(java.util.Locale.ROOT)
                      .startsWith(name.toLowerCase(java.util.Locale.ROOT) + ":"))
          .map(l -> l.substring(name.length() + 1).strip())
          .reduce((a, b) -> a + "|" + b)
          .orElse("");
    }
  }

  public ScriptedSmtp() {
    this(ServerSocketFactory.getDefault());
  }

  private ScriptedSmtp(ServerSocketFactory sockets) {
    try {
      server = sockets.createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    daemon(this::accept);
  }

  /** With TLS from the first byte on ({@code smtps}). */
  public static ScriptedSmtp secured(SSLContext tls) {
    return new ScriptedSmtp(tls.getServerSocketFactory());
  }

  public int port() {
    return server.getLocalPort();
  }

  /**
   * @param answers from a command (GREETING, EHLO …, MAIL …, RCPT …, DATA, END to …) to its answer;
   *     null: the usual one
   */
  public void answering(Function<String, @Nullable String> answers) {
    script = answers;
  }

  public void beforeAccepting(Runnable action) {
    beforeAccepting = action;
  }

  public Collection<Mail> mails() {
    return mails;
  }

  public List<String> commands() {
    return commands;
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = server.accept();
        sockets.add(socket);
        daemon(() -> serve(socket));
      }
    } catch (IOException e) {
      // closed
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
      OutputStream out = socket.getOutputStream();
      String from = "";
      String to = "";
      if (!say(out, "GREETING", "220 test")) {
        return;
      }
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        commands.add(line);
        String verb =
            line.length() < 4 ? line : line.substring(0, 4).toUpperCase(java.util.Locale.ROOT);
        switch (verb) {
          case "EHLO" -> {
            if (!say(out, line, "250-test\r\n250 AUTH PLAIN LOGIN")) {
              return;
            }
          }
          case "AUTH" -> {
            if (!say(out, line, "235 fine")) {
              return;
            }
          }
          case "MAIL" -> {
            from = line;
            if (!say(out, line, "250 ok")) {
              return;
            }
          }
          case "RCPT" -> {
            to = line.replaceAll(".*<(.*)>.*", "$1");
            if (!say(out, line, "250 ok")) {
              return;
            }
          }
          case "DATA" -> {
            if (!say(out, line, "354 go on")) {
              return;
            }
            StringBuilder data = new StringBuilder();
            String text = in.readLine();
            while (text != null && !text.equals(".")) {
              data.append(text.startsWith(".") ? text.substring(1) : text).append("\r\n");
              text = in.readLine();
            }
            if (text == null) {
              return;
            }
            beforeAccepting.run();
            String answer = script.apply("END " + to);
            if (answer == null) {
              mails.add(new Mail(from, to, data.toString()));
            }
            if (!say(out, "END " + to, "250 taken")) {
              return;
            }
          }
          case "QUIT" -> {
            return;
          }
          default -> say(out, line, "250 ok");
        }
      }
    } catch (IOException e) {
      // the client is gone
    }
  }

  private boolean say(OutputStream out, String command, String usual) throws IOException {
    String scripted = script.apply(command);
    String answer = scripted == null ? usual : scripted;
    if (answer.equals(DROP)) {
      return false;
    }
    if (!answer.equals(HANG)) {
      out.write((answer + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
      out.flush();
    }
    return true;
  }

  private static void daemon(Runnable work) {
    Thread thread = new Thread(work, "scripted-smtp");
    thread.setDaemon(true);
    thread.start();
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
  }
}
