package org.nurture.message;

import static org.jooq.impl.DSL.any;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.lag;
import static org.jooq.impl.DSL.notExists;
import static org.jooq.impl.DSL.select;
import static org.nurture.platform.schema.Tables.OUTBOX;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Set;
import org.jooq.Field;
import org.nurture.platform.Config;
import org.nurture.platform.Database;

/**
 * Addresses that bounce softly too often (SPEC section 7): five times within 30 days without a
 * delivery between, unless {@code NURTURE_SOFT_BOUNCES} and {@code NURTURE_SOFT_BOUNCE_DAYS} say
 * otherwise.
 *
 * <p>A message bounces once (C7: the first applied bounce counts), and is delivered once; a
 * delivery at the instant of a bounce comes before it (C12). In the caller's transaction.
 */
@ApplicationScoped
public class SoftBounces {
  private final Database database;
  private final Config config;

  @Inject
  public SoftBounces(Database database, Config config) {
    this.database = database;
    this.config = config;
  }

  /** For the container's proxy. */
  @SuppressWarnings("NullAway")
  protected SoftBounces() {
    this(null, null);
  }

  /** Which of these are to be suppressed; one statement. */
  Set<String> tooMany(Kind channel, Collection<String> addresses) {
    if (addresses.isEmpty()) {
      return Set.of();
    }
    Duration within = Duration.ofDays(config.softBounceDays());
    Field<Instant> first =
        lag(OUTBOX.BOUNCED_AT, config.softBounces() - 1)
            .over()
            .partitionBy(OUTBOX.ADDRESS)
            .orderBy(OUTBOX.BOUNCED_AT)
            .as("first_at");
    var bounced =
        select(OUTBOX.ADDRESS, OUTBOX.BOUNCED_AT, first)
            .from(OUTBOX)
            .where(OUTBOX.ADDRESS.eq(any(addresses.toArray(String[]::new))))
            .and(OUTBOX.KIND.eq(channel.code()))
            .and(OUTBOX.BOUNCED_AT.isNotNull())
            .and(OUTBOX.HARD_BOUNCE.isFalse())
            .asTable("bounced");
    Field<String> address = bounced.field(OUTBOX.ADDRESS);
    Field<Instant> from = bounced.field(first);
    Field<Instant> to = bounced.field(OUTBOX.BOUNCED_AT);
    return database
        .sql()
        .select(address, from, to)
        .from(bounced)
        .where(from.isNotNull())
        .and(
            notExists(
                select(inline(1))
                    .from(OUTBOX)
                    .where(OUTBOX.ADDRESS.eq(address))
                    .and(OUTBOX.KIND.eq(channel.code()))
                    .and(OUTBOX.DELIVERED_AT.gt(from))
                    .and(OUTBOX.DELIVERED_AT.le(to))))
        .fetch()
        .stream()
        .filter(row -> Duration.between(row.value2(), row.value3()).compareTo(within) <= 0)
        .map(row -> row.value1())
        .collect(java.util.stream.Collectors.toSet());
  }
}
