package org.nurture.web.people;

import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nurture.platform.NurtureException;
import org.nurture.web.page.Page;

/** One participant's timeline. */
@Named("passage")
@ViewScoped
public class PassageBacking implements Serializable {
  private static final long serialVersionUID = 1L;

  @Inject private PeopleDesk desk;
  @Inject private Page page;
  @Inject private TimelineLines lines;

  private @Nullable Long campaign;
  private @Nullable Long id;
  private TimelineLines.Part part = TimelineLines.Part.ALL;
  private transient PeopleDesk.@Nullable Passage passage;

  /** When the page is asked for. */
  public void load() throws IOException {
    try {
      getPassage();
    } catch (NurtureException | IllegalStateException e) {
      page.notFound(e.getMessage());
    }
  }

  public PeopleDesk.Passage getPassage() {
    PeopleDesk.Passage read = passage;
    if (read == null) {
      read = desk.passage(page.required(campaign), page.required(id));
      passage = read;
    }
    return read;
  }

  public void refresh() {
    passage = null;
  }

  /** Takes the person out of the campaign (P1). */
  public void remove() {
    try {
      desk.remove(page.required(campaign), page.required(id));
      page.info("passage.message.removed");
    } catch (NurtureException e) {
      page.error(String.valueOf(e.getMessage()));
    }
    refresh();
  }

  public boolean isRemovable() {
    String state = getPassage().person().state();
    return !state.equals("REMOVED") && !state.equals("UNLINKED") && !getPassage().person().test();
  }

  public List<TimelineLines.Day> getDays() {
    return lines.days(List.of(getPassage()), part);
  }

  public TimelineLines.Sums getSums() {
    return lines.sums(List.of(getPassage()));
  }

  public boolean isCut() {
    return getPassage().timeline().cut();
  }

  public String getPart() {
    return part.name();
  }

  /** Narrows the timeline. */
  public void show(String name) {
    part = TimelineLines.Part.valueOf(name);
  }

  public @Nullable Long getCampaign() {
    return campaign;
  }

  public void setCampaign(@Nullable Long campaign) {
    this.campaign = campaign;
  }

  public @Nullable Long getId() {
    return id;
  }

  public void setId(@Nullable Long id) {
    this.id = id;
  }
}
