package org.nurture.web.todo;

import jakarta.annotation.PostConstruct;
import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nurture.platform.NurtureException;
import org.nurture.web.page.Page;

/** “My to-dos”: what campaigns left for somebody to do. */
@Named("todoList")
@ViewScoped
public class TodosBacking implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int PAGE = 50;

  @Inject private TodoDesk desk;
  @Inject private Page page;

  private boolean everybody;
  private boolean done;
  private final List<TodoDesk.Row> rows = new ArrayList<>();
  private boolean more;
  private @Nullable Long undoable;

  @PostConstruct
  void start() {
    search();
  }

  public void search() {
    rows.clear();
    next();
  }

  public void next() {
    List<TodoDesk.Row> found = desk.page(everybody, done, rows.size(), PAGE + 1);
    more = found.size() > PAGE;
    rows.addAll(more ? found.subList(0, PAGE) : found);
  }

  /** Mine or everybody's. */
  public void show(boolean all) {
    everybody = all;
    undoable = null;
    search();
  }

  /** Open ones or those that are done. */
  public void showDone(boolean finished) {
    done = finished;
    undoable = null;
    search();
  }

  public void finish(long id) {
    mark(id, true);
    undoable = id;
  }

  public void reopen(long id) {
    mark(id, false);
    undoable = null;
  }

  private void mark(long id, boolean finished) {
    try {
      desk.mark(id, finished);
    } catch (NurtureException e) {
      page.error(String.valueOf(e.getMessage()));
    }
    search();
  }

  public List<TodoDesk.Row> getRows() {
    return rows;
  }

  public boolean isMore() {
    return more;
  }

  public boolean isEverybody() {
    return everybody;
  }

  public boolean isDone() {
    return done;
  }

  /** The one that was marked last, to take it back; null: none. */
  public @Nullable Long getUndoable() {
    return undoable;
  }

  /** Whether this user may see those of others. */
  public boolean isManager() {
    return desk.mayEverybody();
  }
}
