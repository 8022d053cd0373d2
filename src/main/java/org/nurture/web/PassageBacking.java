package org.nurture.web;

import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.IOException;
import java.io.Serializable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nurture.insight.Timeline;
import org.nurture.platform.NurtureException;

/** One participant's timeline. */
@Named("passage")
@ViewScoped
public class PassageBacking implements Serializable {
  private static final long serialVersionUID = 1L;

  @Inject private PeopleDesk desk;
  @Inject private Page page;
  @Inject private Times times;
  @Inject private Say say;

  private @Nullable Long campaign;
  private @Nullable Long id;
  private transient PeopleDesk.@Nullable Passage passage;

  /** What stands under one heading. */
  public record Day(String heading, List<Timeline.Entry> entries) {}

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

  /** What is planned, then what happened, by day, the newest first. */
  public List<Day> getDays() {
    Timeline timeline = getPassage().timeline();
    List<Day> days = new ArrayList<>();
    if (!timeline.planned().isEmpty()) {
      days.add(new Day(say.of("passage.planned"), timeline.planned()));
    }
    String heading = "";
    List<Timeline.Entry> entries = new ArrayList<>();
    for (Timeline.Entry entry : timeline.past()) {
      Instant at = entry.at();
      String day = at == null ? say.of("passage.undated") : times.day(at);
      if (!day.equals(heading)) {
        heading = day;
        entries = new ArrayList<>();
        days.add(new Day(heading, entries));
      }
      entries.add(entry);
    }
    return days;
  }

  /** “Tomorrow” is a date here: day and time of what is planned, the time of what happened. */
  public String when(Timeline.Entry entry) {
    Instant at = entry.at();
    if (at == null) {
      return "";
    }
    return switch (entry.kind()) {
      case PLANNED -> times.at(at);
      case WAITING -> say.of("passage.until", times.at(at));
      default -> times.time(at);
    };
  }

  public String colour(Timeline.Entry entry) {
    return switch (entry.kind()) {
      case DONE, COMPLETED -> "ok";
      case REJECTED, IN_DOUBT -> "warn";
      case ERROR -> "bad";
      case EVENT -> "acc";
      default -> "";
    };
  }

  public String icon(Timeline.Entry entry) {
    return switch (entry.kind()) {
      case ENROLLED -> "pi-users";
      case COMPLETED -> "pi-check-circle";
      case UNLINKED -> "pi-user-minus";
      case REMOVED -> "pi-sign-out";
      case PLANNED -> "pi-clock";
      case WAITING -> "pi-hourglass";
      case DONE -> "pi-check";
      case IN_DOUBT -> "pi-question-circle";
      case REJECTED -> "pi-filter-slash";
      case CANCELED -> "pi-ban";
      case ERROR -> "pi-times-circle";
      case EVENT -> "pi-bolt";
    };
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
