package org.nurture.platform;

import static org.nurture.platform.schema.Tables.INSTALLATION;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the database knows about the installation that it belongs to (D18). */
@ApplicationScoped
public class Installation {
  private static final short ROW = 1;
  private static final int SECRET_BYTES = 32;

  private final Database database;
  private final Transactions transactions;
  private final Config config;
  private volatile @Nullable Identity identity;

  /** What identifies it. */
  private record Identity(String id, String secret) {}

  @Inject
  public Installation(Database database, Transactions transactions, Config config) {
    this.database = database;
    this.transactions = transactions;
    this.config = config;
  }

  /** Writes the row where the database is new. Idempotent. */
  public void introduce() {
    byte[] secret = new byte[SECRET_BYTES];
    new SecureRandom().nextBytes(secret);
    transactions.inNew(
        Duration.ofSeconds(30),
        () ->
            database
                .sql()
                .insertInto(INSTALLATION)
                .set(INSTALLATION.ID, ROW)
                .set(INSTALLATION.INSTALLATION_ID, UUID.randomUUID().toString())
                .set(INSTALLATION.BASE_URL, config.baseUrl())
                .set(INSTALLATION.SECRET, HexFormat.of().formatHex(secret))
                .set(INSTALLATION.HELD, false)
                .onConflictDoNothing()
                .execute());
  }

  /** The same for all servers on this database. */
  public String id() {
    return identity().id();
  }

  /** The key of every MAC; never leaves the server. */
  public byte[] secret() {
    return HexFormat.of().parseHex(identity().secret());
  }

  /** What tracked links start with, without a slash at its end. */
  public String baseUrl() {
    return config.baseUrl();
  }

  private Identity identity() {
    Identity known = identity;
    if (known == null) {
      known =
          database
              .sql()
              .select(INSTALLATION.INSTALLATION_ID, INSTALLATION.SECRET)
              .from(INSTALLATION)
              .where(INSTALLATION.ID.eq(ROW))
              .fetchSingle(row -> new Identity(row.value1(), row.value2()));
      identity = known;
    }
    return known;
  }
}
