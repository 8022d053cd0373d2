package org.nurture.audience;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jooq.exception.DataAccessException;
import org.nurture.audience.HostTable.Column;
import org.nurture.platform.Text;

/** Finds out what changed in a host when a statement about it failed. */
final class HostChanges {
  /** Unknown table, column or schema: PostgreSQL's, H2's, the standard's. */
  private static final Set<String> GONE =
      Set.of("42P01", "42703", "3F000", "42S02", "42S04", "42S22", "42S03", "90079");

  /** An operator or value that no longer fits a column's type. */
  private static final Set<String> OTHER_TYPE =
      Set.of("42883", "42804", "22018", "90005", "90110", "22P02");

  private static final Set<String> FORBIDDEN = Set.of("42501", "90096");

  private final Catalogue catalogue;

  HostChanges(Catalogue catalogue) {
    this.catalogue = catalogue;
  }

  /** The change that explains the failure, else the failure itself. */
  RuntimeException explain(TargetDefinition target, RuntimeException failure) {
    String state =
        failure instanceof DataAccessException e && e.sqlState() != null ? e.sqlState() : "";
    if (FORBIDDEN.contains(state)) {
      return new HostChangedException(
          Text.of(
              "Nurture's database user may not read what target {0} needs: {1}",
              target.name(), firstLine(failure)),
          failure);
    }
    if (!GONE.contains(state) && !OTHER_TYPE.contains(state)) {
      return failure;
    }
    return whatChanged(target)
        .<RuntimeException>map(what -> new HostChangedException(what, failure))
        .orElse(failure);
  }

  /** Reads again all that was known of the data source. */
  private Optional<String> whatChanged(TargetDefinition target) {
    String source = target.dataSource();
    List<HostTable> known = new ArrayList<>(catalogue.kept(source));
    catalogue.forget(source);
    known.sort(Comparator.comparing(t -> !t.name().word().equalsIgnoreCase(target.table())));
    for (HostTable table : known) {
      HostTable fresh = catalogue.table(source, table.name()).orElse(null);
      if (fresh == null) {
        return Optional.of(Text.of("Table {0} is no longer there", table.name()));
      }
      for (Column column : table.columns()) {
        Column now = fresh.columnNamed(column.name()).orElse(null);
        if (now == null) {
          return Optional.of(
              Text.of("Column {0} of table {1} is no longer there", column.word(), table.name()));
        }
        if (now.type() != column.type()) {
          return Optional.of(
              Text.of(
                  "Column {0} of table {1} has another type now: {2} instead of {3}",
                  column.word(), table.name(), now.type().word(), column.type().word()));
        }
      }
    }
    return Optional.empty();
  }

  private static String firstLine(RuntimeException failure) {
    Throwable cause = failure.getCause() == null ? failure : failure.getCause();
    return String.valueOf(cause.getMessage()).lines().findFirst().orElse(Text.of("no right"));
  }
}
