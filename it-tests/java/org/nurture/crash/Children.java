package org.nurture.crash;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import org.nurture.harness.Gateways;
import org.nurture.platform.FailPoint;
import org.nurture.support.TestDatabase;

/** Starts {@link CrashChild} and kills it at its point. */
final class Children {
  private static final int NEVER = Integer.MAX_VALUE;

  private final List<String> java;

  /**
   * @param classPath of the children
   * @param options of their JVM
   */
  Children(String classPath, String... options) {
    java = new ArrayList<>();
    java.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    java.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto", "-Xmx256m"));
    java.add("-Dorg.jooq.no-logo=true");
    java.add("-Dorg.jooq.no-tips=true");
    java.addAll(List.of(options));
    java.addAll(List.of("-cp", classPath, CrashChild.class.getName()));
  }

  /**
   * Runs a job in a child until it comes to the point for the n-th time, and kills it there
   * (SIGKILL).
   *
   * @return false: it never came there, and has done all of the job
   */
  boolean kill(String url, Station station, Gateways gateways, FailPoint point, int n)
      throws IOException, InterruptedException {
    return kill(command(url, station, gateways, point.name(), n)).isPresent();
  }

  /** The same where it comes to whichever point as the n-th. */
  Optional<FailPoint> kill(String url, Station station, Gateways gateways, int n)
      throws IOException, InterruptedException {
    return kill(command(url, station, gateways, CrashChild.ANY, n));
  }

  private static Optional<FailPoint> kill(List<String> command)
      throws IOException, InterruptedException {
    Path errors = Files.createTempFile("child", ".log");
    Process child = new ProcessBuilder(command).redirectError(errors.toFile()).start();
    try (BufferedReader out = child.inputReader()) {
      if (out.read() == CrashChild.THERE) {
        FailPoint point = FailPoint.valueOf(out.readLine());
        child.destroyForcibly().waitFor();
        return Optional.of(point);
      }
      int code = child.waitFor();
      if (code != 0) {
        throw new IllegalStateException(
            "the child failed by itself (" + code + "): " + Files.readString(errors));
      }
      return Optional.empty();
    } finally {
      child.destroyForcibly();
      Files.delete(errors);
    }
  }

  private List<String> command(
      String url, Station station, Gateways gateways, String point, int n) {
    List<String> command = new ArrayList<>(java);
    command.addAll(
        List.of(
            url,
            station.phase().at().toString(),
            String.valueOf(station.chunk()),
            String.valueOf(station.phase().version()),
            station.phase().job(),
            String.valueOf(gateways.smtpPort()),
            gateways.smppUrl(),
            point,
            String.valueOf(n)));
    return command;
  }

  /**
   * With the classes of a first run in an archive (AppCDS), so that a start takes little time.
   *
   * @param folder for the archive
   * @param example whose phase the first run does, and other jobs
   */
  static Children prepared(Path folder, Station example, Gateways gateways)
      throws IOException, InterruptedException {
    String classPath = packed(folder);
    Path archive = folder.resolve("classes.jsa");
    Children first = new Children(classPath, "-XX:ArchiveClassesAtExit=" + archive);
    try (TestDatabase db = example.before().copy(example.phase().at())) {
      List<String> command = first.command(db.url(), example, gateways, CrashChild.ANY, NEVER);
      command.set(command.indexOf(example.phase().job()), "enroll,process,send-mail,send-sms");
      Path log = folder.resolve("archive.log");
      Process child =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      if (child.waitFor() != 0 || !Files.exists(archive)) {
        throw new IllegalStateException("no archive: " + Files.readString(log));
      }
    }
    return new Children(classPath, "-XX:SharedArchiveFile=" + archive);
  }

  /** The class path of the tests, its folders as jars: an archive takes nothing else. */
  private static String packed(Path folder) throws IOException {
    List<String> entries = new ArrayList<>();
    for (String entry :
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
            .split(File.pathSeparator)) {
      Path path = Path.of(entry);
      if (Files.isDirectory(path)) {
        Path jar = folder.resolve("classes" + entries.size() + ".jar");
        pack(path, jar);
        entries.add(jar.toString());
      } else if (Files.exists(path)) {
        entries.add(entry);
      }
    }
    return String.join(File.pathSeparator, entries);
  }

  private static void pack(Path folder, Path jar) throws IOException {
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
        Stream<Path> all = Files.walk(folder)) {
      out.setLevel(Deflater.NO_COMPRESSION);
      for (Path file : all.filter(Files::isRegularFile).sorted().toList()) {
        out.putNextEntry(new JarEntry(folder.relativize(file).toString()));
        Files.copy(file, out);
        out.closeEntry();
      }
    }
  }
}
