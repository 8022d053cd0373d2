package org.nurture.action;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jsoup.Jsoup;
import org.jsoup.safety.Safelist;
import org.jspecify.annotations.Nullable;
import org.nurture.action.ServerActions.Occasion;
import org.nurture.action.ServerActions.Result;
import org.nurture.action.ServerActions.Subject;
import org.nurture.audience.Audience;
import org.nurture.audience.Audience.Examined;
import org.nurture.audience.RecordKey;
import org.nurture.audience.Target.Role;
import org.nurture.message.Composer;
import org.nurture.message.Composer.Composition;
import org.nurture.message.Composer.Ready;
import org.nurture.message.Composer.Recipient;
import org.nurture.message.Composer.Refused;
import org.nurture.message.Composer.Unrenderable;
import org.nurture.message.Kind;
import org.nurture.message.Outbox.NewMessage;
import org.nurture.platform.Text;
import org.nurture.platform.json.Problems;
import org.nurture.template.Channel;
import org.nurture.template.CompiledMail;
import org.nurture.template.LiquidException;
import org.nurture.template.Templates.Template;

/**
 * Composes as an activity does, and queues in the outbox under a slot of the action's own (D7);
 * notes are rendered and kept on the record. One statement each for all records.
 */
final class MessagePerformer implements Performer<SendMessage> {
  private final Audience audience;
  private final Messages messages;

  MessagePerformer(Audience audience, Messages messages) {
    this.audience = audience;
    this.messages = messages;
  }

  private Optional<Template> template(SendMessage effect) {
    return messages.templates().find(effect.channel(), Actions.LIBRARY, effect.template());
  }

  @Override
  public void check(String target, SendMessage effect, Problems problems) {
    Optional<Template> template = template(effect);
    if (template.isEmpty()) {
      problems.invalid(
          "/template", Text.of("There is no template “{0}” in the library", effect.template()));
    } else if (!template.get().target().equals(target)) {
      problems.invalid(
          "/template",
          Text.of(
              "“{0}” is for the target “{1}”, this action for “{2}”",
              effect.template(), template.get().target(), target));
    }
    String no = effect.sent() ? audience.target(target).unreachable(role(effect)) : null;
    if (no != null) {
      problems.invalid("/target", no);
    }
  }

  /** Of the field that tells where it is sent to. */
  private static Role role(SendMessage effect) {
    return effect.channel() == Channel.SMS ? Role.PHONE : Role.EMAIL;
  }

  @Override
  public Map<String, @Nullable Object> observe(
      String target, SendMessage effect, Occasion occasion, Subject subject, boolean after) {
    Map<String, @Nullable Object> seen = new LinkedHashMap<>();
    if (!after) {
      return seen;
    }
    if (effect.sent()) {
      String path = audience.target(target).roles().get(role(effect));
      if (path != null) {
        seen.put(
            "to",
            RecordText.values(
                    RecordText.read(
                        audience, target, List.of(subject), List.of(path), occasion.now()),
                    subject.key())
                .get(path));
      }
    }
    if (effect.noted()) {
      messages.notes().of(target, subject.key(), 1).stream()
          .filter(note -> note.traceId() == subject.traceId())
          .forEach(
              note -> {
                seen.put("subject", note.subject());
                seen.put("text", Jsoup.parse(note.body()).text());
              });
    }
    return seen;
  }

  @Override
  public Result perform(
      String target, SendMessage effect, Occasion occasion, int slot, List<Subject> subjects) {
    Optional<Template> template = template(effect);
    if (template.isEmpty()) {
      return Result.failed(
          Subjects.failed(
              subjects, Text.of("The template “{0}” is no longer there", effect.template())));
    }
    Map<Long, String> failed = new HashMap<>();
    List<Subject> left = subjects;
    List<NewMessage> fresh = new ArrayList<>();
    if (effect.sent()) {
      fresh.addAll(compose(target, effect, template.get(), occasion, slot, subjects, failed));
      left = Subjects.without(subjects, failed.keySet());
    }
    if (effect.noted()) {
      note(target, template.get(), occasion, left, failed);
      fresh.removeIf(message -> failed.containsKey(message.traceId()));
    }
    messages.outbox().enqueue(fresh, occasion.now());
    return Result.failed(failed);
  }

  private List<NewMessage> compose(
      String target,
      SendMessage effect,
      Template template,
      Occasion occasion,
      int slot,
      List<Subject> subjects,
      Map<Long, String> failed) {
    Kind kind = effect.channel() == Channel.SMS ? Kind.SMS : Kind.MAIL;
    Composer.Plan plan = messages.composer().plan(kind, template.id(), target);
    Map<RecordKey, Examined> records =
        RecordText.read(audience, target, subjects, plan.paths(), occasion.now());
    List<Recipient> recipients = new ArrayList<>();
    for (Subject subject : subjects) {
      recipients.add(
          new Recipient(
              subject.traceId(),
              RecordText.values(records, subject.key()),
              occasion.terms().to().get(kind)));
    }
    List<Composition> composed = messages.composer().compose(plan, recipients);
    List<NewMessage> fresh = new ArrayList<>();
    for (int i = 0; i < subjects.size(); i++) {
      Subject subject = subjects.get(i);
      Composition composition = composed.get(i);
      if (composition instanceof Ready ready) {
        fresh.add(
            new NewMessage(
                kind,
                occasion.campaignId(),
                occasion.activityId(),
                subject.participantId(),
                subject.traceId(),
                slot,
                subject.test(),
                ready.address(),
                false,
                plan.contentId(),
                ready.data()));
      } else if (composition instanceof Refused refused) {
        failed.put(subject.traceId(), words(refused.reason()));
      } else if (composition instanceof Unrenderable unrenderable) {
        failed.put(subject.traceId(), unrenderable.why());
      }
    }
    return fresh;
  }

  private static String words(Composer.Refusal refusal) {
    return switch (refusal) {
      case NO_ADDRESS -> Text.of("The record has no address to send to");
      case INVALID_ADDRESS -> Text.of("The record’s address is not valid");
      case SUPPRESSED -> Text.of("The record’s address is suppressed, or its owner opted out");
    };
  }

  private void note(
      String target,
      Template template,
      Occasion occasion,
      List<Subject> subjects,
      Map<Long, String> failed) {
    CompiledMail mail = CompiledMail.of(messages.contents().mail(template.id()));
    CompiledMail.Renderer renderer = mail.renderer();
    Map<RecordKey, Examined> records =
        RecordText.read(audience, target, subjects, mail.paths(), occasion.now());
    List<Notes.New> notes = new ArrayList<>();
    for (Subject subject : subjects) {
      try {
        CompiledMail.Rendered rendered =
            renderer.render(RecordText.values(records, subject.key()), Map.of(), occasion.now());
        String body =
            rendered.html() != null
                ? Jsoup.clean(rendered.html(), Safelist.basic())
                : rendered.text() == null ? "" : org.jsoup.nodes.Entities.escape(rendered.text());
        notes.add(
            new Notes.New(
                subject,
                RecordText.cut(rendered.subject(), Notes.LONGEST_SUBJECT),
                RecordText.cut(body, Notes.LONGEST_BODY)));
      } catch (LiquidException e) {
        failed.put(subject.traceId(), String.valueOf(e.getMessage()));
      }
    }
    messages.notes().add(target, occasion, notes);
  }
}
