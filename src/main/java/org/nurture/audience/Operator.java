package org.nurture.audience;

import static java.util.stream.Collectors.joining;

import java.util.Arrays;
import java.util.Optional;

/** How a term compares (SPEC section 5). */
public enum Operator {
  EQUAL("=", Operand.VALUE),
  NOT_EQUAL("!=", Operand.VALUE),
  GREATER(">", Operand.VALUE),
  AT_LEAST(">=", Operand.VALUE),
  LESS("<", Operand.VALUE),
  AT_MOST("<=", Operand.VALUE),
  /** True where no value is given, else as {@code =}. */
  EQUAL_IF_GIVEN("=?", Operand.VALUE),
  IN("in", Operand.LIST),
  NOT_IN("not in", Operand.LIST),
  LIKE("like", Operand.PATTERN),
  NOT_LIKE("not like", Operand.PATTERN),
  ILIKE("ilike", Operand.PATTERN),
  NOT_ILIKE("not ilike", Operand.PATTERN),
  /** The whole text fits the pattern, not a part of it. */
  WHOLE_LIKE("=like", Operand.PATTERN),
  WHOLE_ILIKE("=ilike", Operand.PATTERN),
  CHILD_OF("child_of", Operand.VALUE),
  PARENT_OF("parent_of", Operand.VALUE),
  ANY("any", Operand.FILTER),
  NOT_ANY("not any", Operand.FILTER);

  /** What stands at the right of the operator. */
  public enum Operand {
    VALUE,
    LIST,
    PATTERN,
    FILTER
  }

  private final String symbol;
  private final Operand operand;

  Operator(String symbol, Operand operand) {
    this.symbol = symbol;
    this.operand = operand;
  }

  /** As it is written in a JSON domain. */
  public String symbol() {
    return symbol;
  }

  public Operand operand() {
    return operand;
  }

  /** The operator that is written so; empty: none is. */
  public static Optional<Operator> of(String symbol) {
    return Arrays.stream(values()).filter(o -> o.symbol.equals(symbol)).findFirst();
  }

  /** All of them, for messages. */
  static String allowed() {
    return Arrays.stream(values()).map(Operator::symbol).collect(joining(", "));
  }

  boolean ordering() {
    return this == GREATER || this == AT_LEAST || this == LESS || this == AT_MOST;
  }

  /** Whether it is the contrary of another, true where that one is false. */
  boolean negative() {
    return this == NOT_EQUAL
        || this == NOT_IN
        || this == NOT_LIKE
        || this == NOT_ILIKE
        || this == NOT_ANY;
  }

  /** Of a negative operator: what it is the contrary of; of others: themselves. */
  Operator positive() {
    return switch (this) {
      case NOT_EQUAL -> EQUAL;
      case NOT_IN -> IN;
      case NOT_LIKE -> LIKE;
      case NOT_ILIKE -> ILIKE;
      case NOT_ANY -> ANY;
      default -> this;
    };
  }
}
