package org.nurture.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/**
 * The command that starts Payara Micro with the WAR that the build made. The suite does that thirty
 * times, so this is how it takes the least work: compiled once and lightly, room from the beginning
 * instead of collecting garbage for it, and classes as an earlier server left them in an archive
 * (AppCDS). The first that ends in order leaves it.
 */
public final class PayaraCommand {
  private static final Path TARGET = Path.of(System.getProperty("nurture.target", "target"));
  private static final String ARCHIVE = "server.jsa";

  private PayaraCommand() {}

  /**
   * @param folder of this server, with its {@code pre-boot.txt} and {@code tmp}
   * @param options more of them for its JVM
   */
  public static List<String> of(Path folder, List<String> options) {
    Path server = TARGET.resolve("server").toAbsolutePath();
    List<String> command =
        new ArrayList<>(
            List.of(
                java(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xms512m",
                "-Xmn256m",
                "-XX:MetaspaceSize=256m",
                Files.exists(archive())
                    ? "-XX:SharedArchiveFile=" + archive()
                    : "-XX:ArchiveClassesAtExit=" + folder.resolve(ARCHIVE),
                // thousands of lines on what an archive does not take
                "-Xlog:cds=off",
                "-Djava.io.tmpdir=" + folder.resolve("tmp")));
    command.addAll(options);
    command.addAll(
        List.of(
            "-jar",
            server.resolve("payara-micro.jar").toString(),
            "--deploy",
            TARGET.resolve("nurture.war").toAbsolutePath().toString(),
            "--contextroot",
            "/nurture",
            "--addlibs",
            server.resolve("drivers").toString(),
            "--prebootcommandfile",
            folder.resolve("pre-boot.txt").toString(),
            "--nocluster"));
    return command;
  }

  /** After a server ended in order: what it left is there for the next ones. */
  static void keepArchive(Path folder) {
    Path left = folder.resolve(ARCHIVE);
    try {
      if (Files.exists(left)) {
        Files.move(left, archive(), StandardCopyOption.ATOMIC_MOVE);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path archive() {
    return TARGET.resolve("it").resolve(ARCHIVE).toAbsolutePath();
  }

  static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }
}
