package org.nurture.action.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What scripts can and can't do (SPEC section 9, D15). */
class SandboxTest {
  private static final String ANN =
      "{\"record\": {\"name\": \"Ann\", \"score\": 7}, \"campaign\": {\"id\": \"1\"}, \"now\":"
          + " 1000}";
  private static final Sandbox SANDBOX = new Sandbox(Limits.USUAL);

  private static Answer run(String script) throws ScriptRefused {
    return SANDBOX.run(script, List.of(ANN)).get(0);
  }

  private static String returned(String script) throws ScriptRefused {
    Answer answer = run(script);
    assertThat(answer.failure()).isNull();
    return Objects.requireNonNull(answer.text());
  }

  private static String failure(String script) throws ScriptRefused {
    Answer answer = run(script);
    assertThat(answer.text()).isNull();
    return Objects.requireNonNull(answer.failure());
  }

  @Test
  void a_script_sees_the_record_and_answers_what_it_returns() throws ScriptRefused {
    assertThat(returned("return {set: {score: record.score + 10, note: record.name + '!'}};"))
        .isEqualTo("{\"set\":{\"score\":17,\"note\":\"Ann!\"}}");
    assertThat(returned("return campaign.id")).isEqualTo("\"1\"");
    assertThat(returned("")).isEqualTo("null");
  }

  @Test
  void a_script_is_compiled_once_for_all_records_and_for_the_next_chunk() throws ScriptRefused {
    Sandbox sandbox = new Sandbox(Limits.USUAL);
    String given = "{\"record\": {\"score\": 1}, \"campaign\": {}, \"now\": 1000}";
    String script = "return record.score";

    assertThat(sandbox.run(script, Collections.nCopies(100, given))).hasSize(100);
    assertThat(sandbox.compiled()).isEqualTo(1);

    assertThat(sandbox.run(script, Collections.nCopies(10, given))).hasSize(10);
    assertThat(sandbox.compiled()).as("the machine is kept").isEqualTo(1);
    sandbox.run("return 2", List.of(given));
    assertThat(sandbox.compiled()).as("another script").isEqualTo(2);
  }

  @Test
  void the_clock_stands_at_now() throws ScriptRefused {
    assertThat(returned("return [now.getTime(), Date.now(), new Date().getTime(), +new Date(5)]"))
        .isEqualTo("[1000,1000,1000,5]");
    assertThat(returned("return new (Object.getPrototypeOf(now).constructor)().getTime()"))
        .isEqualTo("1000");
    assertThat(returned("return now instanceof Date && Date() === now.toString()"))
        .isEqualTo("true");
  }

  @Test
  void there_is_no_chance() throws ScriptRefused {
    assertThat(failure("return Math.random()")).contains("not a function");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "java_invoke",
        "nurture",
        "quickjs4j_engine",
        "Javy",
        "plugin",
        "console",
        "require",
        "process",
        "fetch",
        "XMLHttpRequest",
        "std",
        "os",
        "Java",
        "java",
        "Packages",
        "eval",
        "WebAssembly",
        "setTimeout",
        "performance",
        "SharedArrayBuffer",
        "Atomics",
        "run"
      })
  void nothing_of_the_host_is_in_reach(String name) throws ScriptRefused {
    assertThat(returned("return typeof " + name + " + typeof globalThis['" + name + "']"))
        .isEqualTo("\"undefinedundefined\"");
    assertThat(returned("return typeof (function () {}).constructor('return this')()." + name))
        .isEqualTo("\"undefined\"");
  }

  @Test
  void the_globals_are_those_of_the_language_alone() throws ScriptRefused {
    assertThat(returned("return Object.getOwnPropertyNames(globalThis).length"))
        .isEqualTo(
            returned(
                "return Reflect.ownKeys(globalThis).filter(k => typeof k === 'string').length"));
    assertThat(returned("return Object.getOwnPropertyNames(globalThis).sort().join(' ')"))
        .doesNotContain("invoke", "nurture", "console", "engine")
        .contains("Array", "JSON", "Date");
  }

  @Test
  void modules_can_not_be_imported() throws ScriptRefused {
    assertThat(returned("let got = null; import('os').then(m => got = m); return got"))
        .isEqualTo("null");
    assertThatThrownBy(() -> run("import os from 'os'; return 1"))
        .isInstanceOf(ScriptRefused.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "for (;;) {}",
        "while (true) { try { throw 1 } catch (e) {} }",
        "return /^(a+)+$/.test('a'.repeat(40) + '!')",
        "const f = () => Promise.resolve().then(f); f();",
        "const a = []; a.length = 2 ** 32 - 1; a.sort(); return a.indexOf(1)",
        "return [1].map(function f(x) { return [1, 2].map(f) })"
      })
  void what_does_not_end_is_stopped(String script) throws ScriptRefused {
    long started = System.nanoTime();

    Answer answer = run(script);

    assertThat(answer.failure()).isNotNull();
    assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(10));
    assertThat(returned("return record.score")).isEqualTo("7");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "const a = []; for (;;) { a.push(new Array(10000).fill(7)) }",
        "return 'a'.repeat(2 ** 29)",
        "let s = 'x'; for (;;) { s += s }",
        "return new ArrayBuffer(2 ** 31 - 1).byteLength",
        "return new Uint8Array(64 * 1024 * 1024).length",
        "return Array.from({length: 2 ** 28}, () => ({}))"
      })
  void memory_is_bounded(String script) throws ScriptRefused {
    assertThat(failure(script)).isNotBlank();
    assertThat(returned("return record.score")).isEqualTo("7");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "function f() { return f() + 1 } return f()",
        "const o = {}; o.toString = () => '' + o; return String(o)",
        "let a = []; for (let i = 0; i < 100000; i++) { a = [a] } return a",
        "return new Function('return ' + '('.repeat(10000) + '1' + ')'.repeat(10000))()"
      })
  void depth_is_bounded(String script) throws ScriptRefused {
    assertThat(failure(script)).isNotBlank();
    assertThat(returned("return record.score")).isEqualTo("7");
  }

  @Test
  void what_is_returned_is_bounded() throws ScriptRefused {
    assertThat(failure("return 'a'.repeat(70000)")).contains("70");
    assertThat(returned("return 'a'.repeat(60000)")).hasSize(60_002);
  }

  @Test
  void a_record_finds_nothing_that_another_left() throws ScriptRefused {
    String script =
        "const before = [typeof globalThis.left, typeof Object.prototype.left, [].map === 1,"
            + " JSON.stringify === 2, typeof record.left];"
            + " globalThis.left = 1; Object.prototype.left = 1; Array.prototype.map = 1;"
            + " JSON.stringify = 2; record.left = 3; Object.freeze(Object.prototype);"
            + " return before";

    assertThat(SANDBOX.run(script, Collections.nCopies(5, ANN)))
        .extracting(Answer::text)
        .containsOnly("[\"undefined\",\"undefined\",false,false,\"undefined\"]")
        .hasSize(5);
  }

  @Test
  void one_record_that_fails_stops_no_other() throws ScriptRefused {
    String script =
        "if (record.score === 1) { for (;;) {} } if (record.score === 2) { throw new Error('no') }"
            + " return record.score";
    List<String> given =
        List.of(
            "{\"record\": {\"score\": 0}, \"now\": 0}",
            "{\"record\": {\"score\": 1}, \"now\": 0}",
            "{\"record\": {\"score\": 2}, \"now\": 0}",
            "{\"record\": {\"score\": 3}, \"now\": 0}");

    List<Answer> answers = SANDBOX.run(script, given);

    assertThat(answers).extracting(Answer::text).containsExactly("0", null, null, "3");
    assertThat(answers.get(1).failure()).contains("longer than");
    assertThat(answers.get(2).failure()).contains("Error: no");
  }

  @Test
  void what_there_is_no_time_for_is_left() throws ScriptRefused {
    Sandbox hurried =
        new Sandbox(new Limits(Duration.ofMillis(50), Duration.ofMillis(1), Limits.USUAL.pages()));

    assertThat(hurried.run("return 1", Collections.nCopies(20_000, ANN))).hasSizeLessThan(20_000);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"return ],1", "'const a = 1;\nreturn }',2", "'1;\n2;\nlet let = 3',3", "if (1) {,1"})
  void a_text_that_is_no_script_is_refused_with_its_line(String script, int line) {
    assertThatThrownBy(() -> SANDBOX.check(script))
        .isInstanceOf(ScriptRefused.class)
        .hasMessageStartingWith("Line " + line + ": ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "} evil(); {",
        "}); (function () {",
        "return 1 })(); ({",
        "}, function () {",
        "} } class Y { m() {",
        "} m() {",
        "super.x()",
        "} catch (e) {",
        "*/ } /*",
        "`",
        "//\n} //"
      })
  void a_script_can_not_leave_its_function(String script) {
    assertThatThrownBy(() -> SANDBOX.check(script)).isInstanceOf(ScriptRefused.class);
  }

  @Test
  void an_error_tells_its_line() throws ScriptRefused {
    assertThat(failure("const a = 1;\nthrow new Error('no')"))
        .startsWith("Error: no")
        .contains("line 2");
    assertThat(failure("return record.nothing.at")).startsWith("TypeError: cannot read");
  }
}
