package org.nurture.audience;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.sql.Types;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumberRangeTest {
  @ParameterizedTest
  @CsvSource({
    "5, 5, 0, 32767, 32768",
    "5, 5, 0, -32768, -32769",
    "4, 10, 0, 2147483647, 2147483648",
    "-5, 19, 0, -9223372036854775808, -9223372036854775809",
    "2, 10, 2, 99999999.99, 100000000",
    "3, 10, 2, 1.20, 1.201",
    "3, 10, 2, 100, 0.001",
    "3, 2, 2, -0.99, -1",
    "3, 12, 0, 999999999999, 0.5",
  })
  void a_column_takes_what_fits(int type, int size, int scale, BigDecimal fits, BigDecimal unfit) {
    NumberRange range = requireNonNull(NumberRange.of(type, "x", size, scale));

    assertThat(range.unfit("x", fits)).isNull();
    assertThat(range.unfit("x", unfit)).contains(unfit.toPlainString()).contains("“x”");
  }

  @Test
  void where_bounds_are_not_known_none_are_held() {
    assertThat(NumberRange.of(Types.NUMERIC, "numeric", 131_089, 0)).isNull();
    assertThat(NumberRange.of(Types.NUMERIC, "number", 0, -127)).isNull();
    assertThat(NumberRange.of(Types.INTEGER, "int unsigned", 10, 0)).isNull();
    assertThat(NumberRange.of(Types.DOUBLE, "double", 17, 0)).isNull();
    assertThat(NumberRange.of(Types.VARCHAR, "varchar", 10, 0)).isNull();
  }
}
