package org.nurture.action.expression;

import com.google.common.collect.ImmutableCollection;
import com.google.common.collect.ImmutableMap;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.types.CelKind;
import dev.cel.common.types.CelType;
import dev.cel.common.types.CelTypeProvider;
import dev.cel.common.types.OptionalType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.StructType;
import dev.cel.compiler.CelCompiler;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.nurture.platform.Text;

/**
 * One expression in CEL (cel.dev), compiled: {@code object.score + 10}. {@code object} is the
 * record, {@code now} the time when the action runs. Immutable, for any number of records and
 * threads.
 *
 * <p>An empty field is absent: {@code has(object.score)} and {@code object.?score.orValue(0)} deal
 * with it; else it is an error of that record. Its cost grows with its length alone: there are no
 * loops, regular expressions run in linear time (RE2), texts have a longest length.
 */
public final class Expression {
  /** Characters. */
  public static final int LONGEST = 2_000;

  private final CelType result;
  private final CelRuntime.Program program;
  private final Paths paths;

  private Expression(CelType result, CelRuntime.Program program, Paths paths) {
    this.result = result;
    this.program = program;
    this.paths = paths;
  }

  /** What a path of the record holds, as far as expressions know. */
  public enum Kind {
    TEXT(SimpleType.STRING),
    INTEGER(SimpleType.INT),
    DECIMAL(SimpleType.DOUBLE),
    BOOLEAN(SimpleType.BOOL),
    INSTANT(SimpleType.TIMESTAMP);

    private final CelType type;

    Kind(CelType type) {
      this.type = type;
    }
  }

  /** An expression that is not right; the message says where and why. */
  public static final class Wrong extends Exception {
    private static final long serialVersionUID = 1L;

    Wrong(String message) {
      super(message);
    }
  }

  /** An expression that has no value for one record. */
  public static final class Failed extends Exception {
    private static final long serialVersionUID = 1L;

    Failed(String message) {
      super(message);
    }
  }

  /** What a path is, and the reason where it can't be used. */
  public record Field(@Nullable Kind kind, String wrong) {}

  /**
   * Compiles it.
   *
   * @param fields what is at a path such as {@code company.name}
   * @throws Wrong it can't be read, names no field, or does not fit their types
   */
  public static Expression compile(String source, Function<String, Field> fields) throws Wrong {
    if (source.length() > LONGEST) {
      throw new Wrong(
          Text.of(
              "The expression has {0} characters; at most {1} are allowed",
              source.length(), LONGEST));
    }
    Paths paths = Paths.of(parsed(Environment.PARSER.parse(source)).getExpr());
    Map<String, Kind> kinds = new HashMap<>();
    for (String path : paths.leaves()) {
      Field field = fields.apply(path);
      if (field.kind() == null) {
        throw new Wrong(field.wrong());
      }
      kinds.put(path, field.kind());
    }
    Types types = new Types(paths, kinds);
    CelCompiler compiler =
        Environment.compiler().setTypeProvider(types).addVar(Paths.RECORD, types.record()).build();
    CelAbstractSyntaxTree tree = parsed(compiler.compile(source));
    try {
      return new Expression(tree.getResultType(), Environment.RUNTIME.createProgram(tree), paths);
    } catch (CelEvaluationException e) {
      throw new Wrong(String.valueOf(e.getMessage()));
    }
  }

  private static CelAbstractSyntaxTree parsed(CelValidationResult result) throws Wrong {
    if (result.hasError()) {
      CelIssue first = result.getErrors().get(0);
      throw new Wrong(
          Text.of(
              "At character {0}: {1}",
              first.getSourceLocation().getColumn() + 1, brief(first.getMessage())));
    }
    try {
      return result.getAst();
    } catch (CelValidationException e) {
      throw new Wrong(String.valueOf(e.getMessage()));
    }
  }

  /** Without the list of all that would have been possible. */
  private static String brief(String message) {
    return message
        .replaceAll("(?s) \\(candidates: .*", "")
        .replaceAll("(?s) expecting \\{.*", "")
        .replace(" (in container '')", "")
        .replace("google.protobuf.Timestamp", "timestamp")
        .replace("google.protobuf.Duration", "duration");
  }

  /** The paths of the record that it reads. */
  public Set<String> paths() {
    return paths.leaves();
  }

  /** Whether its values are of that kind, or always empty. */
  public boolean gives(Kind kind) {
    CelType type = plain();
    return type.kind() == CelKind.NULL_TYPE
        || type.equals(kind.type)
        || (kind == Kind.DECIMAL && type.equals(SimpleType.INT));
  }

  /** The type of its values, as CEL names it. */
  public String type() {
    return brief(plain().name());
  }

  private CelType plain() {
    return result instanceof OptionalType optional ? optional.parameters().get(0) : result;
  }

  /**
   * Its value for one record.
   *
   * @param values by path: String, Long, Double, Boolean, Instant; missing or null: empty
   * @return String, Long, Double, Boolean or Instant; null: empty
   * @throws Failed it has none: an empty field, a division by zero …
   */
  public @Nullable Object value(Map<String, @Nullable Object> values, Instant now) throws Failed {
    Object value;
    try {
      value = program.eval(Map.of(Paths.RECORD, paths.tree(values), "now", now));
    } catch (CelEvaluationException e) {
      throw new Failed(told(String.valueOf(e.getMessage())));
    }
    if (value instanceof Optional<?> optional) {
      value = optional.orElse(null);
    }
    return value instanceof String
            || value instanceof Long
            || value instanceof Double
            || value instanceof Boolean
            || value instanceof Instant
        ? value
        : null;
  }

  private static String told(String message) {
    String why = message.replaceFirst("^evaluation error(?: at <input>:\\d+)?: ", "");
    return why.endsWith(" is not present in map.")
        ? Text.of(
            "{0} is empty here; has(object.…) and object.?….orValue(…) deal with that",
            why.replaceFirst("^key '(.*)' is not present in map\\.$", "“$1”"))
        : why;
  }

  /** The record's type: a structure for each relation on the way to a field. */
  private static final class Types implements CelTypeProvider {
    private final ImmutableMap<String, CelType> types;

    Types(Paths paths, Map<String, Kind> kinds) {
      Map<String, CelType> made = new HashMap<>();
      List<String> nodes = new ArrayList<>(paths.nodes());
      // the longest first: what is farther is part of what is nearer
      nodes.sort((a, b) -> b.length() - a.length());
      for (String node : nodes) {
        Map<String, CelType> members = new HashMap<>();
        for (String member : paths.members(node)) {
          String path = node.isEmpty() ? member : node + "." + member;
          Kind kind = kinds.get(path);
          CelType type = kind == null ? made.get(named(path)) : kind.type;
          if (type != null) {
            members.put(member, type);
          }
        }
        made.put(named(node), structure(named(node), ImmutableMap.copyOf(members)));
      }
      types = ImmutableMap.copyOf(made);
    }

    private static CelType structure(String name, ImmutableMap<String, CelType> members) {
      return StructType.create(
          name, members.keySet(), member -> Optional.ofNullable(members.get(member)));
    }

    private static String named(String node) {
      return node.isEmpty() ? "record" : "record." + node;
    }

    CelType record() {
      CelType record = types.get(named(""));
      return record == null ? structure(named(""), ImmutableMap.of()) : record;
    }

    @Override
    public ImmutableCollection<CelType> types() {
      return types.values();
    }

    @Override
    public Optional<CelType> findType(String name) {
      return Optional.ofNullable(types.get(name));
    }
  }
}
