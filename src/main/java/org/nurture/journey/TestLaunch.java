package org.nurture.journey;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.nurture.action.ServerActions;
import org.nurture.audience.Audience;
import org.nurture.audience.RecordKey;
import org.nurture.campaign.CampaignDirectory;
import org.nurture.campaign.KeptVersion;
import org.nurture.campaign.Workflow;
import org.nurture.platform.NurtureException;
import org.nurture.platform.SqlFailures;
import org.nurture.platform.Text;
import org.nurture.platform.Violation;

/** How a test begins (T1): its record looked for, its version kept, its first steps planned. */
final class TestLaunch {
  /** SQLSTATE's class of values that are none of the type. */
  private static final String DATA = "22";

  private final TestStore store;
  private final CampaignDirectory directory;
  private final Audience audience;
  private final ServerActions actions;

  TestLaunch(
      TestStore store, CampaignDirectory directory, Audience audience, ServerActions actions) {
    this.store = store;
    this.directory = directory;
    this.audience = audience;
    this.actions = actions;
  }

  /** The test participant. */
  long launch(Chunk chunk, RecordKey record, TypedAddresses typed, String by) {
    Workflow workflow = chunk.workflow;
    if (workflow.roots().isEmpty()) {
      throw NurtureException.conflict(
          Text.of("There is nothing to test yet: no activity begins the workflow"),
          List.of(
              new Violation("/activities", Text.of("No activity begins the workflow: add one"))));
    }
    if (!exists(workflow.target(), record)) {
      throw NurtureException.invalid(
          "/record",
          Text.of("There is no {0} with the key “{1}”", workflow.target(), record.toString()));
    }
    KeptVersion version = new KeptVersion(kept(workflow), names(workflow.campaignId()));
    long participant = store.insert(workflow.campaignId(), record, chunk.now);
    store.keep(participant, version, typed, by);
    store.plantRoots(participant, version, chunk.now);
    return participant;
  }

  /** With its actions as the campaign keeps them, or as they are now; in the tester's name. */
  private Workflow kept(Workflow workflow) {
    return workflow.keeping(
        step -> {
          ServerActions.Terms now = step.actionId() == null ? null : actions.keep(step.actionId());
          if (now == null || now.version() == null || now.by() == null) {
            return step.kept();
          }
          long version = step.kept() == null ? now.version() : step.kept().version();
          return new Workflow.Kept(version, now.by());
        });
  }

  private boolean exists(String target, RecordKey record) {
    try {
      return audience.existing(target, List.of(record)).contains(record);
    } catch (RuntimeException e) {
      if (String.valueOf(SqlFailures.state(e)).startsWith(DATA)) {
        // no such key can be: not a UUID, or a number that is too large
        return false;
      }
      throw e;
    }
  }

  private Map<Long, String> names(long campaign) {
    Map<Long, String> names = new HashMap<>();
    directory
        .find(campaign)
        .ifPresent(known -> known.activities().forEach(a -> names.put(a.id(), a.name())));
    return names;
  }
}
