package org.nurture.support;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A process of its own: Payara Micro with the WAR that the build made, on a free port of loopback,
 * set up by {@code NURTURE_…} as an admin would.
 *
 * <p>In development mode on an empty embedded database unless told otherwise. Its log is {@code
 * target/it/<name>/server.log}. Tests that need no settings of their own take {@link #shared()}: a
 * start costs ten to twenty seconds.
 */
public final class NurtureServer implements AutoCloseable {
  private static final Path TARGET = Path.of(System.getProperty("nurture.target", "target"));
  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final long POLL_MILLIS = 250;
  private static final int LOG_LINES = 60;
  // the server is up, whether or not the application is
  private static final String SERVER_UP = "Payara Micro URLs:";
  // seen once in 33 starts, under load: worth another try
  private static final String BAD_LUCK = "argument type mismatch";
  // of the test JVMs that work side by side
  private static final int FORK = Integer.getInteger("it.fork", 1);
  private static final int PORTS = 10_000;
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static @Nullable NurtureServer shared;
  private static @Nullable IllegalStateException sharedFailed;

  private final Path folder;
  private final Map<String, String> settings;
  private final List<String> commands;
  private final int port;
  private final int mailPort;
  private @Nullable Process process;

  private NurtureServer(
      Path folder, Map<String, String> settings, List<String> commands, int port, int mailPort) {
    this.commands = commands;
    this.folder = folder;
    this.settings = settings;
    this.port = port;
    this.mailPort = mailPort;
  }

  /**
   * The one that tests share: development mode, H2, the demo CRM, scripts allowed, texts at a
   * price. Stops with the JVM. While a test is being written, {@code -Dit.running=port} names one
   * that runs already.
   */
  public static synchronized NurtureServer shared() {
    Integer running = Integer.getInteger("it.running");
    if (running != null) {
      return new NurtureServer(
          TARGET, Map.of(), List.of(), running, Integer.getInteger("it.mail.port", 1025));
    }
    if (sharedFailed != null) {
      throw sharedFailed;
    }
    if (shared == null) {
      try {
        shared =
            named("shared-" + FORK)
                .with("NURTURE_SCRIPTS", "on")
                .with("NURTURE_SMS_PRICE", "0.05 EUR")
                .start();
      } catch (IllegalStateException e) {
        sharedFailed = e;
        throw e;
      }
    }
    return shared;
  }

  /**
   * Settings of a server that is not started yet.
   *
   * @param name of its folder under target/it, which is emptied
   */
  public static Builder named(String name) {
    return new Builder(name);
  }

  /** What is said to the server. */
  public static final class Builder {
    private final String name;
    private final Map<String, String> settings = new LinkedHashMap<>();
    private final List<String> commands = new ArrayList<>();
    private boolean keepData;

    private Builder(String name) {
      this.name = name;
      settings.put("NURTURE_MODE", "development");
    }

    /** A variable of API.md's Configuration. */
    public Builder with(String key, String value) {
      settings.put(key, value);
      return this;
    }

    /** A user of the realm {@code file}, for production. */
    public Builder realmUser(String name, String password, String group) {
      with("NURTURE_REALM", "file");
      try {
        Path secret = Files.createTempFile("nurture", "password");
        secret.toFile().deleteOnExit();
        Files.writeString(secret, "AS_ADMIN_USERPASSWORD=" + password + "\n");
        commands.add(
            "create-file-user --authrealmname file --groups %s --passwordfile %s %s"
                .formatted(group, secret, name));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return this;
    }

    /** Does not empty the folder: a second start on the data of the first. */
    public Builder keepData() {
      keepData = true;
      return this;
    }

    /**
     * Starts it and waits until it is ready.
     *
     * @throws IllegalStateException it is not; with the end of its log
     */
    public NurtureServer start() {
      NurtureServer server = prepare();
      server.run();
      return server;
    }

    /**
     * Starts it where it must refuse, and waits until it has ended or given up.
     *
     * @return its log
     */
    public String startInVain() {
      NurtureServer server = prepare();
      try {
        server.run();
      } catch (IllegalStateException e) {
        return server.log();
      } finally {
        server.close();
      }
      throw new IllegalStateException("It started although it should not: " + settings);
    }

    private NurtureServer prepare() {
      Path folder = TARGET.resolve("it").resolve(name).toAbsolutePath();
      if (!keepData) {
        delete(folder);
      }
      int port = freePort();
      int mailPort = freePort();
      settings.putIfAbsent("NURTURE_PORT", String.valueOf(port));
      settings.putIfAbsent("NURTURE_MAIL_PORT", String.valueOf(mailPort));
      settings.putIfAbsent("NURTURE_DATA", folder.resolve("data").toString());
      return new NurtureServer(
          folder,
          settings,
          commands,
          Integer.parseInt(settings.get("NURTURE_PORT")),
          Integer.parseInt(settings.get("NURTURE_MAIL_PORT")));
    }
  }

  /** {@code http://127.0.0.1:port/nurture}. */
  public String url() {
    return "http://127.0.0.1:" + port + "/nurture";
  }

  /** Where its mail catcher listens. */
  public int mailPort() {
    return mailPort;
  }

  /** A caller of its REST API, as admin. */
  public RestClient rest() {
    return new RestClient(url() + "/api", "admin", "admin");
  }

  public ProcessHandle handle() {
    return requireNonNull(process).toHandle();
  }

  /** All that it wrote. */
  public String log() {
    try {
      return Files.readString(logFile());
    } catch (IOException e) {
      return "no log: " + e;
    }
  }

  private Path logFile() {
    return folder.resolve("server.log");
  }

  /** Ends it as an admin would (SIGTERM), by force after a minute. */
  @Override
  public void close() {
    Process running = process;
    if (running == null) {
      return;
    }
    try {
      running.destroy();
      if (running.waitFor(1, TimeUnit.MINUTES)) {
        PayaraCommand.keepArchive(folder);
      } else {
        kill();
      }
    } catch (InterruptedException e) {
      running.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  /** Kills it (SIGKILL): a power failure. */
  public void kill() {
    requireNonNull(process).destroyForcibly();
    try {
      requireNonNull(process).waitFor(30, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      Files.createDirectories(folder.resolve("tmp"));
      writeServerFiles();
      launch();
      if (health() != 200 && log().contains(BAD_LUCK)) {
        close();
        launch();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
    if (health() != 200) {
      close();
      throw new IllegalStateException("The server is not ready; its log ends with\n" + logEnd());
    }
  }

  /** What the build does before {@code payara-micro:start}. */
  private void writeServerFiles() throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                PayaraCommand.java(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                "org.nurture.platform.micro.PayaraMicro",
                folder.toString(),
                "goals:"));
    settings.forEach((key, value) -> command.add(key + "=" + value));
    Process writer = process(command, folder.resolve("files.log")).start();
    if (!writer.waitFor(1, TimeUnit.MINUTES) || writer.exitValue() != 0) {
      Files.copy(folder.resolve("files.log"), logFile());
      throw new IllegalStateException("The settings are refused:\n" + log());
    }
    Path preBoot = folder.resolve("pre-boot.txt");
    if (!commands.isEmpty()) {
      Files.writeString(preBoot, Files.readString(preBoot) + String.join("\n", commands) + "\n");
    }
  }

  private void launch() throws IOException, InterruptedException {
    List<String> command = PayaraCommand.of(folder, List.of("@" + folder.resolve("java.args")));
    Process started = process(command, logFile()).start();
    process = started;
    Runtime.getRuntime().addShutdownHook(new Thread(started::destroyForcibly));
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < end) {
      boolean up = log().contains(SERVER_UP);
      int health = health();
      if (health == 200 || (up && health == 404)) {
        return;
      }
      if (started.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
        throw new IllegalStateException("The server ended; its log ends with\n" + logEnd());
      }
    }
  }

  private ProcessBuilder process(List<String> command, Path log) {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().removeIf(key -> key.startsWith("NURTURE_"));
    builder.environment().putAll(settings);
    return builder.redirectErrorStream(true).redirectOutput(log.toFile());
  }

  /** 404: the application is not there; 0: the server is not. */
  private int health() {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url() + "/health/ready"))
            .timeout(Duration.ofSeconds(10))
            .build();
    try {
      return HTTP.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    } catch (IOException e) {
      return 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 0;
    }
  }

  private String logEnd() {
    List<String> lines = log().lines().toList();
    return String.join("\n", lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size()));
  }

  /**
   * A port of loopback that is free now and likely stays so until a server listens there: below
   * those that the kernel gives to connections, each test JVM from a range of its own.
   */
  public static int freePort() {
    while (true) {
      int port = FORK * PORTS + ThreadLocalRandom.current().nextInt(PORTS);
      try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return socket.getLocalPort();
      } catch (BindException e) {
        // taken: another one then
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static void delete(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
