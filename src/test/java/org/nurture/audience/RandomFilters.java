package org.nurture.audience;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.nurture.audience.Filter.All;
import org.nurture.audience.Filter.Any;
import org.nurture.audience.Filter.Node;
import org.nurture.audience.Filter.Not;
import org.nurture.audience.Filter.Term;

/** Random trees, the same for the same seed. */
final class RandomFilters {
  private final Random random;
  private final Function<Random, Term> terms;

  RandomFilters(long seed, Function<Random, Term> terms) {
    this.random = new Random(seed);
    this.terms = terms;
  }

  /** Any operator with any value that fits its form. */
  static RandomFilters ofAnyTerms(long seed) {
    return new RandomFilters(seed, RandomFilters::anyTerm);
  }

  Filter next() {
    return Filter.of(node(4));
  }

  private Node node(int depth) {
    int kind = depth == 0 ? 0 : random.nextInt(6);
    return switch (kind) {
      case 1 -> new Not(node(depth - 1));
      case 2, 3 -> All.of(nodes(depth - 1));
      case 4, 5 -> Any.of(nodes(depth - 1));
      default -> terms.apply(random);
    };
  }

  private List<Node> nodes(int depth) {
    List<Node> nodes = new ArrayList<>();
    int n = 1 + random.nextInt(3);
    for (int i = 0; i < n; i++) {
      nodes.add(node(depth));
    }
    return nodes;
  }

  private static Term anyTerm(Random random) {
    Operator[] all = Operator.values();
    Operator operator = all[random.nextInt(all.length)];
    String path =
        List.of("name", "company.name", "a.b.c.d", "é ü", "tag.name").get(random.nextInt(5));
    Object value =
        switch (operator.operand()) {
          case LIST -> Arrays.asList(scalar(random), scalar(random));
          case PATTERN -> "x%_\\\"" + random.nextInt(10);
          case FILTER -> Filter.of(new Term("inner", Operator.EQUAL, 1L));
          case VALUE -> operator.ordering() ? (Object) random.nextLong() : scalar(random);
        };
    return new Term(path, operator, value);
  }

  private static @Nullable Object scalar(Random random) {
    return switch (random.nextInt(5)) {
      case 0 -> null;
      case 1 -> random.nextBoolean();
      case 2 -> random.nextLong();
      case 3 -> BigDecimal.valueOf(random.nextInt(1_000_000) * 10 + 1, 4);
      default -> "text “" + random.nextInt(100) + "” \u0001\uD83D\uDE00";
    };
  }
}
