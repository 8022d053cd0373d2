package org.nurture.web;

import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The list of campaigns: searched, a page at a time. */
@Named("campaigns")
@ViewScoped
public class CampaignsBacking implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int PAGE = 50;

  @Inject private CampaignList list;

  private String text = "";
  private @Nullable String state;
  private final List<CampaignList.Row> rows = new ArrayList<>();
  private boolean more;
  private boolean loaded;

  /** Reads the first page. */
  public void search() {
    rows.clear();
    next();
  }

  /** Reads one page more. */
  public void next() {
    loaded = true;
    long after = rows.isEmpty() ? 0 : rows.get(rows.size() - 1).id();
    List<CampaignList.Row> found = list.page(text, state, after, PAGE + 1);
    more = found.size() > PAGE;
    rows.addAll(more ? found.subList(0, PAGE) : found);
  }

  public List<CampaignList.Row> getRows() {
    if (!loaded) {
      search();
    }
    return rows;
  }

  public boolean isMore() {
    return more;
  }

  /** Whether nothing was searched for. */
  public boolean isAll() {
    return text.isBlank() && state == null;
  }

  public String getText() {
    return text;
  }

  public void setText(@Nullable String text) {
    this.text = text == null ? "" : text;
  }

  public @Nullable String getState() {
    return state;
  }

  public void setState(@Nullable String state) {
    this.state = state;
  }

  public List<String> getStates() {
    return List.of("NEW", "RUNNING", "STOPPED", "ARCHIVED");
  }
}
