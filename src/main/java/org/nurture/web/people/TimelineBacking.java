package org.nurture.web.people;

import jakarta.inject.Inject;
import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A page with the timeline of some passages: by day, narrowed to a part, with its sums. */
public abstract class TimelineBacking implements Serializable {
  private static final long serialVersionUID = 1L;

  @Inject private TimelineLines lines;

  private @Nullable Long campaign;
  private TimelineLines.Part part = TimelineLines.Part.ALL;

  /** What the timeline is of. */
  abstract List<PeopleDesk.Passage> shown();

  public List<TimelineLines.Day> getDays() {
    return lines.days(shown(), part);
  }

  /** How much there is of each part, whichever is shown. */
  public TimelineLines.Sums getSums() {
    return lines.sums(shown());
  }

  public String getPart() {
    return part.name();
  }

  /**
   * Narrows the timeline.
   *
   * @param name of a {@link TimelineLines.Part}
   */
  public void show(String name) {
    part = TimelineLines.Part.valueOf(name);
  }

  /** The campaign that the page's address names; null: none. */
  public @Nullable Long getCampaign() {
    return campaign;
  }

  public void setCampaign(@Nullable Long campaign) {
    this.campaign = campaign;
  }
}
