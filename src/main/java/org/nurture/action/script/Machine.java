package org.nurture.action.script;

import io.roastedroot.quickjs4j.core.Builtins;
import io.roastedroot.quickjs4j.core.Engine;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.nurture.platform.Text;
import org.nurture.platform.json.JsonText;
import run.endive.runtime.ByteArrayMemory;
import run.endive.runtime.Memory;
import run.endive.wasm.types.MemoryLimits;

/**
 * One script in an engine of its own, compiled. Before every record the machine's whole memory is
 * put back to what it was after compiling, so that nothing one record's run changed is there for
 * the next. For one thread at a time.
 */
final class Machine {
  private static final int PAGE = 65_536;
  private static final String PARAMETERS = "(record, campaign, now) {\n";
  private static final String FUNCTION = "function " + PARAMETERS;
  private static final String SETUP = setup();
  private static final Pattern REFUSAL = Pattern.compile("Error: (.*)\\s+at function\\.mjs:(\\d+)");

  private final Bounded said = new Bounded();
  private final ArrayDeque<Memory> made = new ArrayDeque<>(1);
  private final Engine engine;
  private final Memory memory;
  private final byte[] start;
  private final int run;
  private String in = "";
  private String out = "";
  private boolean spoiled;

  /**
   * @param source the body of a function of {@code record}, {@code campaign} and {@code now}
   * @throws ScriptRefused it is no JavaScript
   */
  Machine(String source, int pages) throws ScriptRefused {
    engine =
        Engine.builder()
            .withMemoryFactory(limits -> memory(limits, pages))
            .withStdout(new Bounded())
            .withStderr(said)
            .addBuiltins(
                Builtins.builder("nurture")
                    .addVoidToString("input", () -> in)
                    .addStringToVoid("output", text -> out = text)
                    .build())
            .build();
    memory = Objects.requireNonNull(made.peek());
    // what is the body of a function and of a method both can not have left either
    compile("(" + FUNCTION + source + "\n})", source);
    compile("class Script { script" + PARAMETERS + source + "\n} }", source);
    engine.exec(compile("globalThis.script = " + FUNCTION + source + "\n};" + SETUP, source));
    run = engine.compileRaw("run()".getBytes(StandardCharsets.UTF_8));
    start = memory.readBytes(0, memory.pages() * PAGE);
  }

  private int compile(String text, String source) throws ScriptRefused {
    try {
      return engine.compileRaw(text.getBytes(StandardCharsets.UTF_8));
    } catch (RuntimeException | StackOverflowError e) {
      Matcher why = REFUSAL.matcher(said.toString(StandardCharsets.UTF_8));
      if (!why.find()) {
        throw new ScriptRefused(Text.mark("The script is too long or too deep"));
      }
      // the head takes a line; what is missing at the end is told after it
      long line = Math.min(Long.parseLong(why.group(2)) - 1, Math.max(1, source.lines().count()));
      throw new ScriptRefused(Text.mark("Line {0}: {1}"), line, why.group(1));
    }
  }

  private Memory memory(MemoryLimits wanted, int pages) {
    Memory fresh =
        new ByteArrayMemory(
            new MemoryLimits(wanted.initialPages(), Math.max(wanted.initialPages(), pages)));
    made.push(fresh);
    return fresh;
  }

  private static String setup() {
    try (InputStream in = Machine.class.getResourceAsStream("sandbox.js")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether it can be used again: not after a run that was broken off, or took memory. */
  boolean usable() {
    return !spoiled;
  }

  /**
   * Runs the script on one record.
   *
   * @param given JSON with {@code record}, {@code campaign} and {@code now}
   */
  Answer run(String given) {
    memory.write(0, start);
    in = given;
    out = "";
    spoiled = true;
    try {
      engine.exec(run);
    } catch (StackOverflowError e) {
      return Answer.failed(Text.mark("The script called itself too deeply"));
    } catch (RuntimeException e) {
      // the engine itself gave up: no memory is left to say so, a trap
      return Answer.failed(
          Text.mark("The script was broken off: it took too much memory or depth"));
    }
    spoiled = memory.pages() * PAGE != start.length;
    return answer();
  }

  private Answer answer() {
    JsonObject said = JsonText.object(out);
    JsonValue returned = said.get("returned");
    if (returned != null) {
      return Answer.of(returned.toString());
    }
    @Nullable String thrown = said.getString("thrown", null);
    return thrown == null
        ? Answer.failed(
            Text.mark("The script returned too much: {0} characters"), said.getInt("tooLong", 0))
        : Answer.thrown(thrown);
  }

  /** What the engine says of what it refuses; scripts have no way to print. */
  private static final class Bounded extends ByteArrayOutputStream {
    private static final int MOST = 4_000;

    @Override
    public synchronized void write(int b) {
      if (count < MOST) {
        super.write(b);
      }
    }

    @Override
    public synchronized void write(byte[] b, int off, int len) {
      super.write(b, off, Math.min(len, Math.max(0, MOST - count)));
    }
  }
}
