package org.nurture.journey;

import static org.jooq.impl.DSL.any;
import static org.nurture.platform.schema.Tables.INSTALLATION;
import static org.nurture.platform.schema.Tables.PARTICIPANT;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.nurture.audience.RecordKey;
import org.nurture.platform.Database;

/**
 * Persons that were erased (P3): of their keys and unique values only keyed hashes are left, by
 * which they are known should they come again, and by which nobody finds them who has not the
 * installation's secret.
 */
final class Erased {
  /** What stands in the place of a text; the range of such texts ends at {@link #END}. */
  private static final String MARK = "erased:";

  private static final String END = "erased;";
  private static final String HMAC = "HmacSHA256";

  private final Database db;
  private final String target;
  private @Nullable String secret;

  Erased(Database db, String target) {
    this.db = db;
    this.target = target;
  }

  /** Whether the campaign has erased participants at all: one look into the index of keys. */
  boolean anybody(long campaign) {
    return db.sql()
        .fetchExists(
            PARTICIPANT,
            PARTICIPANT
                .CAMPAIGN_ID
                .eq(campaign)
                .and(PARTICIPANT.RECORD_TEXT.ge(MARK))
                .and(PARTICIPANT.RECORD_TEXT.lt(END)));
  }

  /** Those of the keys that are erased in the campaign. */
  Set<RecordKey> keys(long campaign, Collection<RecordKey> keys) {
    Map<String, RecordKey> hashed =
        keys.stream().collect(Collectors.toMap(this::hash, Function.identity(), (a, b) -> a));
    return db.sql()
        .select(PARTICIPANT.RECORD_TEXT)
        .from(PARTICIPANT)
        .where(PARTICIPANT.CAMPAIGN_ID.eq(campaign))
        .and(PARTICIPANT.RECORD_TEXT.eq(any(hashed.keySet().toArray(String[]::new))))
        .fetchSet(row -> hashed.get(row.value1()));
  }

  /** Those of the unique values that an erased participant of the campaign had. */
  Set<String> values(long campaign, Collection<String> values) {
    Map<String, String> hashed =
        values.stream().collect(Collectors.toMap(this::hash, Function.identity(), (a, b) -> a));
    return db.sql()
        .select(PARTICIPANT.UNIQUE_VALUE)
        .from(PARTICIPANT)
        .where(PARTICIPANT.CAMPAIGN_ID.eq(campaign))
        .and(PARTICIPANT.UNIQUE_VALUE.eq(any(hashed.keySet().toArray(String[]::new))))
        .fetchSet(row -> hashed.get(row.value1()));
  }

  String hash(RecordKey key) {
    return MARK + hmac("key\n" + target + "\n" + key);
  }

  String hash(String uniqueValue) {
    return MARK + hmac("value\n" + target + "\n" + uniqueValue);
  }

  private String hmac(String text) {
    String known = secret;
    if (known == null) {
      known =
          db.sql().select(INSTALLATION.SECRET).from(INSTALLATION).fetchSingle(INSTALLATION.SECRET);
      secret = known;
    }
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(new SecretKeySpec(HexFormat.of().parseHex(known), HMAC));
      return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + HMAC, e);
    }
  }
}
