package org.nurture.web.action;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.transaction.Transactional;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.nurture.action.ActionDocument;
import org.nurture.action.ActionKind;
import org.nurture.action.ActionView;
import org.nurture.action.Actions;
import org.nurture.action.Trial;
import org.nurture.audience.RecordKey;
import org.nurture.platform.Violation;
import org.nurture.platform.json.DocumentReader;
import org.nurture.security.CurrentUser;
import org.nurture.security.Role;
import org.nurture.template.Channel;
import org.nurture.template.TemplateTitles;
import org.nurture.template.Templates;
import org.nurture.web.people.RecordNames;

/** Server actions as forms need them. */
@ApplicationScoped
public class ActionDesk {
  private static final int MOST_SUGGESTED = 20;

  private final Actions actions;
  private final Trial trial;
  private final TemplateTitles titles;
  private final RecordNames records;
  private final ActionWords words;
  private final CurrentUser user;

  @Inject
  public ActionDesk(
      Actions actions,
      Trial trial,
      TemplateTitles titles,
      RecordNames records,
      ActionWords words,
      CurrentUser user) {
    this.actions = actions;
    this.trial = trial;
    this.titles = titles;
    this.records = records;
    this.words = words;
    this.user = user;
  }

  /** Asks for what a field of the form lacks. */
  String missing(String field) {
    return words.missing(field);
  }

  /** For CDI's proxy. */
  @SuppressWarnings("NullAway")
  protected ActionDesk() {
    this(null, null, null, null, null, null);
  }

  /** Names with the text in them that a campaign can use. */
  @Transactional
  public List<String> suggest(String target, String text) {
    return actions.search(new Actions.Search(text, target, null), 0, MOST_SUGGESTED).stream()
        .map(a -> a.document().name())
        .toList();
  }

  /** Titles of the library's templates with the text in them. */
  @Transactional
  List<String> templates(boolean sms, String target, String text) {
    return titles
        .pick(sms ? Channel.SMS : Channel.MAIL, target, Templates.LIBRARY, text, MOST_SUGGESTED)
        .stream()
        .map(Templates.Template::title)
        .toList();
  }

  /** Keys of records by name. */
  List<String> records(String target, String typed) {
    return List.copyOf(records.offers(target, typed).keySet());
  }

  String recordName(String target, String key) {
    RecordKey of = records.key(target, key);
    return records.of(target, List.of(of)).getOrDefault(of, key);
  }

  /**
   * What an action would change.
   *
   * @param failure why it would fail; null: it would not
   */
  record Tried(@Nullable String failure, List<ActionTrial.Line> lines) {}

  /**
   * Tries a document on a record, in a transaction of its own that is rolled back.
   *
   * @throws org.nurture.platform.NurtureException INVALID, NOT_FOUND
   */
  Tried attempt(JsonObject document, String record) {
    user.demand(Role.USER);
    JsonObject named =
        document.containsKey("name")
            ? document
            : jakarta.json.Json.createObjectBuilder(document).add("name", "–").build();
    ActionDocument action = DocumentReader.read(named, ActionDocument::read);
    Trial.Result result = trial.on(action, records.key(action.target(), record));
    List<ActionTrial.Line> lines = new ArrayList<>();
    for (Trial.Line line : result.lines()) {
      lines.add(
          new ActionTrial.Line(
              words.looked(line.part(), line.what()),
              words.value(line.part(), line.what(), line.before()),
              words.value(line.part(), line.what(), line.after()),
              line.changed()));
    }
    return new Tried(result.failure(), lines);
  }

  /** The document that a campaign's activity names. */
  @Transactional
  public Optional<JsonObject> find(@Nullable Long campaign, String name) {
    return actions.find(campaign == null ? 0 : campaign, name).map(a -> a.document().toJson());
  }

  /** What is wrong with a document; places are JSON Pointers into it. */
  @Transactional
  public List<Violation> check(String target, JsonObject document) {
    return actions.check(target, document);
  }

  /** What is wrong with a document that is to be a campaign's own. */
  @Transactional
  public List<Violation> check(@Nullable Long campaign, String target, JsonObject document) {
    return actions.check(campaign == null ? 0 : campaign, target, document);
  }

  /**
   * One of the library, as the list shows it.
   *
   * @param does what it does, in words
   * @param used by which campaigns and sequences
   */
  public record Row(
      long id, String title, String target, String kind, String does, List<String> used)
      implements Serializable {}

  /** A page of the library, by name. */
  @Transactional
  List<Row> page(
      String text, @Nullable String target, @Nullable ActionKind kind, int first, int size) {
    return actions.search(new Actions.Search(text, target, kind), first, size).stream()
        .map(this::row)
        .toList();
  }

  private Row row(ActionView view) {
    ActionDocument document = view.document();
    return new Row(
        view.id(),
        document.name(),
        document.target(),
        document.kind().name(),
        words.of(document),
        actions.users(view.id()));
  }

  /** Whether the library is theirs to change. */
  boolean mayEdit() {
    return user.may(Role.MANAGER);
  }

  /** A document with its version. */
  record Opened(long version, JsonObject json) {}

  @Transactional
  Opened open(long id) {
    ActionView view = actions.get(id);
    return new Opened(view.version(), view.document().toJson());
  }

  /**
   * Adds one to the library, or replaces one.
   *
   * @param id null: a new one
   * @throws org.nurture.platform.NurtureException FORBIDDEN, INVALID, STALE
   */
  @Transactional
  void save(@Nullable Long id, @Nullable Long version, JsonObject document) {
    ActionDocument action = DocumentReader.read(document, ActionDocument::read);
    if (id == null) {
      actions.create(action);
    } else {
      actions.put(id, action, version);
    }
  }

  /** Adds one like it. */
  @Transactional
  void duplicate(long id, String name) {
    actions.duplicate(id, name);
  }

  /**
   * @throws org.nurture.platform.NurtureException CONFLICT: it is used
   */
  @Transactional
  void delete(long id) {
    actions.delete(id, null);
  }
}
