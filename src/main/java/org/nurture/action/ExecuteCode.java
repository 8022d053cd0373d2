package org.nurture.action;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.nurture.platform.Text;
import org.nurture.platform.json.DocumentReader;
import org.nurture.platform.json.DocumentWriter;

/**
 * {@code execute_code}: JavaScript, the body of a function of {@code record}, {@code campaign} and
 * {@code now}.
 *
 * @param fields paths that the record has there; empty: those that the script names
 * @param disabled it is not to be executed: it came in as Python, in a comment
 */
public record ExecuteCode(String script, List<String> fields, boolean disabled) implements Effect {
  static final int LONGEST = 20_000;

  public ExecuteCode {
    fields = List.copyOf(fields);
  }

  static ExecuteCode read(DocumentReader in) {
    List<String> fields = in.texts("fields", 400);
    String python = in.optionalText("python", LONGEST);
    if (python != null) {
      if (in.has("script")) {
        in.problems()
            .invalid(in.at("python"), Text.of("Exactly one of “script” and “python” is needed"));
      }
      return new ExecuteCode(comment(python), fields, true);
    }
    return new ExecuteCode(in.text("script", LONGEST), fields, in.flag("disabled", false));
  }

  private static String comment(String python) {
    return python.lines().map(line -> "// " + line).collect(Collectors.joining("\n"));
  }

  /** Whether there is nothing in it that could run. */
  boolean onlyComments() {
    return script.lines().allMatch(line -> line.isBlank() || line.strip().startsWith("//"));
  }

  /** Whether the word stands anywhere in it. */
  boolean names(String word) {
    return Pattern.compile("\\b" + Pattern.quote(word) + "\\b").matcher(script).find();
  }

  @Override
  public ActionKind kind() {
    return ActionKind.EXECUTE_CODE;
  }

  @Override
  public DocumentWriter put(DocumentWriter out) {
    out.put("script", script).put("fields", fields);
    return disabled ? out.put("disabled", true) : out;
  }
}
