package org.nurture.web.action;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nurture.platform.NurtureException;

/** “Try on a record”: what the action in the form would change. Nothing is. */
public final class ActionTrial implements Serializable {
  private static final long serialVersionUID = 1L;

  private final ActionForm form;
  private final ActionDesk desk;
  private String record = "";
  private boolean tried;
  private @Nullable String failure;
  private List<Line> lines = List.of();

  ActionTrial(ActionForm form, ActionDesk desk) {
    this.form = form;
    this.desk = desk;
  }

  /** One thing that would change, or stay. */
  public record Line(String what, String before, String after, boolean changed)
      implements Serializable {}

  void close() {
    record = "";
    tried = false;
    failure = null;
    lines = List.of();
  }

  /** Records by name. */
  public List<String> suggest(String typed) {
    String target = form.getDraft().getTarget();
    return target.isBlank() ? List.of() : desk.records(target, typed);
  }

  public String label(@Nullable String key) {
    String target = form.getDraft().getTarget();
    return target.isBlank() || key == null || key.isBlank() ? "" : desk.recordName(target, key);
  }

  /** Tries it. */
  public void run() {
    tried = false;
    failure = null;
    lines = new ArrayList<>();
    if (record.isBlank()) {
      return;
    }
    try {
      ActionDesk.Tried result = desk.attempt(form.write(), record);
      failure = result.failure();
      lines = result.lines();
      tried = true;
    } catch (NurtureException e) {
      form.tell(e);
    }
  }

  public String getRecord() {
    return record;
  }

  public void setRecord(@Nullable String record) {
    this.record = record == null ? "" : record;
  }

  public boolean isTried() {
    return tried;
  }

  public @Nullable String getFailure() {
    return failure;
  }

  public List<Line> getLines() {
    return lines;
  }
}
