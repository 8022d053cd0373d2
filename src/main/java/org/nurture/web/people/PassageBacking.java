package org.nurture.web.people;

import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nurture.platform.NurtureException;
import org.nurture.web.page.Page;

/** One participant's timeline. */
@Named("passage")
@ViewScoped
public class PassageBacking extends TimelineBacking {
  private static final long serialVersionUID = 1L;

  @Inject private PeopleDesk desk;
  @Inject private Page page;

  private @Nullable Long id;
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
      read = desk.passage(page.required(getCampaign()), page.required(id));
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
      desk.remove(page.required(getCampaign()), page.required(id));
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

  @Override
  List<PeopleDesk.Passage> shown() {
    return List.of(getPassage());
  }

  public boolean isCut() {
    return getPassage().timeline().cut();
  }

  public @Nullable Long getId() {
    return id;
  }

  public void setId(@Nullable Long id) {
    this.id = id;
  }
}
