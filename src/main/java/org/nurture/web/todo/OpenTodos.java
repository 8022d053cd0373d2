package org.nurture.web.todo;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import org.jspecify.annotations.Nullable;

/** How much somebody has to do, for the bar. */
@Named("todos")
@RequestScoped
public class OpenTodos {
  private final TodoDesk desk;
  private @Nullable Integer open;

  @Inject
  public OpenTodos(TodoDesk desk) {
    this.desk = desk;
  }

  /** For CDI's proxy. */
  @SuppressWarnings("NullAway")
  protected OpenTodos() {
    this(null);
  }

  /** Open ones, theirs and nobody's; 1000 stands for more. Counted once per request. */
  public int getOpen() {
    if (open == null) {
      open = desk.open();
    }
    return open;
  }
}
