package org.nurture.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.nurture.audience.RecordKey;
import org.nurture.platform.NurtureException;
import org.nurture.platform.Violation;
import org.nurture.support.TestDatabase;

/** Actions on a thousand contacts of a small CRM. */
abstract class ActionContract {
  static final int RECORDS = 1000;

  final TestDatabase db;
  ActionWorld world;

  ActionContract(TestDatabase db) {
    this.db = db;
  }

  @BeforeEach
  void open() {
    world = new ActionWorld(db);
    world.contacts(RECORDS);
  }

  @AfterEach
  void close() {
    world.close();
  }

  /** Places of what an action is refused for. */
  List<String> refused(String action) {
    return refusal(action).violations().stream().map(Violation::path).toList();
  }

  NurtureException refusal(String action) {
    NurtureException e = catchThrowableOfType(NurtureException.class, () -> world.create(action));
    assertThat(e).as(action).isNotNull();
    return e;
  }

  /** Strings in single quotes; \\' is one inside. */
  static String json(String text) {
    return text.replace("\\'", "\u0001").replace('\'', '"').replace('\u0001', '\'');
  }

  /** An {@code update_record} of contacts. */
  static String update(String name, String set) {
    return json(
        "{'name': '%s', 'target': 'contact', 'kind': 'update_record', 'set': [%s]}"
            .formatted(name, set));
  }

  /** Action A. */
  static String update(String set) {
    return update("A", set);
  }

  /** Who follows a contact, at most ten. */
  List<String> following(long record) {
    return world.jpa().ask(() -> world.followers().of("contact", RecordKey.of(record), 10));
  }

  /** {@code create_activity} T. */
  static String todo(String rest) {
    return json("{'name': 'T', 'target': 'contact', 'kind': 'create_activity', " + rest + "}");
  }

  /** {@code add_followers} F or {@code remove_followers} U. */
  static String followers(String kind, String who) {
    String name = kind.startsWith("add") ? "F" : "U";
    return json(
        "{'name': '%s', 'target': 'contact', 'kind': '%s', 'followers': [%s]}"
            .formatted(name, kind, who));
  }
}
