package org.nurture.platform;

import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.currentInstant;
import static org.jooq.impl.DSL.exists;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.val;
import static org.nurture.platform.schema.Tables.INSTALLATION;
import static org.nurture.platform.schema.Tables.SERVER_NODE;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jooq.Condition;
import org.jspecify.annotations.Nullable;

/**
 * Whether this server may send at all (D18). A copy of a database, restored beside the original or
 * opened by mistake, must never write to the original's recipients: so in production a server whose
 * {@code NURTURE_BASE_URL} is not the one that the database knows holds mail, texts and webhooks
 * until an admin says what happened. Screens and jobs that send nothing work.
 */
@ApplicationScoped
public class Hold {
  private static final Logger LOG = Logger.getLogger(Hold.class.getName());
  private static final short ROW = 1;
  private static final Duration BRIEF = Duration.ofSeconds(10);

  /** A server is alive whose sign of life is no older. */
  private static final Duration SILENCE = Duration.ofSeconds(60);

  private static final long KNOWN_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final Database database;
  private final Transactions transactions;
  private final Config config;

  /** Another installation was alive on this database when we started. */
  private volatile @Nullable String neighbour;

  private volatile @Nullable Known known;

  /** What the database said, and when. */
  private record Known(String baseUrl, boolean copy, long at) {}

  /** Why nothing is sent. */
  public enum Why {
    /** An admin said that this is a copy: for good. */
    COPY,
    /** The database belongs to another address. */
    OTHER_ADDRESS,
    /** A server of another address was alive on this database at the start. */
    NEIGHBOUR
  }

  /**
   * Nothing is sent.
   *
   * @param ours this server's address
   * @param theirs the address that the database, or the neighbour, has
   */
  public record Held(Why why, String ours, String theirs) {
    /** For people, without what they can do about it. */
    public String message() {
      return switch (why) {
        case COPY -> Text.of("This is a copy of an installation: nothing is ever sent from it");
        case OTHER_ADDRESS ->
            Text.of(
                "Sending is held: this database belongs to the installation at {0}, and this"
                    + " server's address is {1}",
                theirs, ours);
        case NEIGHBOUR ->
            Text.of(
                "Sending is held: a server of the installation at {0} was at work on this database"
                    + " when this one, at {1}, started",
                theirs, ours);
      };
    }
  }

  @Inject
  public Hold(Database database, Transactions transactions, Config config) {
    this.database = database;
    this.transactions = transactions;
    this.config = config;
  }

  /** For the container's proxy. */
  @SuppressWarnings("NullAway")
  protected Hold() {
    this(null, null, null);
  }

  /** At start, once the installation is known. */
  public void begin() {
    if (config.mode() == Mode.PRODUCTION) {
      neighbour = transactions.inNew(BRIEF, this::living).stream().findFirst().orElse(null);
    }
    now().ifPresent(held -> LOG.log(Level.WARNING, "NRT-0004 {0}", new Object[] {held.message()}));
  }

  /** Empty: it may send. What another server's admin said is known here after seconds. */
  public Optional<Held> now() {
    Known is = known;
    if (is == null || System.nanoTime() - is.at() > KNOWN_NANOS) {
      is = transactions.inNew(BRIEF, this::read);
      known = is;
    }
    String ours = config.baseUrl();
    if (is.copy()) {
      return Optional.of(new Held(Why.COPY, ours, is.baseUrl()));
    }
    if (config.mode() != Mode.PRODUCTION) {
      return Optional.empty();
    }
    if (!is.baseUrl().equals(ours)) {
      return Optional.of(new Held(Why.OTHER_ADDRESS, ours, is.baseUrl()));
    }
    return Optional.ofNullable(neighbour).map(theirs -> new Held(Why.NEIGHBOUR, ours, theirs));
  }

  private Known read() {
    return database
        .sql()
        .select(INSTALLATION.BASE_URL, INSTALLATION.HELD)
        .from(INSTALLATION)
        .where(INSTALLATION.ID.eq(ROW))
        .fetchSingle(
            row ->
                new Known(
                    row.value1() == null ? config.baseUrl() : row.value1(),
                    row.value2(),
                    System.nanoTime()));
  }

  /** Addresses of other installations that have servers at work on this database. */
  private List<String> living() {
    return database
        .sql()
        .selectDistinct(SERVER_NODE.BASE_URL)
        .from(SERVER_NODE)
        .where(SERVER_NODE.BASE_URL.ne(config.baseUrl()))
        .and(SERVER_NODE.HEARTBEAT_AT.gt(database.now().minus(SILENCE)))
        .orderBy(SERVER_NODE.BASE_URL)
        .fetch(SERVER_NODE.BASE_URL);
  }

  /**
   * The sign of life of a server that may send; held ones give none, so that nobody holds for them.
   * Well within a minute of each other. In the caller's transaction.
   */
  public void beat(String server) {
    if (neighbour != null) {
      return;
    }
    int there =
        database
            .sql()
            .update(SERVER_NODE)
            .set(SERVER_NODE.HEARTBEAT_AT, currentInstant())
            .where(SERVER_NODE.NAME.eq(server))
            // as now() would say, without a statement of its own for a server that is idle
            .and(exists(selectOne().from(INSTALLATION).where(mayBeOurs())))
            .execute();
    if (there == 0 && now().isEmpty()) {
      database
          .sql()
          .deleteFrom(SERVER_NODE)
          .where(SERVER_NODE.HEARTBEAT_AT.lt(database.now().minus(Duration.ofDays(1))))
          .execute();
      database
          .sql()
          .insertInto(SERVER_NODE, SERVER_NODE.NAME, SERVER_NODE.BASE_URL, SERVER_NODE.HEARTBEAT_AT)
          .select(select(val(server), val(config.baseUrl()), currentInstant()))
          .execute();
    }
  }

  private Condition mayBeOurs() {
    Condition original = INSTALLATION.ID.eq(ROW).andNot(INSTALLATION.HELD);
    return config.mode() == Mode.PRODUCTION
        ? original.and(coalesce(INSTALLATION.BASE_URL, config.baseUrl()).eq(config.baseUrl()))
        : original;
  }

  /**
   * The installation has moved here: servers of the old address hold from now on. In a transaction
   * of its own.
   */
  public void moved() {
    confirm(false);
  }

  /**
   * This is a copy: nothing is ever sent from this database, unless someone says later that it was
   * moved after all. In a transaction of its own.
   *
   * @throws NurtureException CONFLICT: a server of another address is at work on this very database
   */
  public void copy() {
    confirm(true);
  }

  private void confirm(boolean copy) {
    transactions.inNew(
        BRIEF,
        () -> {
          List<String> others = living();
          if (copy && !others.isEmpty()) {
            throw NurtureException.conflict(
                Text.of(
                    "A server of the installation at {0} is at work on this very database, so it is"
                        + " no copy: stop this server, and give it a database of its own",
                    others.get(0)));
          }
          database
              .sql()
              .update(INSTALLATION)
              .set(INSTALLATION.BASE_URL, config.baseUrl())
              .set(INSTALLATION.HELD, copy)
              .where(INSTALLATION.ID.eq(ROW))
              .execute();
          return database
              .sql()
              .deleteFrom(SERVER_NODE)
              .where(SERVER_NODE.BASE_URL.ne(config.baseUrl()))
              .execute();
        });
    neighbour = null;
    known = null;
  }
}
