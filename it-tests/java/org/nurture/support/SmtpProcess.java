package org.nurture.support;

import com.icegreen.greenmail.Managers;
import com.icegreen.greenmail.mail.MailAddress;
import com.icegreen.greenmail.smtp.SmtpManager;
import com.icegreen.greenmail.smtp.SmtpServer;
import com.icegreen.greenmail.smtp.SmtpState;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A mail server in a process of its own. What it accepts is a file when the sender hears "250";
 * some recipients it does not know (550 5.1.1).
 */
public final class SmtpProcess implements AutoCloseable {
  private static final String READY = "ready";

  private final Process process;
  private final int port;
  private final Path folder;

  private SmtpProcess(Process process, int port, Path folder) {
    this.process = process;
    this.port = port;
    this.folder = folder;
  }

  /** A mail that it accepted, and for whom. */
  public record Accepted(String to, MimeMessage mail) {}

  /**
   * Starts it on a free port of loopback.
   *
   * @param folder for its mails; must not exist
   * @param unknown recipients that it refuses; those that begin with one that ends in {@code *}
   */
  public static SmtpProcess start(Path folder, String... unknown) throws IOException {
    Files.createDirectories(folder);
    int port = NurtureServer.freePort();
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                SmtpProcess.class.getName(),
                String.valueOf(port),
                folder.toString()));
    command.addAll(List.of(unknown));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    try (InputStream out = process.getInputStream()) {
      String said = new String(out.readNBytes(READY.length()), StandardCharsets.US_ASCII);
      if (!said.equals(READY)) {
        throw new IOException("The mail server did not start: " + said);
      }
    }
    return new SmtpProcess(process, port, folder);
  }

  public int port() {
    return port;
  }

  /** Kills it (SIGKILL). */
  public void kill() {
    process.destroyForcibly();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Forgets what it accepted. */
  public void clear() throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      for (Path file : all.toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  /** For {@code NURTURE_SMTP_URL}. */
  public String url() {
    return "smtp://127.0.0.1:" + port;
  }

  /** All that it accepted, in order. */
  public List<Accepted> mails() throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.list(folder)) {
      files = all.filter(file -> file.toString().endsWith(".eml")).sorted().toList();
    }
    List<Accepted> mails = new ArrayList<>();
    for (Path file : files) {
      try (InputStream in = Files.newInputStream(file)) {
        MimeMessage mail = new MimeMessage(Session.getInstance(new Properties()), in);
        mails.add(new Accepted(mail.getHeader("X-Envelope-To", null), mail));
      } catch (MessagingException e) {
        throw new IOException(file.toString(), e);
      }
    }
    return mails;
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The process itself: port, folder, unknown recipients. */
  public static void main(String... arguments) throws InterruptedException {
    Set<String> unknown = Set.copyOf(Arrays.asList(arguments).subList(2, arguments.length));
    ServerSetup setup = new ServerSetup(Integer.parseInt(arguments[0]), "127.0.0.1", "smtp");
    SmtpServer server = new SmtpServer(setup, new Accepting(Path.of(arguments[1]), unknown));
    server.startService();
    if (!server.waitTillRunning(30_000)) {
      throw new IllegalStateException("port " + arguments[0]);
    }
    System.out.print(READY);
    System.out.flush();
    server.join();
  }

  private static final class Accepting extends Managers {
    private final SmtpManager manager;

    Accepting(Path folder, Set<String> unknown) {
      manager = new Keeping(this, folder, unknown);
    }

    @Override
    public SmtpManager getSmtpManager() {
      return manager;
    }
  }

  private static final class Keeping extends SmtpManager {
    private final AtomicInteger next = new AtomicInteger();
    private final Path folder;
    private final Set<String> unknown;

    Keeping(Managers managers, Path folder, Set<String> unknown) {
      super(managers.getImapHostManager(), managers.getUserManager());
      this.folder = folder;
      this.unknown = unknown;
    }

    @Override
    public @Nullable String checkRecipient(SmtpState state, MailAddress to) {
      return unknown.stream().anyMatch(u -> matches(u, to.getEmail()))
          ? "550 5.1.1 No such person here"
          : null;
    }

    private static boolean matches(String unknown, String to) {
      return unknown.endsWith("*")
          ? to.startsWith(unknown.substring(0, unknown.length() - 1))
          : unknown.equals(to);
    }

    // one connection does not wait for another
    @Override
    @SuppressWarnings("UnsynchronizedOverridesSynchronized")
    public void send(SmtpState state) {
      for (MailAddress to : state.getMessage().getToAddresses()) {
        String name = "%06d".formatted(next.incrementAndGet());
        try {
          Path part = folder.resolve(name + ".part");
          try (OutputStream out = Files.newOutputStream(part)) {
            out.write(
                ("X-Envelope-To: " + to.getEmail() + "\r\n").getBytes(StandardCharsets.UTF_8));
            state.getMessage().getMessage().writeTo(out);
          }
          Files.move(part, folder.resolve(name + ".eml"));
        } catch (IOException | MessagingException e) {
          throw new UncheckedIOException(new IOException(name, e));
        }
      }
    }
  }
}
