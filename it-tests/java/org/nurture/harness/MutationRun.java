package org.nurture.harness;

import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * Plants the bugs of {@link Mutation}, one at a time, into a copy of its class, runs {@link
 * MutantCheck} in a JVM of its own, and says whether it was caught, and by what. From the project's
 * folder, with the class path of the tests; arguments: numbers of mutations, none for all. {@code
 * -Dseeds=50}: random campaigns for each.
 */
public final class MutationRun {
  private static final long PATIENCE_MINUTES = 15;

  private final Path work;
  private final PrintStream out;

  private MutationRun(Path work, PrintStream out) {
    this.work = work;
    this.out = out;
  }

  public static void main(String[] args) throws IOException, InterruptedException {
    List<Integer> wanted = Arrays.stream(args).map(Integer::valueOf).toList();
    MutationRun run = new MutationRun(Files.createTempDirectory("mutations"), System.out);
    int survived = 0;
    for (Mutation mutation : Mutation.ALL) {
      if (wanted.isEmpty() || wanted.contains(mutation.number())) {
        survived += run.caught(mutation) ? 0 : 1;
      }
    }
    System.exit(survived);
  }

  private boolean caught(Mutation mutation) throws IOException, InterruptedException {
    Path classes = compile(mutation);
    Path told = work.resolve(mutation.number() + ".log");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dorg.jooq.no-logo=true",
                "-Dorg.jooq.no-tips=true",
                "-Dseeds=" + Integer.getInteger("seeds", 50),
                "-cp",
                classes + File.pathSeparator + System.getProperty("java.class.path"),
                MutantCheck.class.getName())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .redirectOutput(told.toFile())
            .start();
    boolean ended = process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES);
    if (!ended) {
      process.destroyForcibly().waitFor();
    }
    List<String> caughtBy =
        Files.readAllLines(told).stream()
            .filter(line -> line.startsWith(MutantCheck.CAUGHT))
            .map(line -> line.substring(MutantCheck.CAUGHT.length()))
            .toList();
    boolean caught = !ended || process.exitValue() != 0;
    out.println(
        "| "
            + mutation.number()
            + " | "
            + mutation.rule()
            + " | "
            + mutation.what()
            + " | "
            + mutation.name()
            + " | "
            + (caught ? ended ? String.join(", ", caughtBy) : "does not end" : "SURVIVED")
            + " |");
    return caught;
  }

  private Path compile(Mutation mutation) throws IOException {
    Path sources = work.resolve(mutation.number() + "/sources");
    Path classes = Files.createDirectories(work.resolve(mutation.number() + "/classes"));
    Path source = sources.resolve("org/nurture").resolve(mutation.file());
    Files.createDirectories(source.getParent());
    Files.writeString(source, mutation.applied());
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager files =
        compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
      boolean compiled =
          compiler
              .getTask(
                  null,
                  files,
                  null,
                  List.of("-proc:none", "-nowarn", "-parameters", "-d", classes.toString()),
                  null,
                  files.getJavaFileObjects(source))
              .call();
      if (!compiled) {
        throw new IllegalStateException("mutation " + mutation.number() + " does not compile");
      }
    }
    return classes;
  }
}
