package org.nurture.web.people;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.IOException;
import java.io.Serializable;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.nurture.audience.RecordKey;
import org.nurture.audience.Target;
import org.nurture.audience.TargetDefinition;
import org.nurture.audience.TargetDefinitions;
import org.nurture.campaign.CampaignOverview;
import org.nurture.campaign.CampaignSearch;
import org.nurture.platform.NurtureException;
import org.nurture.platform.SqlFailures;
import org.nurture.web.page.Page;
import org.primefaces.event.SelectEvent;

/** The bar's “Find a record or campaign”. */
@Named("finder")
@RequestScoped
public class FinderBacking {
  private static final Logger LOG = Logger.getLogger(FinderBacking.class.getName());
  private static final int SHORTEST = 2;
  private static final int MOST_CAMPAIGNS = 5;
  private static final int MOST_TARGETS = 6;
  private static final int MOST_RECORDS = 4;

  /** What is not found by then in one target is not shown: somebody types, and waits. */
  private static final int SECONDS = 2;

  /** Targets are asked no more after so long. */
  private static final long PATIENCE_NANOS = Duration.ofSeconds(3).toNanos();

  private final CampaignOverview campaigns;
  private final TargetDefinitions targets;
  private final Records records;
  private final Page page;

  @Inject
  public FinderBacking(
      CampaignOverview campaigns, TargetDefinitions targets, Records records, Page page) {
    this.campaigns = campaigns;
    this.targets = targets;
    this.records = records;
    this.page = page;
  }

  /**
   * What was found.
   *
   * @param kind of it, in words
   * @param href from the application's root
   */
  public record Hit(String icon, String name, String detail, String kind, String href)
      implements Serializable {
    private static final long serialVersionUID = 1L;
  }

  /** Campaigns first, then people, in the order of their targets' labels. */
  public List<Hit> complete(String text) {
    String sought = text.strip();
    if (sought.length() < SHORTEST) {
      return List.of();
    }
    List<Hit> hits = new ArrayList<>();
    var search = new CampaignSearch(null, null, null, null, null, sought, List.of());
    campaigns.lines(search, MOST_CAMPAIGNS).forEach(line -> hits.add(hit(line)));
    long began = System.nanoTime();
    targets.all().stream()
        .filter(FinderBacking::hasPeople)
        .limit(MOST_TARGETS)
        .takeWhile(target -> System.nanoTime() - began < PATIENCE_NANOS)
        .forEach(target -> addRecords(hits, target, sought));
    return hits;
  }

  private Hit hit(CampaignOverview.Line line) {
    return new Hit(
        "pi pi-sitemap",
        line.name(),
        page.say("state.campaign." + (line.archived() ? "ARCHIVED" : line.state().name())),
        page.say("finder.campaign"),
        "/campaigns/campaign.xhtml?id=" + line.id());
  }

  private static boolean hasPeople(TargetDefinition target) {
    return target.roles().containsKey(Target.Role.EMAIL)
        || target.roles().containsKey(Target.Role.PHONE);
  }

  /** A target whose table is away, or too large to look through, hides nothing of the others. */
  private void addRecords(List<Hit> hits, TargetDefinition target, String sought) {
    try {
      List<RecordKey> keys = records.search(target.name(), sought, MOST_RECORDS, SECONDS);
      var seen = records.seen(target.name(), keys);
      keys.stream()
          .map(seen::get)
          .filter(found -> found != null)
          .distinct()
          .map(found -> hit(target, found))
          .forEach(hits::add);
    } catch (NurtureException e) {
      // what is wrong with it stands on the targets page
    } catch (RuntimeException e) {
      if (!SqlFailures.passing(e)) {
        throw e;
      }
      LOG.log(Level.FINE, "the finder gave up on " + target.name(), e);
    }
  }

  private static Hit hit(TargetDefinition target, Records.Seen record) {
    return new Hit(
        "pi pi-user",
        record.name().isBlank() ? record.key() : record.name(),
        record.address(),
        target.label(),
        "/records/record.xhtml?target=" + encoded(target.name()) + "&key=" + encoded(record.key()));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /** To what was chosen; the path stays within this application. */
  public void open(SelectEvent<String> chosen) throws IOException {
    page.go(chosen.getObject());
  }

  /** The box is empty on every page. */
  public @Nullable String getText() {
    return null;
  }

  public void setText(@Nullable String ignored) {
    // what was typed is of no use once something was chosen
  }
}
