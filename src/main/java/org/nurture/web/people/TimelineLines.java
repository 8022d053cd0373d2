package org.nurture.web.people;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nurture.insight.Timeline;
import org.nurture.insight.Timeline.Kind;
import org.nurture.platform.Config;
import org.nurture.tracking.EventType;
import org.nurture.web.page.Say;
import org.nurture.web.page.Times;

/** Timelines as pages draw them: by day, with icon, colour and the way on. */
@Named("lines")
@ApplicationScoped
public class TimelineLines {
  private final Times times;
  private final Say say;
  private final Config config;

  @Inject
  public TimelineLines(Times times, Say say, Config config) {
    this.times = times;
    this.say = say;
    this.config = config;
  }

  /** For CDI's proxy. */
  @SuppressWarnings("NullAway")
  protected TimelineLines() {
    this(null, new Say(), new Config());
  }

  /** An entry, and whose it is. */
  public record Line(Timeline.Entry entry, PeopleDesk.Passage passage) {}

  /** What stands under one heading. */
  public record Day(String heading, List<Line> entries) {}

  /** Figures of one or several passages. */
  public record Sums(long sent, long opened, long clicked, long replied, long planned) {}

  /** What a timeline is narrowed to. */
  public enum Part {
    ALL,
    SENT,
    REACTIONS,
    NOT_DONE
  }

  /** What is planned, then what happened, by day, the newest first. */
  List<Day> days(List<PeopleDesk.Passage> passages, Part part) {
    List<Day> days = new ArrayList<>();
    List<Line> planned = new ArrayList<>();
    List<Line> past = new ArrayList<>();
    for (PeopleDesk.Passage passage : passages) {
      passage.timeline().planned().forEach(e -> planned.add(new Line(e, passage)));
      passage.timeline().past().stream()
          .filter(e -> shows(part, e))
          .forEach(e -> past.add(new Line(e, passage)));
    }
    Comparator<Line> byTime =
        Comparator.comparing(
            l -> l.entry().at(), Comparator.nullsLast(Comparator.<Instant>naturalOrder()));
    Comparator<Line> newest =
        Comparator.comparing(
            l -> l.entry().at(), Comparator.nullsLast(Comparator.<Instant>reverseOrder()));
    if (part == Part.ALL && !planned.isEmpty()) {
      planned.sort(byTime);
      days.add(new Day(say.of("passage.planned"), planned));
    }
    past.sort(newest);
    String heading = "";
    List<Line> entries = new ArrayList<>();
    for (Line line : past) {
      Instant at = line.entry().at();
      String day = at == null ? say.of("passage.undated") : day(at);
      if (!day.equals(heading)) {
        heading = day;
        entries = new ArrayList<>();
        days.add(new Day(heading, entries));
      }
      entries.add(line);
    }
    return days;
  }

  private String day(Instant at) {
    String day = times.day(at);
    return day.equals(times.day(times.now())) ? say.of("passage.today", day) : day;
  }

  private static boolean shows(Part part, Timeline.Entry entry) {
    return switch (part) {
      case ALL -> true;
      case SENT -> entry.message() != null && entry.kind() != Kind.EVENT;
      case REACTIONS -> entry.kind() == Kind.EVENT;
      case NOT_DONE ->
          entry.kind() == Kind.REJECTED
              || entry.kind() == Kind.CANCELED
              || entry.kind() == Kind.ERROR;
    };
  }

  Sums sums(List<PeopleDesk.Passage> passages) {
    List<Timeline.Entry> past =
        passages.stream().flatMap(p -> p.timeline().past().stream()).toList();
    return new Sums(
        past.stream().filter(e -> e.message() != null && e.kind() == Kind.DONE).count(),
        opened(past),
        counted(past, EventType.CLICKED),
        counted(past, EventType.REPLIED),
        passages.stream().mapToLong(p -> p.timeline().planned().size()).sum());
  }

  /** Mails that were opened; a click and a reply imply it (C5). */
  private static long opened(List<Timeline.Entry> past) {
    return past.stream()
        .filter(e -> e.counted() && e.channel() == org.nurture.message.Kind.MAIL)
        .filter(
            e ->
                e.event() == EventType.OPENED
                    || e.event() == EventType.CLICKED
                    || e.event() == EventType.REPLIED)
        .map(Timeline.Entry::trace)
        .distinct()
        .count();
  }

  private static long counted(List<Timeline.Entry> past, EventType type) {
    return past.stream().filter(e -> e.event() == type && e.counted()).count();
  }

  /** Day and time of what is planned, the time of what happened. */
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
      case EVENT ->
          entry.event() == EventType.BOUNCED || entry.event() == EventType.COMPLAINED
              ? "warn"
              : "acc";
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
      case DONE -> entry.message() == null ? "pi-check" : "pi-send";
      case IN_DOUBT -> "pi-question-circle";
      case REJECTED -> "pi-filter-slash";
      case CANCELED -> "pi-ban";
      case ERROR -> "pi-times-circle";
      case EVENT -> icon(entry.event());
    };
  }

  private static String icon(@Nullable EventType event) {
    return event == null
        ? "pi-bolt"
        : switch (event) {
          case OPENED -> "pi-eye";
          case CLICKED -> "pi-link";
          case REPLIED -> "pi-reply";
          case BOUNCED -> "pi-exclamation-triangle";
          case DELIVERED -> "pi-inbox";
          case UNSUBSCRIBED -> "pi-user-minus";
          case COMPLAINED -> "pi-flag";
        };
  }

  /** Where the message can be read; empty: nowhere, or there is none. */
  public String reader(Timeline.Entry entry) {
    boolean handed = entry.kind() == Kind.DONE || entry.kind() == Kind.IN_DOUBT;
    if (entry.message() == null || !handed || !config.mode().hasDemo()) {
      return "";
    }
    return entry.channel() == org.nurture.message.Kind.SMS
        ? "/demo/sms.xhtml?message=" + entry.message()
        : "/demo/mails.xhtml?message=" + entry.message();
  }
}
