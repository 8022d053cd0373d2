package org.nurture.message;

import static org.nurture.platform.schema.Tables.SMS_INBOUND;
import static org.nurture.platform.schema.Tables.SUPPRESSION;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jooq.SQLDialect;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.nurture.platform.Database;
import org.nurture.platform.Sql;

/**
 * Addresses that get nothing any more (C11, X4), per channel. In the caller's transaction; case
 * does not matter.
 */
@ApplicationScoped
public class Suppressions {
  private static final int TRIES = 5;

  private final Database database;

  @Inject
  public Suppressions(Database database) {
    this.database = database;
  }

  /** For the container's proxy. */
  @SuppressWarnings("NullAway")
  protected Suppressions() {
    this(null);
  }

  /** Where an address belongs. The code is what the column holds, as {@link Kind}'s. */
  public enum Channel {
    EMAIL(Kind.MAIL),
    SMS(Kind.SMS);

    private final Kind kind;

    Channel(Kind kind) {
      this.kind = kind;
    }

    public Kind kind() {
      return kind;
    }

    public short code() {
      return kind.code();
    }

    public static Channel of(Kind kind) {
      return kind == Kind.SMS ? SMS : EMAIL;
    }

    static Channel of(short code) {
      return of(Kind.of(code));
    }
  }

  /** Why an address is suppressed. */
  public enum Why {
    UNSUBSCRIBED,
    COMPLAINED,
    BOUNCED,
    MANUAL;

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** One suppressed address. */
  public record Suppression(
      long id,
      Channel channel,
      String address,
      String reason,
      Instant since,
      @Nullable String note) {}

  /**
   * An address to suppress; normalised ({@link Addresses}).
   *
   * @param since null: now
   */
  public record Entry(
      Channel channel, String address, Why why, @Nullable String note, @Nullable Instant since) {
    public Entry(Channel channel, String address, Why why, @Nullable String note) {
      this(channel, address, why, note, null);
    }
  }

  /** Which of these are suppressed; one statement. */
  public Set<String> among(Channel channel, Collection<String> addresses) {
    if (addresses.isEmpty()) {
      return Set.of();
    }
    String[] keys = addresses.stream().map(Addresses::key).distinct().toArray(String[]::new);
    Set<String> found =
        database
            .sql()
            .select(SUPPRESSION.ADDRESS)
            .from(SUPPRESSION)
            .where(SUPPRESSION.CHANNEL.eq(channel.code()))
            .and(SUPPRESSION.ADDRESS.eq(DSL.any(DSL.val(keys))))
            .fetchSet(SUPPRESSION.ADDRESS);
    Set<String> suppressed = new HashSet<>();
    for (String address : addresses) {
      if (found.contains(Addresses.key(address))) {
        suppressed.add(address);
      }
    }
    return suppressed;
  }

  /**
   * Suppresses; what already is stays as it is. One statement. Queued messages are {@link
   * Withdrawal}'s, after this is committed; at the latest the sender takes them out.
   */
  public void add(Collection<Entry> entries, Instant now) {
    // in one order, so that chunks with the same ones wait for each other, not in a ring (D2)
    Map<String, Entry> distinct = new TreeMap<>();
    entries.forEach(e -> distinct.putIfAbsent(e.channel() + " " + Addresses.key(e.address()), e));
    if (distinct.isEmpty()) {
      return;
    }
    List<Entry> rows = List.copyOf(distinct.values());
    Short[] channels = rows.stream().map(e -> e.channel().code()).toArray(Short[]::new);
    String[] keys = rows.stream().map(e -> Addresses.key(e.address())).toArray(String[]::new);
    String[] reasons = rows.stream().map(e -> e.why().word()).toArray(String[]::new);
    String[] notes = rows.stream().map(Entry::note).toArray(String[]::new);
    Instant[] since =
        rows.stream().map(e -> e.since() == null ? now : e.since()).toArray(Instant[]::new);
    for (int tried = 1; ; tried++) {
      try {
        insert(channels, keys, reasons, since, notes);
        return;
      } catch (DataAccessException e) {
        // H2 has no ON CONFLICT: somebody was faster, and is seen by the next try.
        if (database.dialect() == SQLDialect.POSTGRES
            || !String.valueOf(e.sqlState()).startsWith("23")
            || tried == TRIES) {
          throw e;
        }
      }
    }
  }

  private void insert(
      Short[] channels,
      String[] keys,
      String[] reasons,
      Instant[] since,
      @Nullable String[] notes) {
    database
        .sql()
        .query(
            """
            insert into suppression (channel, address, reason, since, note)
            select t.channel, t.address, t.reason, t.since, t.note
              from unnest(cast({0} as smallint array), cast({1} as varchar array),
                          cast({2} as varchar array),
                          cast({3} as timestamp(3) with time zone array),
                          cast({4} as varchar array))
                   as t(channel, address, reason, since, note)
             where not exists (select 1 from suppression s
                                where s.channel = t.channel and s.address = t.address)
            """
                + (database.dialect() == SQLDialect.POSTGRES ? " on conflict do nothing" : ""),
            DSL.val(channels),
            DSL.val(keys),
            DSL.val(reasons),
            Sql.array(since),
            DSL.val(notes))
        .execute();
  }

  /**
   * When these numbers last said START, by which they want texts again; those that never did are
   * missing.
   */
  Map<String, Instant> started(Collection<String> phones) {
    return phones.isEmpty()
        ? Map.of()
        : database
            .sql()
            .select(SMS_INBOUND.PHONE, DSL.max(SMS_INBOUND.RECEIVED_AT))
            .from(SMS_INBOUND)
            .where(SMS_INBOUND.PHONE.eq(DSL.any(DSL.val(phones.toArray(String[]::new)))))
            .and(SMS_INBOUND.MEANING.eq("START"))
            .groupBy(SMS_INBOUND.PHONE)
            .fetchMap(r -> r.value1(), r -> r.value2());
  }

  /** Suppressions in id order, after the given one. */
  public List<Suppression> page(long after, int limit) {
    return database
        .sql()
        .selectFrom(SUPPRESSION)
        .where(SUPPRESSION.ID.gt(after))
        .orderBy(SUPPRESSION.ID)
        .limit(limit)
        .fetch(
            r ->
                new Suppression(
                    r.getId(),
                    Channel.of(r.getChannel()),
                    r.getAddress(),
                    r.getReason(),
                    r.getSince(),
                    r.getNote()));
  }

  /** The suppression of an address; null: it is not suppressed. */
  public @Nullable Suppression find(Channel channel, String address) {
    return database
        .sql()
        .selectFrom(SUPPRESSION)
        .where(SUPPRESSION.CHANNEL.eq(channel.code()))
        .and(SUPPRESSION.ADDRESS.eq(Addresses.key(address)))
        .fetchOne(
            r ->
                new Suppression(
                    r.getId(),
                    Channel.of(r.getChannel()),
                    r.getAddress(),
                    r.getReason(),
                    r.getSince(),
                    r.getNote()));
  }

  /** Lets an address have messages again. False: there is no such suppression. */
  public boolean remove(long id) {
    return database.sql().deleteFrom(SUPPRESSION).where(SUPPRESSION.ID.eq(id)).execute() > 0;
  }
}
