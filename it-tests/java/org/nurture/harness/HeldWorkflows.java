package org.nurture.harness;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import org.nurture.campaign.CampaignState;
import org.nurture.campaign.LiveWorkflows;
import org.nurture.campaign.Workflow;

/** Live workflows held in memory. */
public final class HeldWorkflows implements LiveWorkflows {
  private final Map<Long, Workflow> workflows = new ConcurrentSkipListMap<>();

  public void put(Workflow workflow) {
    workflows.put(workflow.campaignId(), workflow);
  }

  /** Start or stop. */
  void become(long campaign, CampaignState state) {
    workflows.computeIfPresent(
        campaign,
        (id, w) ->
            new Workflow(
                id,
                w.version() + 1,
                state,
                w.target(),
                w.filter(),
                w.uniqueField(),
                w.zone(),
                w.oncePerAddress(),
                w.tracking(),
                w.steps()));
  }

  /** The same campaign, in its state, with another workflow. */
  void replace(Workflow next) {
    workflows.computeIfPresent(
        next.campaignId(),
        (id, w) ->
            new Workflow(
                id,
                w.version() + 1,
                w.state(),
                next.target(),
                next.filter(),
                next.uniqueField(),
                next.zone(),
                next.oncePerAddress(),
                next.tracking(),
                next.steps()));
  }

  @Override
  public List<Long> running() {
    return workflows.values().stream()
        .filter(w -> w.state() == CampaignState.RUNNING)
        .map(Workflow::campaignId)
        .toList();
  }

  @Override
  public Optional<Workflow> find(long campaignId) {
    return Optional.ofNullable(workflows.get(campaignId));
  }
}
