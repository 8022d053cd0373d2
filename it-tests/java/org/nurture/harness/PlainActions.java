package org.nurture.harness;

import static java.util.Objects.requireNonNull;
import static org.nurture.harness.ContactTable.CONTACT;
import static org.nurture.harness.ContactTable.ID;
import static org.nurture.harness.ContactTable.column;

import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jooq.exception.DataAccessException;
import org.nurture.action.ServerActions;
import org.nurture.model.Activity;
import org.nurture.platform.Database;

/** Sets one field to one value, in one statement; poisoned records fail, locked ones pass later. */
final class PlainActions implements ServerActions {
  /** ISO 9075: transaction rollback, serialization failure. */
  private static final String SERIALIZATION_FAILURE = "40001";

  private final Database db;
  private final Map<Long, Activity> actions = new ConcurrentHashMap<>();
  private final Map<Long, String> failing = new ConcurrentHashMap<>();
  private volatile boolean careless;

  PlainActions(Database db) {
    this.db = db;
  }

  void put(long actionId, Activity activity) {
    actions.put(actionId, activity);
  }

  void lock(long key, boolean lock) {
    if (lock) {
      fail(key, SERIALIZATION_FAILURE);
    } else {
      failing.remove(key);
    }
  }

  /** From now on whatever is done to this record fails with that SQLState. */
  void fail(long key, String sqlState) {
    failing.put(key, sqlState);
  }

  /** From now on what the host refuses for one fails the statement for all. */
  void becomeCareless() {
    careless = true;
  }

  @Override
  public Result execute(long actionId, Occasion occasion, List<Subject> subjects) {
    Activity action = requireNonNull(actions.get(actionId));
    List<Long> keys = subjects.stream().map(s -> s.key().number()).toList();
    for (long key : keys) {
      String state = failing.get(key);
      if (state != null) {
        throw new DataAccessException(
            "record " + key + " fails", new SQLException("record " + key + " fails", state));
      }
    }
    Set<Long> poisoned =
        action.setField().equals("stage") && !careless
            ? new HashSet<>(
                db.sql()
                    .select(ID)
                    .from(CONTACT)
                    .where(ID.in(keys))
                    .and(column("poison").eq(true))
                    .fetch(ID))
            : Set.of();
    db.sql()
        .update(CONTACT)
        .set(column(action.setField()), action.setValue())
        .where(ID.in(keys))
        .and(ID.notIn(poisoned))
        .execute();
    Map<Long, String> failed = new HashMap<>();
    subjects.stream()
        .filter(s -> poisoned.contains(s.key().number()))
        .forEach(s -> failed.put(s.traceId(), "the contact is poisoned"));
    return Result.failed(failed);
  }
}
