package org.nurture.insight;

import static org.nurture.platform.schema.Tables.OUTBOX;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jooq.Record;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.nurture.message.Kind;
import org.nurture.message.MessageState;
import org.nurture.platform.Database;
import org.nurture.platform.Text;

/** What became of webhooks. Joins the caller's transaction. */
@Dependent
public class Postings {
  private final Database database;

  @Inject
  public Postings(Database database) {
    this.database = database;
  }

  /**
   * One webhook.
   *
   * @param host where it goes; null: erased
   * @param attempts failed ones
   * @param sendAt when it is posted next; null: it is not
   * @param answer of the last try, status and first words; null: there was none
   */
  public record Posting(
      long campaignId,
      long traceId,
      @Nullable String host,
      MessageState state,
      int attempts,
      @Nullable Instant sendAt,
      @Nullable String answer) {

    /** What became of it, as a sentence. */
    public String words() {
      String to = host == null ? Text.of("an erased address") : host;
      String said = answer == null || answer.isBlank() ? "" : " (" + answer + ")";
      return switch (state) {
        case QUEUED, CLAIMED, SENDING ->
            attempts == 0
                ? Text.of("Waits to be posted to {0}", to)
                : Text.of(
                        "Tried {0,choice,1#once|1<{0,number,integer} times} at {1}, will be tried"
                            + " again",
                        attempts, to)
                    + said;
        case SENT, DELIVERED -> Text.of("Posted to {0}", to) + said;
        case FAILED, BOUNCED, IN_DOUBT -> Text.of("Given up for {0}", to) + said;
        case WITHDRAWN -> Text.of("Withdrawn before it was posted to {0}", to);
      };
    }
  }

  /** Those of these traces, in the order of their actions. */
  public Map<Long, List<Posting>> of(Collection<Long> traces) {
    if (traces.isEmpty()) {
      return Map.of();
    }
    return database
        .sql()
        .select(OUTBOX.fields())
        .from(OUTBOX)
        .where(OUTBOX.TRACE_ID.eq(DSL.any(DSL.val(traces.toArray(Long[]::new)))))
        .and(OUTBOX.KIND.eq(Kind.WEBHOOK.code()))
        .orderBy(OUTBOX.TRACE_ID, OUTBOX.SLOT)
        .fetch(Postings::posting)
        .stream()
        .collect(Collectors.groupingBy(Posting::traceId, HashMap::new, Collectors.toList()));
  }

  /** Those that will be tried again, the next first: an index holds nothing but what is queued. */
  public List<Posting> troubled(int most) {
    return database
        .sql()
        .select(OUTBOX.fields())
        .from(OUTBOX)
        .where(OUTBOX.KIND.eq(Kind.WEBHOOK.code()))
        .and(OUTBOX.SEND_AT.isNotNull())
        .and(OUTBOX.ATTEMPTS.gt((short) 0))
        .orderBy(OUTBOX.SEND_AT, OUTBOX.ID)
        .limit(most)
        .fetch(Postings::posting);
  }

  private static Posting posting(Record row) {
    String answer = row.get(OUTBOX.ANSWER);
    return new Posting(
        row.get(OUTBOX.CAMPAIGN_ID),
        row.get(OUTBOX.TRACE_ID),
        row.get(OUTBOX.ADDRESS),
        MessageState.of(row.get(OUTBOX.STATE)),
        row.get(OUTBOX.ATTEMPTS),
        row.get(OUTBOX.SEND_AT),
        answer == null ? null : Text.read(answer));
  }
}
