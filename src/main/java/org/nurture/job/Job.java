package org.nurture.job;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.nurture.platform.Text;

/** The jobs that there are. Each has a document of its name in {@code META-INF/batch-jobs}. */
public enum Job {
  ENROLL(
      "enroll",
      Text.mark("Adds records that match to running campaigns"),
      Set.of(Parameters.CAMPAIGN, Parameters.INCREMENTAL)),
  PROCESS("process", Text.mark("Runs what is due"), Set.of(Parameters.CAMPAIGN)),
  SEND_MAIL("send-mail", Text.mark("Hands mail to the gateway"), Set.of()),
  SEND_SMS("send-sms", Text.mark("Hands texts to the gateway"), Set.of()),
  SEND_WEBHOOKS("send-webhooks", Text.mark("Posts webhooks"), Set.of()),
  PURGE(
      "purge",
      Text.mark("Forgets what people did whose participation ended long ago"),
      Set.of(Parameters.CAMPAIGN)),
  VERIFY(
      "verify",
      Text.mark("Looks for contradictions in the data; changes nothing"),
      Set.of(Parameters.CAMPAIGN));

  private final String word;
  private final String description;
  private final Set<String> parameters;

  Job(String word, String description, Set<String> parameters) {
    this.word = word;
    this.description = description;
    this.parameters = parameters;
  }

  /** The job's name in Jakarta Batch, REST and on screens. */
  public String word() {
    return word;
  }

  /** What it does, for people. */
  public String description() {
    return Text.of(description);
  }

  /** Whether it hands over what is in the outbox. */
  boolean sends() {
    return this == SEND_MAIL || this == SEND_SMS || this == SEND_WEBHOOKS;
  }

  /** Names of the parameters that it takes. */
  public Set<String> parameters() {
    return parameters;
  }

  /** Whether it has a schedule; the others are for people to start. */
  public boolean scheduled() {
    return this != VERIFY;
  }

  /** The job that API and schedules call so. */
  public static Optional<Job> named(String word) {
    return Arrays.stream(values()).filter(j -> j.word.equals(word)).findFirst();
  }

  /** All names. */
  public static List<String> words() {
    return Arrays.stream(values()).map(Job::word).toList();
  }
}
