package org.nurture.template;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import liqp.TemplateContext;
import liqp.TemplateParser;
import liqp.nodes.LNode;
import liqp.org.antlr.v4.runtime.tree.ParseTree;
import org.jspecify.annotations.Nullable;

/**
 * A compiled Liquid template.
 *
 * <p>Values come from records, which anybody may have filled: what {@code {{ … }}} puts out is
 * escaped for the place it goes to. A missing value renders empty; a filter that fails is an error
 * that names its placeholder. Size and iterations are bounded, and no clock is read: {@code "now"}
 * is an argument.
 *
 * <p>Immutable and safe for many threads; a {@link Renderer} is for one.
 */
public final class Liquid {
  /** Characters that one rendering may have. */
  static final int MAX_RENDERED = 2_000_000;

  /** Steps of all loops of one rendering. */
  static final int MAX_ITERATIONS = 10_000;

  /** Where the context keeps what is no template variable. */
  static final String NOW = "nurture:now";

  static final String RECORD = "nurture:record";

  private static final TemplateParser PARSER =
      new TemplateParser.Builder()
          .withErrorMode(TemplateParser.ErrorMode.STRICT)
          .withStrictVariables(false)
          .withDefaultTimeZone(ZoneOffset.UTC)
          .withMaxIterations(MAX_ITERATIONS)
          .withRenderTransformer(new BoundedOutput(MAX_RENDERED))
          .withMaxTemplateSizeBytes(MAX_RENDERED)
          .build();

  private final @Nullable String constant;
  private final @Nullable ParseTree tree;
  private final Escape escape;
  private final Set<String> paths;

  private Liquid(
      @Nullable String constant, @Nullable ParseTree tree, Escape escape, Set<String> paths) {
    this.constant = constant;
    this.tree = tree;
    this.escape = escape;
    this.paths = Set.copyOf(paths);
  }

  /**
   * Compiles.
   *
   * @throws LiquidException syntax, unknown tag or filter, or a placeholder whose root is not known
   */
  public static Liquid compile(String source, Escape escape) {
    if (!source.contains("{{") && !source.contains("{%")) {
      return new Liquid(source, null, escape, Set.of());
    }
    try {
      ParseTree tree = PARSER.parse(source).getParseTree();
      Set<String> paths = new LinkedHashSet<>();
      new LiquidVisitor(escape, paths, LiquidVisitor.localNames(tree)).visit(tree);
      return new Liquid(null, tree, escape, paths);
    } catch (LiquidException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new LiquidException(LiquidVisitor.sentence(e), e);
    }
  }

  /** What the parser makes of a template that compiles. */
  static ParseTree tree(String source) {
    return PARSER.parse(source).getParseTree();
  }

  /** Fields of the record that it speaks of, without the leading {@code object.}. */
  public Set<String> paths() {
    return paths;
  }

  /** A renderer for one thread; reuse it for many records. */
  public Renderer renderer() {
    if (tree == null) {
      return (values, globals, now) -> constant == null ? "" : constant;
    }
    LNode root =
        new LiquidVisitor(escape, new LinkedHashSet<>(), LiquidVisitor.localNames(tree))
            .visit(tree);
    return (values, globals, now) -> {
      Map<String, Object> variables = new HashMap<>(globals);
      variables.put(NOW, now);
      variables.put(RECORD, values);
      try {
        Object rendered = root.render(new TemplateContext(PARSER, variables));
        return rendered == null ? "" : rendered.toString();
      } catch (LiquidException e) {
        throw e;
      } catch (RuntimeException e) {
        throw new LiquidException(LiquidVisitor.sentence(e), e);
      }
    };
  }

  /** Renders one record after another. */
  @FunctionalInterface
  public interface Renderer {
    /**
     * @param values from path to value: text, number, boolean, null, or a list of them
     * @param globals variables beside {@code object}, as they may appear in the output
     * @param now what {@code "now"} means
     * @throws LiquidException naming the placeholder
     */
    String render(Map<String, @Nullable Object> values, Map<String, String> globals, Instant now);
  }
}
