package org.nurture.template;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import liqp.org.antlr.v4.runtime.tree.ParseTree;
import liquid.parser.v4.LiquidParser;
import org.jspecify.annotations.Nullable;

/** Rewrites the fields of the record that a template names, where its own parser found them. */
public final class LiquidNames {
  private LiquidNames() {}

  /**
   * The template with other fields.
   *
   * @param to from a path without {@code object.} to the one that takes its place; null: nothing
   *     does, so it becomes {@code nil}, and a default after it speaks
   * @throws LiquidException it does not compile
   */
  public static String rename(String source, Function<String, @Nullable String> to) {
    if (Liquid.compile(source, Escape.TEXT).paths().isEmpty()) {
      return source;
    }
    List<LiquidParser.Lookup_id_indexesContext> names = new ArrayList<>();
    collect(Liquid.tree(source), names);
    names.sort(Comparator.comparingInt(n -> -n.getStart().getStartIndex()));
    StringBuilder out = new StringBuilder(source);
    for (LiquidParser.Lookup_id_indexesContext name : names) {
      String path = LiquidVisitor.path(name);
      String renamed = to.apply(path);
      int start = name.getStart().getStartIndex();
      int end = renamed == null ? name.getStop().getStopIndex() : LiquidVisitor.pathEnd(name);
      // the parser counts code points
      out.replace(
          source.offsetByCodePoints(0, start),
          source.offsetByCodePoints(0, end + 1),
          renamed == null ? "nil" : "object." + renamed);
    }
    return out.toString();
  }

  private static void collect(ParseTree node, List<LiquidParser.Lookup_id_indexesContext> names) {
    if (node instanceof LiquidParser.Lookup_id_indexesContext name
        && name.id().getText().equals("object")) {
      names.add(name);
    }
    for (int i = 0; i < node.getChildCount(); i++) {
      collect(node.getChild(i), names);
    }
  }
}
