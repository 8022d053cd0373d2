package org.nurture.web.todo;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toSet;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jsoup.Jsoup;
import org.jspecify.annotations.Nullable;
import org.nurture.action.Notes;
import org.nurture.action.Todos;
import org.nurture.action.Todos.Todo;
import org.nurture.action.WhoFollows;
import org.nurture.audience.HostChangedException;
import org.nurture.audience.RecordKey;
import org.nurture.campaign.CampaignDirectory;
import org.nurture.platform.NurtureException;
import org.nurture.security.CurrentUser;
import org.nurture.security.Role;
import org.nurture.web.page.Times;
import org.nurture.web.people.RecordNames;

/** To-dos as their page needs them. */
@ApplicationScoped
public class TodoDesk {
  private static final int MOST_ON_RECORD = 20;
  private static final Duration SOON = Duration.ofDays(1);

  private final Todos todos;
  private final WhoFollows followers;
  private final Notes notes;
  private final RecordNames names;
  private final CampaignDirectory campaigns;
  private final CurrentUser user;
  private final Times times;

  @Inject
  public TodoDesk(
      Todos todos,
      WhoFollows followers,
      Notes notes,
      RecordNames names,
      CampaignDirectory campaigns,
      CurrentUser user,
      Times times) {
    this.todos = todos;
    this.followers = followers;
    this.notes = notes;
    this.names = names;
    this.campaigns = campaigns;
    this.user = user;
    this.times = times;
  }

  /** For CDI's proxy. */
  @SuppressWarnings("NullAway")
  protected TodoDesk() {
    this(null, null, null, null, null, null, null);
  }

  /**
   * One line.
   *
   * @param due in words; empty: no due date
   * @param urgency late, soon, or empty
   * @param record the record's name
   * @param campaign its name; empty: it is gone
   */
  public record Row(
      long id,
      String summary,
      String note,
      String due,
      String urgency,
      String target,
      String key,
      String record,
      String campaign,
      long campaignId,
      String assignee,
      String done)
      implements Serializable {}

  /** Theirs and nobody's, or everybody's; names are read in one statement per target. */
  @Transactional
  List<Row> page(boolean everybody, boolean done, int first, int limit) {
    List<Todo> found = todos.page(query(everybody, done), first, limit);
    Map<String, Set<RecordKey>> keys =
        found.stream().collect(groupingBy(Todo::target, mapping(Todo::record, toSet())));
    Map<String, Map<RecordKey, String>> named = new HashMap<>();
    keys.forEach((target, of) -> named.put(target, names.of(target, of)));
    Map<Long, String> known = new HashMap<>();
    List<Row> rows = new ArrayList<>();
    for (Todo todo : found) {
      String campaign =
          known.computeIfAbsent(
              todo.campaignId(), id -> campaigns.find(id).map(c -> c.name()).orElse(""));
      String record =
          named
              .getOrDefault(todo.target(), Map.of())
              .getOrDefault(todo.record(), todo.record().toString());
      rows.add(row(todo, record, campaign));
    }
    return rows;
  }

  /**
   * What actions left on one record.
   *
   * @param trouble why the CRM does not tell who follows it; empty: it does
   */
  record Left(List<Row> todos, List<String> followers, List<NoteLine> notes, String trouble) {}

  /** A note; its text is plain. */
  public record NoteLine(String subject, String text, String at) implements Serializable {}

  @Transactional
  Left left(String target, String key) {
    RecordKey of = names.key(target, key);
    List<Row> rows =
        todos.of(target, of, MOST_ON_RECORD).stream().map(t -> row(t, key, "")).toList();
    List<NoteLine> lines =
        notes.of(target, of, MOST_ON_RECORD).stream()
            .map(
                note ->
                    new NoteLine(
                        note.subject(),
                        Jsoup.parse(note.body()).text(),
                        times.at(note.createdAt())))
            .toList();
    try {
      return new Left(rows, followers.of(target, of, MOST_ON_RECORD), lines, "");
    } catch (HostChangedException e) {
      return new Left(rows, List.of(), lines, String.valueOf(e.getMessage()));
    }
  }

  private Row row(Todo todo, String record, String campaign) {
    return new Row(
        todo.id(),
        todo.summary(),
        text(todo.note()),
        todo.dueAt() == null ? "" : times.at(todo.dueAt()),
        todo.doneAt() == null ? urgency(todo.dueAt()) : "",
        todo.target(),
        todo.record().toString(),
        record,
        campaign,
        todo.campaignId(),
        text(todo.assignee()),
        todo.doneAt() == null ? "" : times.at(todo.doneAt()) + ", " + text(todo.doneBy()));
  }

  private static String text(@Nullable String value) {
    return value == null ? "" : value;
  }

  private String urgency(@Nullable Instant due) {
    if (due == null) {
      return "";
    }
    Instant now = times.now();
    return due.isBefore(now) ? "late" : due.isBefore(now.plus(SOON)) ? "soon" : "";
  }

  private Todos.Query query(boolean everybody, boolean done) {
    return new Todos.Query(everybody && mayEverybody() ? null : user.name(), done);
  }

  boolean mayEverybody() {
    return user.may(Role.MANAGER);
  }

  @Transactional
  int open() {
    return user.name().isBlank() ? 0 : todos.count(new Todos.Query(user.name(), false));
  }

  /**
   * @throws NurtureException NOT_FOUND; FORBIDDEN: it is somebody else's
   */
  @Transactional
  void mark(long id, boolean done) {
    Todo todo = todos.find(id).orElseThrow(() -> NurtureException.notFound("to-do", id));
    if (todo.assignee() != null && !todo.assignee().equals(user.name())) {
      user.demand(Role.MANAGER);
    }
    todos.mark(id, done, user.name());
  }
}
