package org.nurture.bench;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.nurture.action.script.Limits;
import org.nurture.action.script.Sandbox;
import org.nurture.action.script.ScriptRefused;

/**
 * Measures how many records a script gets through in a second on one core, in chunks of 1,000.
 * Argument: how many chunks (default 20); the first ones warm Java up.
 */
public final class ScriptBenchmark {
  private static final int CHUNK = 1_000;
  private static final String SCRIPT =
      """
      const name = (record.first_name || '').trim();
      const hot = record.score > 50 && record.company.country === 'IT';
      return {set: {score: record.score + 10, stage: hot ? 'hot' : 'cold',
                    note: name.toUpperCase() + ' of ' + record.company.name}};
      """;

  private ScriptBenchmark() {}

  public static void main(String[] args) throws ScriptRefused {
    int chunks = args.length == 0 ? 20 : Integer.parseInt(args[0]);
    Sandbox sandbox = new Sandbox(Limits.USUAL);
    for (int i = 0; i < chunks; i++) {
      List<String> given = new ArrayList<>();
      for (int n = 0; n < CHUNK; n++) {
        given.add(
            "{\"record\": {\"first_name\": \"Ann %d\", \"score\": %d, \"company\": {\"name\": \"Acme\", \"country\": \"IT\"}}, \"campaign\": {\"id\": \"1\"}, \"now\": 0}"
                .formatted(n, n % 100));
      }
      long started = System.nanoTime();
      long startedCpu = cpu();
      long answered = sandbox.run(SCRIPT, given).stream().filter(a -> a.text() != null).count();
      double seconds = (System.nanoTime() - started) / 1e9;
      System.out.printf(
          Locale.ROOT,
          "%d answered, %.0f records a second, %.0f a second of computing time%n",
          answered,
          answered / seconds,
          answered / ((cpu() - startedCpu) / 1e9));
    }
  }

  /** Of the whole process, Java's compiler and collector included, in nanoseconds. */
  private static long cpu() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }
}
