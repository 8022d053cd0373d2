package org.nurture.demo;

import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nurture.demo.CaughtTexts.CaughtText;
import org.nurture.platform.Config;

/** The page of the text messages that the catcher has. */
@Named("texts")
@ViewScoped
public class TextsBacking implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int PAGE = 50;

  @Inject private CaughtTexts caught;
  @Inject private Config config;

  private final List<CaughtText> rows = new ArrayList<>();
  private @Nullable String to;
  private boolean more;

  /** When the page is asked for. */
  public void load() throws IOException {
    if (!config.mode().hasDemo()) {
      Pages.notFound();
      return;
    }
    search();
  }

  /** Reads the first page. */
  public void search() {
    rows.clear();
    next();
  }

  /** Reads one page more. */
  public void next() {
    long before = rows.isEmpty() ? 0 : rows.get(rows.size() - 1).id();
    List<CaughtText> found = caught.list(to, before, PAGE + 1);
    more = found.size() > PAGE;
    rows.addAll(more ? found.subList(0, PAGE) : found);
  }

  public List<CaughtText> getRows() {
    return rows;
  }

  public boolean isMore() {
    return more;
  }

  public @Nullable String getTo() {
    return to;
  }

  public void setTo(@Nullable String to) {
    this.to = to;
  }
}
