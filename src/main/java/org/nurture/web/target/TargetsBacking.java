package org.nurture.web.target;

import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.IOException;
import java.io.Serializable;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nurture.platform.NurtureException;
import org.nurture.web.page.Page;

/** The list of targets. Records are counted after the page is shown. */
@Named("targets")
@ViewScoped
public class TargetsBacking implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int MOST_COUNTED = 100;

  @Inject private TargetDesk desk;
  @Inject private Page page;

  private List<TargetDesk.Row> rows = List.of();
  private final Map<String, Long> counts = new HashMap<>();
  private final Map<String, String> troubles = new HashMap<>();
  private String text = "";
  private boolean counted;

  /** When the page is asked for. */
  public void load() throws IOException {
    try {
      rows = desk.rows();
    } catch (NurtureException e) {
      page.refused(e);
    }
  }

  /** Counts the records of those that are shown. */
  public void count() {
    counted = true;
    for (TargetDesk.Row row : getRows().stream().limit(MOST_COUNTED).toList()) {
      if (!counts.containsKey(row.name()) && !troubles.containsKey(row.name())) {
        count(row.name());
      }
    }
  }

  private void count(String name) {
    try {
      counts.put(name, desk.count(name));
    } catch (RuntimeException e) {
      // one host that is away does not hide the others
      troubles.put(name, String.valueOf(e.getMessage()));
    }
  }

  public void delete(String name) {
    try {
      desk.delete(name);
      page.info("targets.message.deleted");
      rows = desk.rows();
    } catch (NurtureException e) {
      page.error(String.valueOf(e.getMessage()));
    }
  }

  public List<TargetDesk.Row> getRows() {
    String sought = text.toLowerCase(Locale.ROOT).strip();
    return rows.stream()
        .filter(
            r ->
                (r.label() + " " + r.name() + " " + r.table())
                    .toLowerCase(Locale.ROOT)
                    .contains(sought))
        .toList();
  }

  /** Null: not counted, or not countable. */
  public @Nullable Long records(String name) {
    return counts.get(name);
  }

  /** Why it could not be counted; empty: it could. */
  public String trouble(String name) {
    return troubles.getOrDefault(name, "");
  }

  public boolean isAny() {
    return !rows.isEmpty();
  }

  public boolean isCounted() {
    return counted;
  }

  public String getText() {
    return text;
  }

  public void setText(@Nullable String text) {
    this.text = text == null ? "" : text;
  }
}
