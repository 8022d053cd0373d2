package org.nurture.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The demo CRM's SQL, in files beside this class: statements that end in a semicolon at the end of
 * a line. In them {@code {numbers}} stands for rows n, r1 … r6 from … to, {@code {contacts}} and
 * {@code {companies}} for how many there are.
 */
final class SqlScript {
  private static final Pattern PLACE = Pattern.compile("\\{(numbers|contacts|companies)}");
  private static final Pattern TABLE = Pattern.compile("(?s)\\s*insert into (\\w+).*");
  private static final int COLUMNS = 6;
  // a prime below 2^31, and a multiplier that mixes well under it (Park and Miller)
  private static final String PRIME = "cast(2147483647 as bigint)";
  private static final String MULTIPLIER = "48271";

  private final List<Part> parts;

  private SqlScript(List<Part> parts) {
    this.parts = parts;
  }

  static SqlScript read(String file) {
    List<Part> parts = new ArrayList<>();
    StringBuilder sql = new StringBuilder();
    for (String line : text(file).split("\n")) {
      if (line.startsWith("--")) {
        continue;
      }
      sql.append(line).append('\n');
      if (line.endsWith(";")) {
        parts.add(new Part(sql.substring(0, sql.length() - 2).strip()));
        sql.setLength(0);
      }
    }
    return new SqlScript(parts);
  }

  static String text(String file) {
    try (InputStream in = SqlScript.class.getResourceAsStream(file)) {
      return new String(requireNonNull(in, file).readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  List<Part> parts() {
    return parts;
  }

  /** A statement with places to fill. */
  record Part(String sql) {
    /** The table that it inserts into; empty: none. */
    String name() {
      Matcher table = TABLE.matcher(sql);
      return table.matches() ? table.group(1) : "";
    }

    Bound bind(long from, long to, DemoCrm.Sizes sizes) {
      List<Object> values = new ArrayList<>();
      String bound =
          PLACE
              .matcher(sql)
              .replaceAll(
                  place ->
                      switch (place.group(1)) {
                        case "numbers" -> {
                          values.addAll(List.of(from, to));
                          yield numbers();
                        }
                        case "contacts" -> {
                          values.add(sizes.contacts());
                          yield "cast(? as bigint)";
                        }
                        default -> {
                          values.add(sizes.companies());
                          yield "cast(? as bigint)";
                        }
                      });
      return new Bound(bound, values);
    }
  }

  /** A statement and what is bound to its question marks. */
  record Bound(String sql, List<Object> values) {}

  private static String numbers() {
    StringBuilder mixed = new StringBuilder();
    StringBuilder spread = new StringBuilder();
    for (int i = 1; i <= COLUMNS; i++) {
      spread.append(
          ", mod((s.n + %d) * %s, %s) as x%d".formatted(1_000_003L * i, MULTIPLIER, PRIME, i));
      mixed.append(
          ", mod(x.x%1$d * mod(x.x%1$d, 65521) + x.x%1$d / 7, %2$s) as r%1$d".formatted(i, PRIME));
    }
    return "(select x.n%s from (select s.n%s from generate_series(cast(? as bigint), cast(? as bigint)) as s(n)) x)"
        .formatted(mixed, spread);
  }
}
