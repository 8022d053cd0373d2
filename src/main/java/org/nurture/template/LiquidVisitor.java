package org.nurture.template;

import java.time.temporal.TemporalAccessor;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import liqp.Insertion;
import liqp.Insertions;
import liqp.TemplateContext;
import liqp.nodes.BlockNode;
import liqp.nodes.LNode;
import liqp.nodes.LookupNode;
import liqp.org.antlr.v4.runtime.tree.ParseTree;
import liqp.parser.v4.NodeVisitor;
import liquid.parser.v4.LiquidParser;
import org.jspecify.annotations.Nullable;
import org.nurture.platform.Text;

/**
 * Makes nodes of a parse tree as Nurture wants them: outputs escaped, {@code object.…} read by its
 * whole path, and no tag that reads files or puts out values past the escaping.
 */
final class LiquidVisitor extends NodeVisitor {
  /** Variables that a template may use beside {@code object}. */
  static final Set<String> GLOBALS = Set.of("unsubscribe_url");

  private static final Set<String> TAGS =
      Set.of(
          "if",
          "unless",
          "case",
          "for",
          "assign",
          "capture",
          "comment",
          "raw",
          "break",
          "continue");

  private static final Set<String> PROPERTIES = Set.of("size", "first", "last");

  private static final Insertions INSERTIONS =
      Insertions.of(
              Insertions.STANDARD_INSERTIONS.values().stream()
                  .filter(i -> TAGS.contains(i.getName()))
                  .toArray(Insertion[]::new))
          .mergeWith(Insertions.of(new SafeCapture()));

  private static final Pattern ON_LINE = Pattern.compile("on line (\\d+), index (\\d+)");

  private static final Pattern NO_FILTER = Pattern.compile("no filter available named: \\|?(\\w+)");
  private static final Pattern NO_TAG = Pattern.compile("Invalid Tag: '(\\w+)'");

  private final Escape escape;
  private final Set<String> paths;
  private final Set<String> locals;

  LiquidVisitor(Escape escape, Set<String> paths, Set<String> locals) {
    super(INSERTIONS, LiquidFilters.of(escape), false);
    this.escape = escape;
    this.paths = paths;
    this.locals = locals;
  }

  /** Names that assign, capture and for give. */
  static Set<String> localNames(ParseTree tree) {
    Set<String> names = new HashSet<>(Set.of("forloop"));
    collectLocals(tree, names);
    return names;
  }

  private static void collectLocals(ParseTree node, Set<String> names) {
    if (node instanceof LiquidParser.AssignmentContext a) {
      names.add(a.id().getText());
    } else if (node instanceof LiquidParser.For_arrayContext f) {
      names.add(f.id().getText());
    } else if (node instanceof LiquidParser.For_rangeContext f) {
      names.add(f.id().getText());
    } else if (node instanceof LiquidParser.Capture_tag_IdContext c) {
      names.add(c.id().getText());
    }
    for (int i = 0; i < node.getChildCount(); i++) {
      collectLocals(node.getChild(i), names);
    }
  }

  @Override
  public LNode visitOutput(LiquidParser.OutputContext ctx) {
    LNode output = super.visitOutput(ctx);
    String source = ctx.getText();
    return context -> {
      Object value;
      try {
        value = output.render(context);
      } catch (LiquidException e) {
        throw e;
      } catch (RuntimeException e) {
        throw new LiquidException(source + ": " + sentence(e), e);
      }
      return value instanceof Safe safe ? safe.toString() : escape.apply(text(value));
    };
  }

  @Override
  public LookupNode visitLookup_id_indexes(LiquidParser.Lookup_id_indexesContext ctx) {
    String root = ctx.id().getText();
    if (!root.equals("object")) {
      if (!locals.contains(root) && !GLOBALS.contains(root)) {
        throw unknown(ctx.getText(), root);
      }
      return super.visitLookup_id_indexes(ctx);
    }
    for (LiquidParser.IndexContext index : ctx.index()) {
      if (index.Dot() == null) {
        throw new LiquidException(
            Text.of("{0}: fields are written with dots, e.g. object.company.name", ctx.getText()));
      }
    }
    String path = path(ctx);
    if (path.isEmpty()) {
      throw new LiquidException(Text.of("object: name a field of it, e.g. object.first_name"));
    }
    String property =
        steps(ctx) < ctx.index().size() ? ctx.index(steps(ctx)).id2().getText() : null;
    paths.add(path);
    return new PathNode(path, property);
  }

  /** Of {@code object.tags.size}, how many names belong to the path: the rest is a property. */
  private static int steps(LiquidParser.Lookup_id_indexesContext ctx) {
    int all = ctx.index().size();
    return all > 1 && PROPERTIES.contains(ctx.index(all - 1).id2().getText()) ? all - 1 : all;
  }

  /** The path, without {@code object.}, of a name that is written with dots. */
  static String path(LiquidParser.Lookup_id_indexesContext ctx) {
    return ctx.index().stream()
        .limit(steps(ctx))
        .map(index -> index.id2().getText())
        .collect(Collectors.joining("."));
  }

  /** Where the path ends in the source, in code points. */
  static int pathEnd(LiquidParser.Lookup_id_indexesContext ctx) {
    return ctx.index(steps(ctx) - 1).getStop().getStopIndex();
  }

  @Override
  public LNode visitInclude_tag(LiquidParser.Include_tagContext ctx) {
    throw new LiquidException(Text.of("include: templates can't include files"));
  }

  @Override
  public LNode visitInclude_relative_tag(LiquidParser.Include_relative_tagContext ctx) {
    throw new LiquidException(Text.of("include_relative: templates can't include files"));
  }

  @Override
  public LNode visitCycle_tag(LiquidParser.Cycle_tagContext ctx) {
    throw unsupported("cycle");
  }

  @Override
  public LNode visitTable_tag(LiquidParser.Table_tagContext ctx) {
    throw unsupported("tablerow");
  }

  @Override
  public LNode visitSimple_tag(LiquidParser.Simple_tagContext ctx) {
    throw unsupported(ctx.getText());
  }

  @Override
  public LookupNode visitLookup_Str(LiquidParser.Lookup_StrContext ctx) {
    throw new LiquidException(
        Text.of("{0}: write object.field, e.g. object.first_name", ctx.getText()));
  }

  @Override
  public LookupNode visitLookup_Id(LiquidParser.Lookup_IdContext ctx) {
    throw new LiquidException(
        Text.of("{0}: write object.field, e.g. object.first_name", ctx.getText()));
  }

  private static LiquidException unsupported(String tag) {
    return new LiquidException(
        Text.of("{0}: this tag is not supported; allowed are {1}", tag, TAGS));
  }

  private static LiquidException unknown(String placeholder, String root) {
    return new LiquidException(
        Text.of(
            "“{0}” is not known: placeholders begin with “object.”, not “{1}”; also known: {2}",
            placeholder, root, String.join(", ", GLOBALS)));
  }

  /** What an exception of the library means, in one line with the place. */
  static String sentence(Throwable e) {
    Throwable root = e;
    while (root.getCause() != null && root.getCause() != root) {
      root = root.getCause();
    }
    Throwable told = e instanceof liqp.exceptions.LiquidException ? e : root;
    String message =
        told.getMessage() == null ? told.getClass().getSimpleName() : told.getMessage();
    Matcher line = ON_LINE.matcher(message);
    if (line.find()) {
      return "line "
          + line.group(1)
          + ", column "
          + (Integer.parseInt(line.group(2)) + 1)
          + ": "
          + reason(message);
    }
    return message.lines().findFirst().orElse(message);
  }

  /** The library's reason where people can read it; a parser's own words help nobody. */
  private static String reason(String message) {
    Matcher filter = NO_FILTER.matcher(message);
    if (filter.find()) {
      return Text.of("there is no filter “{0}”", filter.group(1));
    }
    Matcher tag = NO_TAG.matcher(message);
    if (tag.find()) {
      return Text.of("there is no tag “{0}”", tag.group(1));
    }
    return message.contains("<EOF>' expecting")
        ? Text.of("this is not closed: an {% end… %} is missing")
        : Text.of("this is not valid Liquid; is a }} or %} missing?");
  }

  /** As people read it: no scientific numbers, lists joined by commas. */
  static String text(@Nullable Object value) {
    if (value == null) {
      return "";
    }
    if (value instanceof Object[] array) {
      return text(List.of(array));
    }
    if (value instanceof Collection<?> list) {
      StringBuilder out = new StringBuilder();
      for (Object item : list) {
        out.append(out.isEmpty() ? "" : ", ").append(text(item));
      }
      return out.toString();
    }
    if (value instanceof java.math.BigDecimal number) {
      return number.toPlainString();
    }
    if (value instanceof TemporalAccessor || value instanceof Map<?, ?>) {
      return value.toString();
    }
    return value.toString();
  }

  /** {@code object.company.name}: one look into the record's values, under the whole path. */
  private static final class PathNode extends LookupNode {
    private final String path;
    private final @Nullable String property;

    PathNode(String path, @Nullable String property) {
      super("object");
      this.path = path;
      this.property = property;
    }

    @Override
    public @Nullable Object render(TemplateContext context) {
      Object value = ((Map<?, ?>) context.get(Liquid.RECORD)).get(path);
      if (property == null || value == null) {
        return value;
      }
      if (value instanceof List<?> list) {
        return switch (property) {
          case "size" -> (long) list.size();
          case "first" -> list.isEmpty() ? null : list.get(0);
          default -> list.isEmpty() ? null : list.get(list.size() - 1);
        };
      }
      return property.equals("size") ? (Object) (long) value.toString().length() : value;
    }
  }

  /** Text that is escaped already. Any filter makes it a plain text again. */
  record Safe(String text) {
    @Override
    public String toString() {
      return text;
    }
  }

  /** {@code capture}: what it holds was escaped on its way in. */
  private static final class SafeCapture extends liqp.blocks.Block {
    SafeCapture() {
      super("capture");
    }

    @Override
    public @Nullable Object render(TemplateContext context, LNode... nodes) {
      Object name = nodes[0].render(context);
      Object body = ((BlockNode) nodes[1]).render(context);
      context.put(String.valueOf(name), new Safe(String.valueOf(body)), true);
      return null;
    }
  }
}
