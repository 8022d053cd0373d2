package org.nurture.web;

import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nurture.journey.ParticipantState;
import org.nurture.platform.NurtureException;

/** A campaign's participants, a page at a time. */
@Named("participants")
@ViewScoped
public class ParticipantsBacking implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int PAGE = 50;

  @Inject private PeopleDesk desk;
  @Inject private Page page;

  private @Nullable Long id;
  private String name = "";
  private @Nullable String state;
  private @Nullable String record;
  private final List<PeopleDesk.Person> rows = new ArrayList<>();
  private boolean more;

  /** When the page is asked for. */
  public void load() throws IOException {
    try {
      name = desk.campaign(page.required(id));
      search();
    } catch (NurtureException | IllegalStateException e) {
      page.notFound(e.getMessage());
    }
  }

  /** Reads the first page. */
  public void search() {
    rows.clear();
    next();
  }

  /** Reads one page more. */
  public void next() {
    long after = rows.isEmpty() ? 0 : rows.get(rows.size() - 1).id();
    List<PeopleDesk.Person> found =
        desk.page(
            page.required(id),
            state == null ? null : ParticipantState.valueOf(state),
            record == null || record.isBlank() ? null : record.strip(),
            after,
            PAGE + 1);
    more = found.size() > PAGE;
    rows.addAll(more ? found.subList(0, PAGE) : found);
  }

  public List<PeopleDesk.Person> getRows() {
    return rows;
  }

  public boolean isMore() {
    return more;
  }

  public @Nullable Long getId() {
    return id;
  }

  public void setId(@Nullable Long id) {
    this.id = id;
  }

  public String getName() {
    return name;
  }

  public @Nullable String getState() {
    return state;
  }

  public void setState(@Nullable String state) {
    this.state = state;
  }

  public @Nullable String getRecord() {
    return record;
  }

  public void setRecord(@Nullable String record) {
    this.record = record;
  }

  public List<String> getStates() {
    return Arrays.stream(ParticipantState.values()).map(Enum::name).toList();
  }
}
