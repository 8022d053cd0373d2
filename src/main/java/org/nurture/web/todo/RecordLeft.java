package org.nurture.web.todo;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What actions left on one record: to-dos, followers, notes. Read once per request. */
@Named("recordLeft")
@RequestScoped
public class RecordLeft {
  private final TodoDesk desk;
  private final Map<String, TodoDesk.Left> read = new HashMap<>();

  @Inject
  public RecordLeft(TodoDesk desk) {
    this.desk = desk;
  }

  /** For CDI's proxy. */
  @SuppressWarnings("NullAway")
  protected RecordLeft() {
    this(null);
  }

  public List<TodoDesk.Row> todos(String target, String key) {
    return left(target, key).todos();
  }

  public List<String> followers(String target, String key) {
    return left(target, key).followers();
  }

  /** Why the CRM does not tell who follows it; empty: it does. */
  public String trouble(String target, String key) {
    return left(target, key).trouble();
  }

  public List<TodoDesk.NoteLine> notes(String target, String key) {
    return left(target, key).notes();
  }

  private TodoDesk.Left left(String target, String key) {
    return read.computeIfAbsent(target + "/" + key, k -> desk.left(target, key));
  }

  /** Done, or open again; the page is read anew. */
  public void mark(long id, boolean done) {
    desk.mark(id, done);
    read.clear();
  }
}
