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
  private final Set<Long> locked = ConcurrentHashMap.newKeySet();

  PlainActions(Database db) {
    this.db = db;
  }

  void put(long actionId, Activity activity) {
    actions.put(actionId, activity);
  }

  void lock(long key, boolean lock) {
    if (lock) {
      locked.add(key);
    } else {
      locked.remove(key);
    }
  }

  @Override
  public Result execute(long actionId, Occasion occasion, List<Subject> subjects) {
    Activity action = requireNonNull(actions.get(actionId));
    List<Long> keys = subjects.stream().map(s -> s.key().number()).toList();
    if (keys.stream().anyMatch(locked::contains)) {
      throw new DataAccessException(
          "a row is locked", new SQLException("a row is locked", SERIALIZATION_FAILURE));
    }
    Set<Long> poisoned =
        action.setField().equals("stage")
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
