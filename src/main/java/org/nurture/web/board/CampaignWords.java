package org.nurture.web.board;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.nurture.campaign.CampaignOverview;
import org.nurture.campaign.CampaignState;
import org.nurture.insight.Queues;
import org.nurture.platform.Config;
import org.nurture.platform.Language;
import org.nurture.platform.Time;
import org.nurture.web.page.Say;

/** What cards say about a campaign in a line. */
@ApplicationScoped
public class CampaignWords {
  private static final int WEEK = 7;

  private final Say say;
  private final InstantSource clock;
  private final Config config;

  @Inject
  public CampaignWords(Say say, InstantSource clock, Config config) {
    this.say = say;
    this.clock = clock;
    this.config = config;
  }

  /** For CDI's proxy. */
  @SuppressWarnings("NullAway")
  protected CampaignWords() {
    this(new Say(), null, new Config());
  }

  /** What a card needs to know for its line. */
  record Facts(
      CampaignOverview.Line line,
      int missing,
      String blocked,
      long waiting,
      Queues.@Nullable Upcoming upcoming) {}

  String status(Facts facts) {
    CampaignOverview.Line line = facts.line();
    return switch (line.state()) {
      case NEW -> fresh(facts);
      case RUNNING -> facts.blocked().isEmpty() ? next(facts) : facts.blocked();
      case STOPPED -> say.of("campaigns.status.stopped", day(line.stateSince()), facts.waiting());
    };
  }

  private String fresh(Facts facts) {
    if (facts.missing() > 0) {
      return say.of("campaigns.status.missing", facts.missing());
    }
    return say.of(
        facts.line().archived() ? "campaigns.status.never" : "campaigns.status.ready",
        day(facts.line().createdAt()));
  }

  private String next(Facts facts) {
    Queues.Upcoming upcoming = facts.upcoming();
    if (upcoming != null && upcoming.soon() > 0) {
      return say.of(
          upcoming.soon() >= Queues.MOST_SOON ? "campaigns.status.many" : "campaigns.status.soon",
          upcoming.soon());
    }
    if (upcoming != null && upcoming.next() != null) {
      return say.of("campaigns.status.next", dayAndTime(upcoming.next()));
    }
    return facts.waiting() > 0
        ? say.of("campaigns.status.waiting", facts.waiting())
        : say.of("campaigns.status.nothing");
  }

  /** “today”, “yesterday”, “Monday”, “31 Aug”, “31 Aug 2025”. */
  String day(Instant instant) {
    LocalDate today = today();
    LocalDate day = at(instant).toLocalDate();
    long ago = ChronoUnit.DAYS.between(day, today);
    if (ago == 0) {
      return say.of("campaigns.day.today");
    }
    if (ago == 1) {
      return say.of("campaigns.day.yesterday");
    }
    if (ago == -1) {
      return say.of("campaigns.day.tomorrow");
    }
    String pattern =
        Math.abs(ago) < WEEK ? "EEEE" : day.getYear() == today.getYear() ? "d MMM" : "d MMM uuuu";
    return DateTimeFormatter.ofPattern(pattern, locale()).format(day);
  }

  private String dayAndTime(Instant instant) {
    String time = DateTimeFormatter.ofPattern("HH:mm").format(at(instant));
    boolean near = Math.abs(ChronoUnit.DAYS.between(at(instant).toLocalDate(), today())) < WEEK;
    return near ? day(instant) + " " + time : day(instant);
  }

  private LocalDate today() {
    return at(Time.now(clock)).toLocalDate();
  }

  private ZonedDateTime at(Instant instant) {
    return instant.atZone(config.timeZone());
  }

  private Locale locale() {
    return Language.current();
  }

  /** Two letters for a round picture: of the first two words of the name, or its first two. */
  static String initials(@Nullable String name) {
    if (name == null || name.isBlank()) {
      return "";
    }
    String[] words = name.strip().split("[^\\p{L}\\p{N}]+", 3);
    String first = words[0].isEmpty() && words.length > 1 ? words[1] : words[0];
    String letters =
        words.length > 1 && !words[0].isEmpty() && !words[1].isEmpty()
            ? words[0].substring(0, words[0].offsetByCodePoints(0, 1))
                + words[1].substring(0, words[1].offsetByCodePoints(0, 1))
            : first.substring(
                0,
                first.offsetByCodePoints(0, Math.min(2, first.codePointCount(0, first.length()))));
    return letters.toUpperCase(Locale.ROOT);
  }

  /** “53.8%”; empty where there is nothing to take it of. */
  static String share(long part, long whole) {
    return whole == 0 ? "" : String.format(Language.current(), "%.1f%%", 100.0 * part / whole);
  }

  /** Whether a state is shown under the word of the archive. */
  static String state(CampaignOverview.Line line) {
    return line.archived() ? "ARCHIVED" : line.state().name();
  }

  static boolean ran(CampaignState state) {
    return state != CampaignState.NEW;
  }
}
