package org.nurture.harness;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A bug that can be planted: text of a source file, and what it becomes. docs/mutations.md tells
 * which test catches each.
 *
 * @param rule that it breaks
 */
record Mutation(int number, String rule, String what, String file, String from, String to) {
  private static final Path SOURCES = Path.of("src/main/java/org/nurture");

  static final List<Mutation> ALL =
      List.of(
          new Mutation(
              1,
              "X1",
              "expires at its expiry, not after it",
              "journey/rules/Plan.java",
              "expiry != null && now.isAfter(expiry.after(due, zone))",
              "expiry != null && !now.isBefore(expiry.after(due, zone))"),
          new Mutation(
              2,
              "X3",
              "the filters of the activities above are forgotten",
              "journey/Chunk.java",
              "s = s.parentId() == null ? null : steps.get(s.parentId())) {",
              "s = null) {"),
          new Mutation(
              3,
              "C5",
              "a reply implies no open",
              "journey/rules/EventRules.java",
              "EnumSet.of(EventType.CLICKED, EventType.REPLIED)",
              "EnumSet.of(EventType.CLICKED)"),
          new Mutation(
              4,
              "C6",
              "a bounce cancels only what waits, not what is due",
              "journey/rules/EventRules.java",
              "if (event == EventType.BOUNCED && cancelledByBounce(trigger)) {",
              "if (event == EventType.BOUNCED && plan.waiting() && cancelledByBounce(trigger)) {"),
          new Mutation(
              5,
              "C10",
              "an event may be earlier than its message",
              "journey/rules/Facts.java",
              "return capped.isBefore(processed) ? processed : capped;",
              "return capped;"),
          new Mutation(
              6,
              "C12",
              "events apply in the order of their receipt",
              "journey/EventChunk.java",
              "Comparator.comparing(Timed::at)",
              "Comparator.comparing((Timed t) -> t.event().id()).thenComparing(Timed::at)"),
          new Mutation(
              7,
              "C3",
              "waiting too long for an event does not matter once it comes",
              "journey/rules/Plan.java",
              "return waitUntil != null && event.isAfter(waitUntil);",
              "return false;"),
          new Mutation(
              8,
              "X10",
              "“not …” children do not wait for the hand-over",
              "journey/rules/Plan.java",
              "new Plan(processed, step.interval().after(processed, zone), null, /* held: X10 */"
                  + " null)",
              "at(processed, step.interval(), zone)"),
          new Mutation(
              9,
              "X9",
              "children of what was given up live on",
              "journey/DeliveryRecorder.java",
              "chunk.end(children(chunk, traces), TraceState.CANCELED, Reason.PARENT_FAILED,"
                  + " tests);",
              ""),
          new Mutation(
              10,
              "C9",
              "a participant is complete while something waits",
              "journey/ParticipantStore.java",
              ".and(TRACE.STATE.eq(inline(TraceState.SCHEDULED.code())))))",
              ".and(TRACE.STATE.eq(inline(TraceState.SCHEDULED.code())))"
                  + ".and(TRACE.DUE.isNotNull())))"),
          new Mutation(
              11,
              "E2",
              "values that are taken are enrolled again",
              "journey/Newcomers.java",
              "Set<String> taken = new HashSet<>(store.taken(values));",
              "Set<String> taken = new HashSet<>();"),
          new Mutation(
              12,
              "E4",
              "COMPLETED participants stay linked",
              "journey/Unlinker.java",
              "return participant.state() == ParticipantState.RUNNING\n"
                  + "        || participant.state() == ParticipantState.COMPLETED;",
              "return participant.state() == ParticipantState.RUNNING;"),
          new Mutation(
              13,
              "X5",
              "tried again after a minute each time",
              "journey/rules/Retry.java",
              "PAUSES.get(failures - 1)",
              "PAUSES.get(0)"),
          new Mutation(
              14,
              "X8",
              "at one due time the order of the workflow is forgotten",
              "journey/Chunk.java",
              "        .thenComparing(t -> position(t.activity()))\n"
                  + "        .thenComparing(Trace::id);",
              "        .thenComparing(Comparator.comparing(Trace::id).reversed());"),
          new Mutation(
              15,
              "X11",
              "children are executed before their parent's message is withdrawn",
              "journey/ProcessWork.java",
              "if (suppressor.owed()) {",
              "if (suppressor.owed() && applied < 0) {"),
          new Mutation(
              16,
              "U3",
              "a new interval counts from the old due time",
              "journey/rules/Plan.java",
              "Plan plan = at(current.since(), step.interval(), zone);",
              "Plan plan = at(current.due(), step.interval(), zone);"),
          new Mutation(
              17,
              "U2",
              "a new child does not know of a bounce before it",
              "journey/rules/Planted.java",
              "if (effect instanceof Cancel cancel) {",
              "if (effect instanceof Cancel cancel && event.getKey() != EventType.BOUNCED) {"),
          new Mutation(
              18,
              "U6",
              "what was moved is not planned anew",
              "journey/Changeover.java",
              "} else if (what.moved().contains(trace.activity())) {",
              "} else if (trace.id() < 0) {"),
          new Mutation(
              19,
              "U4",
              "messages of removed activities are sent all the same",
              "journey/Changeover.java",
              "if (!what.removed().isEmpty()) {",
              "if (what.removed().size() > 1_000) {"),
          new Mutation(
              20,
              "C7",
              "every event counts, not the first of its type",
              "journey/rules/EventRules.java",
              "if (!message.has(event)) {",
              "if (event != null) {"),
          new Mutation(
              21,
              "C2",
              "after the hand-over an open cancels “not opened” no more",
              "journey/rules/EventRules.java",
              "if (trigger.kind() == TriggerType.Kind.UNLESS) {\n      return",
              "if (trigger.kind() == TriggerType.Kind.UNLESS && plan.nextAt() == null) {\n"
                  + "      return"),
          new Mutation(
              22,
              "U9",
              "an event that can't wait finds its participant before the update",
              "journey/UpdateChunk.java",
              "List<Participant> late = open.stream().filter(p ->"
                  + " !done.contains(p.id())).toList();",
              "List<Participant> late = List.of();"),
          new Mutation(
              23,
              "section 4",
              "days are 24 hours, whatever the clocks of the zone do",
              "campaign/Interval.java",
              "return base.atZone(zone).plus",
              "return base.atZone(java.time.ZoneOffset.UTC).plus"),
          new Mutation(
              24,
              "C10",
              "a proof of the hand-over leaves the trace in doubt",
              "journey/EventChunk.java",
              "doubtless.add(message.trace);",
              ""),
          new Mutation(
              25,
              "D1",
              "participants are read without a lock",
              "journey/ParticipantStore.java",
              "return participants(select(ids).forUpdate());",
              "return participants(select(ids));"),
          new Mutation(
              26,
              "section 7",
              "six soft bounces, not five, suppress",
              "message/SoftBounces.java",
              "config.softBounces() - 1",
              "config.softBounces()"),
          new Mutation(
              27,
              "section 9",
              "what earlier parts of a sequence did stays where a later one fails",
              "action/SetBasedActions.java",
              "if (i > 0 && !(now.failed().isEmpty() && now.released().isEmpty())) {",
              "if (i > parts.size()) {"),
          new Mutation(
              28,
              "section 9",
              "records are made twice",
              "action/CreatePerformer.java",
              "writer.insert(target, Subjects.keys(once), effect.insertion(), occasion.now());",
              "writer.insert(target, Subjects.keys(once), effect.insertion(), occasion.now());\n"
                  + "      writer.insert(target, Subjects.keys(once), effect.insertion(),"
                  + " occasion.now());"),
          new Mutation(
              29,
              "X7",
              "a set that fails is not halved down to the row that made it fail",
              "action/SetBasedActions.java",
              "if (keys.size() == 1 || SqlFailure.concernsAllRows(e)) {",
              "if (keys.size() > 0) {"),
          new Mutation(
              30,
              "U7",
              "actions are executed as they are now, not as the campaign keeps them",
              "journey/ActionEffect.java",
              "kept == null ? null : kept.version(), kept",
              "null, kept"),
          new Mutation(
              31,
              "X9",
              "a webhook given up is the gateway's failure, not the action's",
              "journey/DeliveryRecorder.java",
              "f.kind() == Kind.WEBHOOK ? Reason.ACTION : Reason.GATEWAY",
              "Reason.GATEWAY"),
          new Mutation(
              32,
              "X11",
              "a mail of an action that is withdrawn cancels the trace",
              "message/OutboxRows.java",
              "row.get(OUTBOX.SLOT) == 0 || Kind.of(row.get(OUTBOX.KIND)) == Kind.WEBHOOK",
              "row.get(OUTBOX.SLOT) >= 0"),
          new Mutation(
              33,
              "X11",
              "what is queued for an erased person is sent",
              "journey/Erasure.java",
              "    withdraw(chunk, locked);\n",
              ""),
          new Mutation(
              34,
              "P3",
              "figures do not count what was purged",
              "journey/PurgeStore.java",
              "if (n != 0) {",
              "if (n < 0) {"));

  /** The file as it would be. */
  String applied() throws IOException {
    String source = Files.readString(path());
    int at = source.indexOf(from);
    if (at < 0 || source.indexOf(from, at + 1) >= 0) {
      throw new IllegalStateException(
          "mutation " + number + ": “" + from + "” does not stand exactly once in " + path());
    }
    return source.substring(0, at) + to + source.substring(at + from.length());
  }

  Path path() {
    return SOURCES.resolve(file);
  }

  /** Where its class is, in packages. */
  String name() {
    return requireNonNull(Path.of(file).getFileName()).toString();
  }
}
