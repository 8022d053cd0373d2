package org.nurture.demo;

import static org.nurture.platform.schema.Tables.OUTBOX;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.nurture.campaign.CampaignDirectory;
import org.nurture.campaign.CampaignDirectory.Known;
import org.nurture.campaign.CampaignDirectory.KnownActivity;
import org.nurture.insight.TraceRow;
import org.nurture.insight.TraceRow.MessageRow;
import org.nurture.insight.Traces;
import org.nurture.journey.Journeys;
import org.nurture.journey.Journeys.ReportedEvent;
import org.nurture.platform.Database;
import org.nurture.platform.NurtureException;
import org.nurture.platform.Transactions;
import org.nurture.security.CurrentUser;
import org.nurture.security.Role;

/** What recipients and gateways do, played by whoever looks at the catchers. */
@ApplicationScoped
public class Plays {
  private static final Duration BRIEF = Duration.ofSeconds(30);

  private final Database database;
  private final Transactions transactions;
  private final Traces traces;
  private final CampaignDirectory campaigns;
  private final Journeys journeys;
  private final CurrentUser user;

  @Inject
  public Plays(
      Database database,
      Transactions transactions,
      Traces traces,
      CampaignDirectory campaigns,
      Journeys journeys,
      CurrentUser user) {
    this.database = database;
    this.transactions = transactions;
    this.traces = traces;
    this.campaigns = campaigns;
    this.journeys = journeys;
    this.user = user;
  }

  /** For the container's proxies. */
  @SuppressWarnings("NullAway")
  protected Plays() {
    this(null, null, null, null, null, null);
  }

  /** What became of a message; empty: it is none of ours, or an action's. */
  Optional<Played> of(long message) {
    return transactions.inNew(
        BRIEF,
        () -> Optional.ofNullable(trace(message)).flatMap(traces::find).flatMap(this::played));
  }

  private @Nullable Long trace(long message) {
    return database
        .sql()
        .select(OUTBOX.TRACE_ID)
        .from(OUTBOX)
        .where(OUTBOX.ID.eq(message))
        .and(OUTBOX.SLOT.eq((short) 0))
        .fetchOne(OUTBOX.TRACE_ID);
  }

  private Optional<Played> played(TraceRow trace) {
    MessageRow message = trace.message();
    Known campaign = campaigns.find(trace.campaignId()).orElse(null);
    if (message == null || campaign == null) {
      return Optional.empty();
    }
    String activity =
        campaign.activities().stream()
            .filter(a -> a.id() == trace.activityId())
            .map(KnownActivity::name)
            .findFirst()
            .orElse(trace.activity());
    return Optional.of(
        new Played(
            campaign.id(),
            campaign.name(),
            trace.participantId(),
            activity,
            message.state().name(),
            message.sentAt(),
            message.deliveredAt(),
            message.openedAt(),
            message.clickedAt(),
            message.repliedAt(),
            message.bouncedAt(),
            message.unsubscribedAt()));
  }

  /**
   * Reports an event of a message, as a provider's call-back would.
   *
   * @throws NurtureException FORBIDDEN; NOT_FOUND: the message is none of ours
   */
  void play(long message, ReportedEvent event) {
    user.demand(Role.MANAGER);
    Long trace = transactions.inNew(BRIEF, () -> trace(message));
    if (trace == null) {
      throw NurtureException.notFound("message", message);
    }
    journeys.report(trace, event);
  }
}
