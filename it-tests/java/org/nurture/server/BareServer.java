package org.nurture.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.nurture.platform.micro.PayaraMicro;
import org.nurture.support.NurtureServer;
import org.nurture.support.PayaraCommand;

/** The bare WAR on Payara Micro, told what the test says and nothing else. */
final class BareServer implements AutoCloseable {
  private static final Path TARGET = Path.of("target");

  final int port = NurtureServer.freePort();
  private final Path folder;
  private final Process process;

  /**
   * @param moreCommands added to the pre-boot file
   */
  BareServer(String name, Map<String, String> settings, String moreCommands) throws IOException {
    folder = TARGET.resolve("it").resolve(name + "-" + port).toAbsolutePath();
    Files.createDirectories(folder.resolve("tmp"));
    PayaraMicro.main(
        folder.toString(),
        "",
        "NURTURE_MODE:=demo",
        "NURTURE_PORT:=" + port,
        "NURTURE_DATA:=" + folder.resolve("data"));
    Path commands = folder.resolve("pre-boot.txt");
    Files.writeString(commands, Files.readString(commands) + moreCommands);
    List<String> options = new ArrayList<>();
    settings.forEach((key, value) -> options.add("-D" + key + "=" + value));
    List<String> command = PayaraCommand.of(folder, options);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().removeIf(key -> key.startsWith("NURTURE_"));
    process =
        builder.redirectErrorStream(true).redirectOutput(folder.resolve("log").toFile()).start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
  }

  Path folder() {
    return folder;
  }

  String log() throws IOException {
    return Files.readString(folder.resolve("log"));
  }

  /** Waits until the log says it, or the process has ended. */
  boolean says(String text) throws IOException, InterruptedException {
    for (int i = 0; i < 600; i++) {
      if (log().contains(text)) {
        return true;
      }
      if (process.waitFor(300, TimeUnit.MILLISECONDS)) {
        return log().contains(text);
      }
    }
    return false;
  }

  boolean ends() throws InterruptedException {
    return process.waitFor(30, TimeUnit.SECONDS);
  }

  @Override
  public void close() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(20, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
  }
}
