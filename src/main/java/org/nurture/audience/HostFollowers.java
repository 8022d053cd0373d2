package org.nurture.audience;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
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
  private final Hosts hosts;

  @Inject
  public HostFollowers(
      TargetDefinitions definitions, Catalogue catalogue, DataSources sources, Database database) {
    this.hosts = new Hosts(definitions, catalogue, sources, database);
  }

  /** For CDI's proxy alone. */
  @SuppressWarnings("NullAway")
  protected HostFollowers() {
    this(null, null, null, null);
  }

  /** Whether the host keeps them; else Nurture does. */
  public boolean keeps(String target) {
    return hosts.definitions().find(target).map(TargetDefinition::followers).isPresent();
  }

  /**
   * What does not fit: the table is not as it was mapped; a user is not there, or there are several
   * of that name.
   *
   * @return places are {@code /target}, {@code /followers/0}
   */
  public List<Violation> check(String target, List<String> users) {
    Operating on = hosts.operating(target);
    List<Violation> wrong = new ArrayList<>();
    FollowerTable table = found(on, wrong);
    return table == null
        ? List.of(new Violation("/target", wrong.get(0).message()))
        : on.read(sql -> new FollowerSql(on, table, sql).unknown(users));
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
    Operating on = hosts.operating(target);
    FollowerTable table = require(on);
    return on.read(sql -> new FollowerSql(on, table, sql).of(key, limit));
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
    Operating on = hosts.operating(target);
    FollowerTable table = require(on);
    on.explained(
        () -> {
          work.accept(new FollowerSql(on, table, on.joining()));
          return true;
        });
  }
}
