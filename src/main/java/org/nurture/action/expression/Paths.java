package org.nurture.action.expression;

import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.nurture.platform.Text;

/** The paths of the record that an expression names, as a tree. Immutable. */
final class Paths {
  /** The variable that is the record. */
  static final String RECORD = "object";

  private static final String OPTIONAL_SELECT = "_?._";

  private final Set<String> leaves = new LinkedHashSet<>();

  /** By relation, "" for the record itself: its members. */
  private final Map<String, Set<String>> members = new LinkedHashMap<>();

  private Paths() {}

  /**
   * @throws Expression.Wrong the record itself is used as a value, or a relation as both value and
   *     way
   */
  static Paths of(CelExpr tree) throws Expression.Wrong {
    Paths paths = new Paths();
    paths.visit(tree);
    for (String leaf : paths.leaves) {
      if (paths.members.containsKey(leaf)) {
        throw new Expression.Wrong(
            Text.of("“{0}” is a record here and a value there: name its key field", leaf));
      }
    }
    return paths;
  }

  private void visit(CelExpr at) throws Expression.Wrong {
    String path = path(at);
    if (path != null) {
      if (path.isEmpty()) {
        throw new Expression.Wrong(
            Text.of("“object” is the whole record: name one of its fields, as object.name"));
      }
      leaves.add(path);
      int end = path.lastIndexOf('.');
      for (String rest = path; ; end = rest.lastIndexOf('.')) {
        String node = end < 0 ? "" : rest.substring(0, end);
        members.computeIfAbsent(node, n -> new LinkedHashSet<>()).add(rest.substring(end + 1));
        if (end < 0) {
          return;
        }
        rest = node;
      }
    }
    switch (at.getKind()) {
      case SELECT -> visit(at.select().operand());
      case CALL -> {
        if (at.call().target().isPresent()) {
          visit(at.call().target().get());
        }
        for (CelExpr argument : at.call().args()) {
          visit(argument);
        }
      }
      case LIST -> {
        for (CelExpr element : at.list().elements()) {
          visit(element);
        }
      }
      case MAP -> {
        for (CelExpr.CelMap.Entry entry : at.map().entries()) {
          visit(entry.key());
          visit(entry.value());
        }
      }
      case COMPREHENSION -> {
        visit(at.comprehension().iterRange());
        visit(at.comprehension().accuInit());
        visit(at.comprehension().loopStep());
        visit(at.comprehension().result());
      }
      default -> {
        // constants and names hold nothing further
      }
    }
  }

  /** The path from the record; empty: the record itself; null: it is something else. */
  private static @Nullable String path(CelExpr at) {
    return switch (at.getKind()) {
      case IDENT -> at.ident().name().equals(RECORD) ? "" : null;
      case SELECT -> longer(path(at.select().operand()), at.select().field());
      case CALL ->
          at.call().function().equals(OPTIONAL_SELECT)
                  && at.call().args().get(1).getKind() == CelExpr.ExprKind.Kind.CONSTANT
              ? longer(path(at.call().args().get(0)), text(at.call().args().get(1).constant()))
              : null;
      default -> null;
    };
  }

  private static String text(CelConstant constant) {
    return constant.stringValue();
  }

  private static @Nullable String longer(@Nullable String path, String field) {
    return path == null ? null : path.isEmpty() ? field : path + "." + field;
  }

  Set<String> leaves() {
    return Set.copyOf(leaves);
  }

  Set<String> nodes() {
    return members.keySet();
  }

  Set<String> members(String node) {
    return members.getOrDefault(node, Set.of());
  }

  /** Values by path as maps in maps, without the empty ones. */
  Map<String, Object> tree(Map<String, @Nullable Object> values) {
    return node("", values);
  }

  private Map<String, Object> node(String node, Map<String, @Nullable Object> values) {
    Map<String, Object> tree = new HashMap<>();
    for (String member : members(node)) {
      String path = node.isEmpty() ? member : node + "." + member;
      Object value = members.containsKey(path) ? node(path, values) : values.get(path);
      if (value != null) {
        tree.put(member, value);
      }
    }
    return tree;
  }
}
