package org.nurture.journey;

import java.util.Collection;
import java.util.Map;
import org.nurture.action.ServerActions;
import org.nurture.audience.Audience;
import org.nurture.audience.Audience.Examined;
import org.nurture.audience.Filter;
import org.nurture.audience.RecordKey;
import org.nurture.campaign.ActivityType;
import org.nurture.campaign.Workflow.Step;
import org.nurture.message.Composer;
import org.nurture.message.Outbox;

/** What activities of each type need to take effect. */
record Effects(Audience audience, Composer composer, Outbox outbox, ServerActions actions) {

  /** What one activity does for many records at once. */
  interface Effect {
    /**
     * Looks at the records of these traces, and reads of them what the effect needs.
     *
     * @return what was found; a record that is gone is not in it
     */
    Map<RecordKey, Examined> examine(
        Collection<Trace> traces, Filter filter, boolean includeInactive);

    /** Takes effect for records that match, each as it was examined, and tells the outcomes. */
    void execute(Map<Trace, Examined> matching);
  }

  /**
   * @param typed where its messages go instead (T3)
   */
  Effect of(Step step, Chunk chunk, Outcomes outcomes, TypedAddresses typed) {
    return step.type() == ActivityType.ACTION
        ? new ActionEffect(audience, actions, step, chunk, outcomes, typed)
        : new MessageEffect(audience, composer, outbox, step, chunk, outcomes, typed);
  }
}
