package org.nurture.journey;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.nurture.audience.Audience;
import org.nurture.audience.Audience.Examined;
import org.nurture.audience.Filter;
import org.nurture.audience.RecordKey;
import org.nurture.campaign.ActivityType;
import org.nurture.campaign.Workflow.Step;
import org.nurture.message.Composer;
import org.nurture.message.Composer.Composition;
import org.nurture.message.Composer.Ready;
import org.nurture.message.Composer.Recipient;
import org.nurture.message.Composer.Refused;
import org.nurture.message.Composer.Unrenderable;
import org.nurture.message.Kind;
import org.nurture.message.Outbox;
import org.nurture.message.Outbox.NewMessage;
import org.nurture.platform.Text;

/** A message of a template: composed and put into the outbox (X4, X9). */
final class MessageEffect implements Effects.Effect {
  private final Audience audience;
  private final Composer composer;
  private final Outbox outbox;
  private final Step step;
  private final Chunk chunk;
  private final Outcomes outcomes;
  private final TypedAddresses typed;
  private final Composer.Plan plan;

  MessageEffect(
      Audience audience,
      Composer composer,
      Outbox outbox,
      Step step,
      Chunk chunk,
      Outcomes outcomes,
      TypedAddresses typed) {
    this.audience = audience;
    this.composer = composer;
    this.outbox = outbox;
    this.step = step;
    this.chunk = chunk;
    this.outcomes = outcomes;
    this.typed = typed;
    this.plan =
        composer.plan(
            step.type() == ActivityType.SMS ? Kind.SMS : Kind.MAIL,
            requireNonNull(step.templateId()),
            chunk.workflow.target(),
            chunk.workflow.tracking());
  }

  @Override
  public Map<RecordKey, Examined> examine(
      Collection<Trace> traces, Filter filter, boolean includeInactive) {
    return audience.examine(
        chunk.workflow.target(),
        traces.stream().map(t -> outcomes.participant(t).key()).toList(),
        filter,
        includeInactive,
        plan.paths(),
        chunk.now);
  }

  @Override
  public void execute(Map<Trace, Examined> matching) {
    List<Trace> traces = List.copyOf(matching.keySet());
    List<Recipient> recipients = new ArrayList<>();
    String to = typed.of(plan.kind());
    matching.forEach((t, record) -> recipients.add(new Recipient(t.id(), record.values(), to)));
    List<NewMessage> messages = new ArrayList<>();
    List<Trace> ready = new ArrayList<>();
    List<Composition> compositions = Text.kept(() -> composer.compose(plan, recipients));
    for (int i = 0; i < traces.size(); i++) {
      Trace trace = traces.get(i);
      Composition composition = compositions.get(i);
      if (composition instanceof Ready composed) {
        messages.add(message(trace, composed));
        ready.add(trace);
      } else if (composition instanceof Refused refused) {
        outcomes.cancelled(trace, reason(refused.reason()));
      } else if (composition instanceof Unrenderable unrenderable) {
        outcomes.failed(trace, Reason.TEMPLATE, unrenderable.why());
      }
    }
    Set<Long> duplicates = outbox.enqueue(messages, chunk.now);
    for (Trace trace : ready) {
      if (duplicates.contains(trace.id())) {
        outcomes.cancelled(trace, Reason.DUPLICATE_ADDRESS);
      } else {
        outcomes.processed(trace);
      }
    }
  }

  private NewMessage message(Trace trace, Ready composed) {
    Participant participant = outcomes.participant(trace);
    return new NewMessage(
        plan.kind(),
        chunk.workflow.campaignId(),
        step.id(),
        participant.id(),
        trace.id(),
        participant.test(),
        composed.address(),
        chunk.workflow.oncePerAddress() && !participant.test(),
        plan.contentId(),
        composed.data());
  }

  private static Reason reason(Composer.Refusal refusal) {
    return switch (refusal) {
      case NO_ADDRESS -> Reason.NO_ADDRESS;
      case INVALID_ADDRESS -> Reason.INVALID_ADDRESS;
      case SUPPRESSED -> Reason.SUPPRESSED;
    };
  }
}
