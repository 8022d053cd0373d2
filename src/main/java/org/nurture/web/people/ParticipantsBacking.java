package org.nurture.web.people;

import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nurture.insight.Happening;
import org.nurture.journey.ParticipantState;
import org.nurture.platform.DatabaseAwayException;
import org.nurture.platform.NurtureException;
import org.nurture.web.page.Page;
import org.nurture.web.page.Say;

/**
 * A campaign's participants, a page at a time. Figures lead here with {@code state}, {@code
 * activity} and {@code event} in the address.
 */
@Named("participants")
@ViewScoped
public class ParticipantsBacking implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int PAGE = 50;

  @Inject private PeopleDesk desk;
  @Inject private Page page;
  @Inject private Say say;

  private @Nullable Long id;
  private PeopleDesk.Campaign campaign = new PeopleDesk.Campaign("", "", java.util.Map.of());
  private @Nullable String state;
  private @Nullable String activity;
  private @Nullable String event;
  private boolean tests;
  private String text = "";
  private String trouble = "";
  private final List<PeopleDesk.Person> rows = new ArrayList<>();
  private boolean more;

  /** When the page is asked for. */
  public void load() throws IOException {
    try {
      campaign = desk.campaign(page.required(id));
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
    trouble = "";
    long after = rows.isEmpty() ? 0 : rows.get(rows.size() - 1).id();
    try {
      List<PeopleDesk.Person> found = desk.page(page.required(id), wanted(), after, PAGE + 1);
      more = found.size() > PAGE;
      rows.addAll(more ? found.subList(0, PAGE) : found);
    } catch (NurtureException | DatabaseAwayException e) {
      more = false;
      trouble = String.valueOf(e.getMessage());
    }
  }

  private PeopleDesk.Wanted wanted() {
    return new PeopleDesk.Wanted(
        Arrays.stream(ParticipantState.values())
            .filter(s -> s.name().equals(state))
            .findFirst()
            .orElse(null),
        tests,
        activity,
        Happening.of(event).orElse(null),
        text.strip());
  }

  // ---------------------------------------------------------------- what it is narrowed to

  /** What the chip says: “Welcome” opened; empty: nothing but the fields above narrows the list. */
  public String getChip() {
    String what = Happening.of(event).map(h -> say.of("participants.event." + h)).orElse("");
    if (activity == null) {
      return what.isEmpty() ? "" : say.of("participants.chip.any", what);
    }
    String name = campaign.activities().getOrDefault(activity, activity);
    return what.isEmpty()
        ? say.of("participants.chip.activity", name)
        : say.of("participants.chip.both", what, name);
  }

  /** Takes the chip off. */
  public void unchip() {
    activity = null;
    event = null;
    search();
  }

  /** Takes off all that narrows the list. */
  public void clear() {
    state = null;
    text = "";
    unchip();
  }

  public boolean isNarrowed() {
    return state != null || !text.isBlank() || activity != null || event != null;
  }

  public int getMostFound() {
    return Records.MOST_FOUND;
  }

  public List<PeopleDesk.Person> getRows() {
    return rows;
  }

  public boolean isMore() {
    return more;
  }

  public String getTrouble() {
    return trouble;
  }

  public @Nullable Long getId() {
    return id;
  }

  public void setId(@Nullable Long id) {
    this.id = id;
  }

  public PeopleDesk.Campaign getCampaign() {
    return campaign;
  }

  public @Nullable String getState() {
    return state;
  }

  public void setState(@Nullable String state) {
    this.state = state == null || state.isEmpty() ? null : state;
  }

  public @Nullable String getActivity() {
    return activity;
  }

  public void setActivity(@Nullable String activity) {
    this.activity = activity == null || activity.isEmpty() ? null : activity;
  }

  public @Nullable String getEvent() {
    return event;
  }

  public void setEvent(@Nullable String event) {
    this.event = Happening.of(event).isPresent() ? event : null;
  }

  public boolean isTests() {
    return tests;
  }

  public void setTests(boolean tests) {
    this.tests = tests;
  }

  public String getText() {
    return text;
  }

  public void setText(@Nullable String text) {
    this.text = text == null ? "" : text;
  }

  public List<String> getStates() {
    return Arrays.stream(ParticipantState.values()).map(Enum::name).toList();
  }
}
