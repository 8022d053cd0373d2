package org.nurture.audience;

import java.math.BigDecimal;
import java.sql.Types;
import org.jspecify.annotations.Nullable;
import org.nurture.platform.Text;

/**
 * The numbers that a column takes as they are: beyond, the database refuses them when a job runs,
 * and it rounds what has more places.
 *
 * @param places after the decimal point
 */
record NumberRange(BigDecimal least, BigDecimal greatest, int places) {
  /** Digits; what databases report for decimals without bounds is far above. */
  private static final int MOST_DIGITS = 1000;

  /**
   * As JDBC's catalogue describes the column.
   *
   * @param typeName in lower case
   * @param size decimal digits, of NUMERIC and DECIMAL
   * @return null: no number, or its bounds are not known
   */
  static @Nullable NumberRange of(int jdbcType, String typeName, int size, int scale) {
    if (typeName.contains("unsigned")) {
      return null;
    }
    return switch (jdbcType) {
      case Types.SMALLINT -> whole(Short.MIN_VALUE, Short.MAX_VALUE);
      case Types.INTEGER -> whole(Integer.MIN_VALUE, Integer.MAX_VALUE);
      case Types.BIGINT -> whole(Long.MIN_VALUE, Long.MAX_VALUE);
      case Types.NUMERIC, Types.DECIMAL ->
          size > 0 && size <= MOST_DIGITS && scale >= 0 && scale <= size
              ? decimal(size, scale)
              : null;
      default -> null;
    };
  }

  private static NumberRange whole(long least, long greatest) {
    return new NumberRange(BigDecimal.valueOf(least), BigDecimal.valueOf(greatest), 0);
  }

  private static NumberRange decimal(int size, int scale) {
    BigDecimal step = BigDecimal.ONE.scaleByPowerOfTen(-scale);
    BigDecimal greatest = BigDecimal.ONE.scaleByPowerOfTen(size - scale).subtract(step);
    return new NumberRange(greatest.negate(), greatest, scale);
  }

  /**
   * What is wrong with a number for that column.
   *
   * @return null: nothing
   */
  @Nullable String unfit(String column, BigDecimal number) {
    if (number.compareTo(least) < 0 || number.compareTo(greatest) > 0) {
      return Text.of(
          "{1} is out of range for “{0}”: from {2} to {3} is allowed",
          column, number.toPlainString(), least.toPlainString(), greatest.toPlainString());
    }
    return number.stripTrailingZeros().scale() > places
        ? Text.of(
            "{1} has too many decimal places for “{0}”: {2,number,integer} are allowed",
            column, number.toPlainString(), places)
        : null;
  }
}
