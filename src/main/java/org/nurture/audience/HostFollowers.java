package org.nurture.audience;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jooq.DSLContext;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;
import org.nurture.audience.TargetDefinition.GivenFollowers;
import org.nurture.platform.DataSources;
import org.nurture.platform.Database;
import org.nurture.platform.Text;
import org.nurture.platform.Violation;

/**
 * Who follows records of targets that map followers to a table of the CRM (SPEC section 9): in the
 * caller's transaction, the CRM in another database included (D4).
 *
 * <p>All methods but {@link #keeps} and {@link #check} throw {@link HostChangedException} where a
 * table or column is no longer there, and {@code DataAccessException} where the host refuses.
 */
@ApplicationScoped
public class HostFollowers {
  private final TargetDefinitions definitions;
  private final Catalogue catalogue;
  private final DataSources sources;
  private final Database database;

  @Inject
  public HostFollowers(
      TargetDefinitions definitions, Catalogue catalogue, DataSources sources, Database database) {
    this.definitions = definitions;
    this.catalogue = catalogue;
    this.sources = sources;
    this.database = database;
  }

  /** For CDI's proxy alone. */
  @SuppressWarnings("NullAway")
  protected HostFollowers() {
    this(null, null, null, null);
  }

  /** Whether the host keeps them; else Nurture does. */
  public boolean keeps(String target) {
    return definitions.find(target).map(TargetDefinition::followers).isPresent();
  }

  /**
   * What does not fit: the table is not as it was mapped; a user is not there, or there are several
   * of that name.
   *
   * @return places are {@code /target}, {@code /followers/0}
   */
  public List<Violation> check(String target, List<String> users) {
    Operating on = operating(target);
    List<Violation> wrong = new ArrayList<>();
    FollowerTable table = found(on, wrong);
    return table == null
        ? List.of(new Violation("/target", wrong.get(0).message()))
        : read(on, sql -> new FollowerSql(on, table, sql).unknown(users));
  }

  /** Makes these users follow those of the records that are there; who does already goes on. */
  public void add(String target, Collection<RecordKey> keys, List<String> users) {
    write(target, keys, rows -> rows.add(keys, users));
  }

  /** They follow these records no more. */
  public void remove(String target, Collection<RecordKey> keys, List<String> users) {
    write(target, keys, rows -> rows.remove(keys, users));
  }

  /** Who follows a record, by name. */
  public List<String> of(String target, RecordKey key, int limit) {
    Operating on = operating(target);
    FollowerTable table = require(on);
    return read(on, sql -> new FollowerSql(on, table, sql).of(key, limit));
  }

  private Operating operating(String target) {
    return new Operating(target, definitions.all(), catalogue, sources, database, Instant.EPOCH);
  }

  /** A catalogue that is kept is read again before anything is called wrong. */
  private static @Nullable FollowerTable found(Operating on, List<Violation> wrong) {
    FollowerTable table = table(on, wrong);
    if (table == null) {
      wrong.clear();
      on.refresh();
      table = table(on, wrong);
    }
    return table;
  }

  private static @Nullable FollowerTable table(Operating on, List<Violation> wrong) {
    GivenFollowers given = on.definition().followers();
    if (given == null) {
      throw new HostChangedException(
          Text.of("Target {0} maps followers to no table any more", on.definition().name()), null);
    }
    return FollowerTable.of(
        on.definition(), given, on.root().table(), on.key(), on.shapes(), wrong);
  }

  private static FollowerTable require(Operating on) {
    List<Violation> wrong = new ArrayList<>();
    FollowerTable table = found(on, wrong);
    if (table == null) {
      throw new HostChangedException(wrong.get(0).message(), null);
    }
    return table;
  }

  private void write(String target, Collection<RecordKey> keys, Consumer<FollowerSql> work) {
    if (keys.isEmpty()) {
      return;
    }
    Operating on = operating(target);
    FollowerTable table = require(on);
    explained(
        on,
        () -> {
          DSLContext sql =
              on.local() ? database.sql() : sources.joining(on.definition().dataSource());
          work.accept(new FollowerSql(on, table, sql));
          return true;
        });
  }

  private <T> T read(Operating on, Function<DSLContext, T> work) {
    return explained(
        on,
        () ->
            on.local()
                ? work.apply(database.sql())
                : sources.reading(on.definition().dataSource(), work));
  }

  private <T> T explained(Operating on, Supplier<T> work) {
    try {
      return work.get();
    } catch (DataAccessException e) {
      throw new HostChanges(catalogue).explain(on.definition(), e);
    }
  }
}
