package org.nurture.message;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes messages out of templates and records, a set at a time. Joins the caller's transaction. */
public interface Composer {

  /** Loads a template, once per chunk and activity. */
  Plan plan(Kind kind, long templateId, String target);

  /**
   * As {@link #plan(Kind, long, String)}.
   *
   * @param tracking whether opens and clicks are tracked (the campaign's {@code tracking})
   */
  default Plan plan(Kind kind, long templateId, String target, boolean tracking) {
    return plan(kind, templateId, target);
  }

  /**
   * Decides X4 (but duplicate_address, which {@link Outbox#enqueue} decides) and renders.
   *
   * @return one composition per recipient, in their order
   */
  List<Composition> compose(Plan plan, List<Recipient> recipients);

  /**
   * A template that is ready to be rendered.
   *
   * @param contentId the immutable copy of the template that messages refer to
   * @param paths what to read of each record: placeholders and the roles of X4
   */
  record Plan(Kind kind, long contentId, String target, Set<String> paths) {}

  /**
   * @param typedAddress a test's own address, checked for validity only (T3); null: the record's
   */
  record Recipient(
      long traceId, Map<String, @Nullable Object> values, @Nullable String typedAddress) {}

  /** What became of one recipient. */
  sealed interface Composition permits Ready, Refused, Unrenderable {
    long traceId();
  }

  /**
   * @param address normalised: mail in lower case domain …, phone numbers in E.164
   * @param data JSON of the placeholders' values
   */
  record Ready(long traceId, String address, String data) implements Composition {}

  /** X4 says no. */
  record Refused(long traceId, Refusal reason) implements Composition {}

  /** ERROR (template), X9; the text names the placeholder. */
  record Unrenderable(long traceId, String why) implements Composition {}

  /** X4's reasons, in its order. */
  enum Refusal {
    NO_ADDRESS,
    INVALID_ADDRESS,
    SUPPRESSED
  }
}
