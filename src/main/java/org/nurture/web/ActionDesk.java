package org.nurture.web;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.transaction.Transactional;
import java.io.Serializable;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.nurture.action.ActionDocument;
import org.nurture.action.ActionView;
import org.nurture.action.Actions;
import org.nurture.platform.Violation;
import org.nurture.platform.json.DocumentReader;
import org.nurture.security.CurrentUser;
import org.nurture.security.Role;

/** Server actions as forms need them. */
@ApplicationScoped
public class ActionDesk {
  private static final int MOST_SUGGESTED = 20;
  private static final int MOST_SEARCHED = 1000;

  private final Actions actions;
  private final CurrentUser user;

  @Inject
  public ActionDesk(Actions actions, CurrentUser user) {
    this.actions = actions;
    this.user = user;
  }

  /** For CDI's proxy. */
  @SuppressWarnings("NullAway")
  protected ActionDesk() {
    this(null, null);
  }

  /** Names with the text in them that a campaign can use. */
  @Transactional
  public List<String> suggest(String target, String text) {
    return actions.list(target, 0, MOST_SEARCHED).stream()
        .map(a -> a.document().name())
        .filter(name -> contains(name, text))
        .limit(MOST_SUGGESTED)
        .toList();
  }

  private static boolean contains(String name, String text) {
    return name.toLowerCase(Locale.ROOT).contains(text.strip().toLowerCase(Locale.ROOT));
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

  /** One of the library, as the list shows it. */
  public record Row(long id, String title, String target, String kind) implements Serializable {}

  /** A page of the library, in id order. */
  @Transactional
  List<Row> page(String text, int first, int size) {
    return actions.list(null, 0, MOST_SEARCHED).stream()
        .map(ActionDesk::row)
        .filter(row -> contains(row.title(), text))
        .skip(first)
        .limit(size)
        .toList();
  }

  private static Row row(ActionView view) {
    ActionDocument document = view.document();
    return new Row(view.id(), document.name(), document.target(), document.kind().word());
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
   * @throws org.nurture.platform.NurtureException INVALID, STALE
   */
  @Transactional
  void save(@Nullable Long id, @Nullable Long version, JsonObject document) {
    user.demand(Role.USER);
    ActionDocument action = DocumentReader.read(document, ActionDocument::read);
    if (id == null) {
      actions.create(action);
    } else {
      actions.put(id, action, version);
    }
  }

  /**
   * @throws org.nurture.platform.NurtureException CONFLICT: it is used
   */
  @Transactional
  void delete(long id) {
    user.demand(Role.USER);
    actions.delete(id, null);
  }
}
