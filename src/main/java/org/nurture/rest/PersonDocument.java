package org.nurture.rest;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.nurture.action.FollowerRows;
import org.nurture.action.FollowerRows.Follower;
import org.nurture.action.Notes;
import org.nurture.action.Notes.Note;
import org.nurture.action.Todos;
import org.nurture.action.Todos.Todo;
import org.nurture.audience.RecordKey;
import org.nurture.campaign.CampaignDirectory;
import org.nurture.insight.IncomingTexts;
import org.nurture.insight.IncomingTexts.IncomingText;
import org.nurture.insight.ParticipantRow;
import org.nurture.insight.Participants;
import org.nurture.insight.Traces;
import org.nurture.platform.json.DocumentWriter;

/**
 * All that we have of one person: the same that an erasure of them deletes (P3). What a target maps
 * to tables of the CRM is the CRM's. Joins the caller's transaction.
 */
@Dependent
class PersonDocument {
  private static final int MOST_PARTICIPATIONS = 1000;
  private static final int MOST_TRACES = 1000;
  private static final int MOST_TEXTS = 10_000;
  private static final int MOST_NOTES = 10_000;
  private static final int MOST_TODOS = 10_000;
  private static final int MOST_FOLLOWERS = 10_000;

  private final CampaignDirectory directory;
  private final Participants participants;
  private final Traces traces;
  private final IncomingTexts texts;
  private final Notes notes;
  private final Todos todos;
  private final FollowerRows followers;

  @Inject
  PersonDocument(
      CampaignDirectory directory,
      Participants participants,
      Traces traces,
      IncomingTexts texts,
      Notes notes,
      Todos todos,
      FollowerRows followers) {
    this.directory = directory;
    this.participants = participants;
    this.traces = traces;
    this.texts = texts;
    this.notes = notes;
    this.todos = todos;
    this.followers = followers;
  }

  JsonObject of(String target, RecordKey key) {
    List<Long> campaigns =
        directory.ofTarget(target).stream().map(CampaignDirectory.Named::id).toList();
    List<ParticipantRow> rows =
        participants.ofRecord(campaigns, key.toString(), MOST_PARTICIPATIONS);
    List<Long> ids = rows.stream().map(ParticipantRow::id).toList();
    return new DocumentWriter()
        .put("target", target)
        .put("record", key.toString())
        .put("participations", array(rows, this::participation))
        .put("texts", array(texts.of(ids, MOST_TEXTS), PersonDocument::text))
        .put("notes", array(notes.of(target, key, MOST_NOTES), PersonDocument::note))
        .put("todos", array(todos.of(target, key, MOST_TODOS), PersonDocument::todo))
        .put(
            "followers", array(followers.of(target, key, MOST_FOLLOWERS), PersonDocument::follower))
        .build();
  }

  private static <T> JsonValue array(Collection<T> of, Function<T, JsonObject> document) {
    return DocumentWriter.array(of.stream().map(document).toList());
  }

  private JsonObject participation(ParticipantRow row) {
    return new DocumentWriter()
        .id("campaign", row.campaignId())
        .put("participant", TraceDocument.of(row))
        .put(
            "traces",
            array(
                traces.page(
                    row.campaignId(), new Traces.Query(row.id(), null, null), 0, MOST_TRACES),
                TraceDocument::of))
        .build();
  }

  private static JsonObject text(IncomingText text) {
    return new DocumentWriter()
        .put("receivedAt", text.receivedAt())
        .put("from", text.from())
        .put("text", text.text())
        .put("meaning", text.meaning())
        .build();
  }

  private static JsonObject note(Note note) {
    return new DocumentWriter()
        .put("createdAt", note.createdAt())
        .put("subject", note.subject())
        .put("html", note.body())
        .id("trace", note.traceId())
        .build();
  }

  private static JsonObject todo(Todo todo) {
    return new DocumentWriter()
        .put("createdAt", todo.createdAt())
        .put("summary", todo.summary())
        .put("note", todo.note())
        .put("dueAt", todo.dueAt())
        .put("assignee", todo.assignee())
        .put("doneAt", todo.doneAt())
        .put("doneBy", todo.doneBy())
        .id("campaign", todo.campaignId())
        .id("trace", todo.traceId())
        .build();
  }

  private static JsonObject follower(Follower follower) {
    return new DocumentWriter()
        .put("follower", follower.name())
        .put("since", follower.since())
        .build();
  }
}
