package org.nurture.audience;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;
import org.nurture.audience.Filter.Term;

/** Random terms that fit {@link HostCrm}'s contact. */
@NullUnmarked // a null in the wrong place is a failed test
final class HostTerms {
  private static final List<Object> TEXTS =
      List.of(
          "Ann",
          "ann",
          "",
          "IT",
          "ÉT",
          "Acme",
          "%",
          "a_b",
          "x\\y",
          "Tag 1",
          "Refund",
          "i",
          "it's \"q\"");
  private static final List<Object> NUMBERS = List.of(0L, 1L, 2L, 5L, 300L, 7L);
  private static final Map<String, FieldType> PATHS =
      Map.ofEntries(
          Map.entry("name", FieldType.TEXT),
          Map.entry("email", FieldType.TEXT),
          Map.entry("revenue", FieldType.DECIMAL),
          Map.entry("score", FieldType.INTEGER),
          Map.entry("rate", FieldType.DECIMAL),
          Map.entry("hot", FieldType.BOOLEAN),
          Map.entry("born", FieldType.DATE),
          Map.entry("met", FieldType.DATETIME),
          Map.entry("seen", FieldType.DATETIME),
          Map.entry("ref", FieldType.UUID),
          Map.entry("company", FieldType.INTEGER),
          Map.entry("company_id", FieldType.INTEGER),
          Map.entry("company.name", FieldType.TEXT),
          Map.entry("company.country.code", FieldType.TEXT),
          Map.entry("company.parent.country.name", FieldType.TEXT),
          Map.entry("country.name", FieldType.TEXT),
          Map.entry("tag", FieldType.INTEGER),
          Map.entry("tag.name", FieldType.TEXT),
          Map.entry("tag.rank", FieldType.INTEGER),
          Map.entry("ticket.title", FieldType.TEXT),
          Map.entry("ticket.amount", FieldType.DECIMAL));

  private HostTerms() {}

  static Term random(Random random) {
    List<String> paths = PATHS.keySet().stream().sorted().toList();
    String path = paths.get(random.nextInt(paths.size()));
    FieldType type = PATHS.get(path);
    List<Operator> operators =
        Arrays.stream(Operator.values()).filter(o -> Terms.fits(o, type)).toList();
    if (random.nextInt(15) == 0) {
      Filter inner = Filter.of(new Term("name", Operator.ILIKE, "T"));
      return new Term(
          random.nextBoolean() ? "tag" : "company",
          random.nextBoolean() ? Operator.ANY : Operator.NOT_ANY,
          inner);
    }
    Operator operator = operators.get(random.nextInt(operators.size()));
    return new Term(path, operator, value(operator, type, random));
  }

  private static @Nullable Object value(Operator operator, FieldType type, Random random) {
    if (operator.operand() == Operator.Operand.LIST) {
      List<@Nullable Object> values = new ArrayList<>();
      for (int i = random.nextInt(4); i > 0; i--) {
        values.add(random.nextInt(6) == 0 ? null : scalar(type, random));
      }
      return values;
    }
    boolean nullable = operator.operand() == Operator.Operand.VALUE && !operator.ordering();
    return nullable && random.nextInt(4) == 0 ? null : scalar(type, random);
  }

  private static Object scalar(FieldType type, Random random) {
    return switch (type) {
      case TEXT -> some(TEXTS, random);
      case INTEGER -> some(NUMBERS, random);
      case DECIMAL ->
          some(List.of(1L, 5L, new BigDecimal("0.1"), new BigDecimal("1.5"), 300L, 1000L), random);
      case BOOLEAN -> random.nextBoolean();
      case DATE -> some(List.of("1999-12-31", "2000-02-29", "2000-01-01"), random);
      case DATETIME ->
          some(List.of("2026-01-31T09:00:00Z", "2026-02-01", "2026-01-31T09:00:00.001Z"), random);
      case UUID ->
          some(
              List.of(
                  "00000000-0000-0000-0000-000000000001", "FFFFFFFF-FFFF-FFFF-0000-000000000002"),
              random);
      case TIME, OTHER -> throw new IllegalArgumentException(type.toString());
    };
  }

  private static Object some(List<Object> values, Random random) {
    return values.get(random.nextInt(values.size()));
  }
}
