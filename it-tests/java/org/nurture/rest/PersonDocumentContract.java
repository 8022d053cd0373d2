package org.nurture.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nurture.platform.schema.Tables.RECORD_FOLLOWER;
import static org.nurture.platform.schema.Tables.RECORD_NOTE;
import static org.nurture.platform.schema.Tables.TODO;

import jakarta.json.JsonObject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nurture.action.FollowerRows;
import org.nurture.action.Notes;
import org.nurture.action.Todos;
import org.nurture.audience.RecordKey;
import org.nurture.campaign.CampaignDirectory;
import org.nurture.insight.IncomingTexts;
import org.nurture.insight.Participants;
import org.nurture.insight.Traces;
import org.nurture.platform.Database;
import org.nurture.platform.json.JsonText;
import org.nurture.support.SettableClock;
import org.nurture.support.TestDatabase;

/** What a person's export has of the rows that server actions left on the record. */
abstract class PersonDocumentContract {
  private static final Instant T = SettableClock.START;
  private static final RecordKey ANN = RecordKey.of(1);
  private static final RecordKey BOB = RecordKey.of("bob");

  private final TestDatabase db;
  private final PersonDocument person;

  PersonDocumentContract(TestDatabase db) {
    this.db = db;
    Database own = db.database();
    CampaignDirectory none = id -> Optional.empty();
    person =
        new PersonDocument(
            none,
            new Participants(own, none),
            new Traces(own, none),
            new IncomingTexts(own),
            new Notes(own),
            new Todos(own, db.clock()),
            new FollowerRows(own));
  }

  @BeforeEach
  void empty() {
    db.wipe();
  }

  @Test
  void notes_todos_and_followers_of_the_record_are_in_its_export_and_nobody_elses() {
    leave("contact", ANN, "Ann");
    leave("contact", BOB, "Bob");
    leave("lead", ANN, "A lead");

    assertThat(exported(ANN)).isEqualTo(left("1", "Ann"));
    assertThat(exported(BOB)).isEqualTo(left("bob", "Bob"));
    assertThat(exported(RecordKey.of(2)).getJsonArray("notes")).isEmpty();
  }

  private JsonObject exported(RecordKey key) {
    return db.ask(sql -> person.of("contact", key));
  }

  private static JsonObject left(String key, String name) {
    return JsonText.object(
        """
        {"target": "contact", "record": "%1$s", "participations": [], "texts": [],
         "notes": [{"createdAt": "%3$s", "subject": "About %2$s", "html": "<p>%2$s</p>",
                    "trace": "3"}],
         "todos": [{"createdAt": "%3$s", "summary": "Call %2$s", "note": null, "dueAt": "%4$s",
                    "assignee": "user", "doneAt": null, "doneBy": null, "campaign": "7",
                    "trace": "3"}],
         "followers": [{"follower": "f@example.org", "since": "%3$s"},
                       {"follower": "user", "since": "%3$s"}]}\
        """
            .formatted(key, name, T, T.plus(1, ChronoUnit.DAYS)));
  }

  private void leave(String target, RecordKey key, String name) {
    db.run(
        sql -> {
          sql.insertInto(RECORD_NOTE)
              .set(RECORD_NOTE.TARGET, target)
              .set(RECORD_NOTE.RECORD_NUM, key.number())
              .set(RECORD_NOTE.RECORD_TEXT, key.text())
              .set(RECORD_NOTE.SUBJECT, "About " + name)
              .set(RECORD_NOTE.BODY, "<p>" + name + "</p>")
              .set(RECORD_NOTE.CAMPAIGN_ID, 7L)
              .set(RECORD_NOTE.ACTIVITY_ID, 70L)
              .set(RECORD_NOTE.TRACE_ID, 3L)
              .set(RECORD_NOTE.CREATED_AT, T)
              .execute();
          sql.insertInto(TODO)
              .set(TODO.TARGET, target)
              .set(TODO.RECORD_NUM, key.number())
              .set(TODO.RECORD_TEXT, key.text())
              .set(TODO.SUMMARY, "Call " + name)
              .set(TODO.DUE_AT, T.plus(1, ChronoUnit.DAYS))
              .set(TODO.ASSIGNEE, "user")
              .set(TODO.CAMPAIGN_ID, 7L)
              .set(TODO.ACTIVITY_ID, 70L)
              .set(TODO.TRACE_ID, 3L)
              .set(TODO.CREATED_AT, T)
              .execute();
          for (String follower : List.of("user", "f@example.org")) {
            sql.insertInto(RECORD_FOLLOWER)
                .set(RECORD_FOLLOWER.TARGET, target)
                .set(RECORD_FOLLOWER.RECORD_NUM, key.number())
                .set(RECORD_FOLLOWER.RECORD_TEXT, key.text())
                .set(RECORD_FOLLOWER.FOLLOWER, follower)
                .set(RECORD_FOLLOWER.CAMPAIGN_ID, 7L)
                .set(RECORD_FOLLOWER.SINCE, T)
                .execute();
          }
        });
  }
}
