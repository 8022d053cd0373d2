package org.nurture.insight;

import static org.nurture.platform.schema.Tables.OUTBOX;
import static org.nurture.platform.schema.Tables.TRACE;

import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.TableField;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.nurture.journey.TraceState;
import org.nurture.platform.schema.tables.records.OutboxRecord;

/** What befell an activity of a participant: what figures count, and lists are asked for. */
public enum Happening {
  SENT(OUTBOX.SENT_AT),
  DELIVERED(OUTBOX.DELIVERED_AT),
  OPENED(OUTBOX.OPENED_AT),
  CLICKED(OUTBOX.CLICKED_AT),
  REPLIED(OUTBOX.REPLIED_AT),
  BOUNCED(OUTBOX.BOUNCED_AT),
  UNSUBSCRIBED(OUTBOX.UNSUBSCRIBED_AT),
  SCHEDULED(TraceState.SCHEDULED),
  WAITING(TraceState.SCHEDULED),
  DONE(TraceState.PROCESSED),
  REJECTED(TraceState.REJECTED),
  CANCELED(TraceState.CANCELED),
  ERROR(TraceState.ERROR);

  private final @Nullable TableField<OutboxRecord, Instant> column;
  private final @Nullable TraceState state;

  Happening(TableField<OutboxRecord, Instant> column) {
    this.column = column;
    this.state = null;
  }

  Happening(TraceState state) {
    this.column = null;
    this.state = state;
  }

  /** By the word that addresses of pages carry, such as {@code opened}; empty: there is none. */
  public static Optional<Happening> of(@Nullable String word) {
    return Arrays.stream(values()).filter(h -> h.word().equals(word)).findFirst();
  }

  /** As addresses and the API have it: {@code opened}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether it is a matter of the message rather than of the trace. */
  boolean ofMessage() {
    return column != null;
  }

  /** On a trace and, where {@link #ofMessage}, its message. */
  Condition condition() {
    if (column != null) {
      return column.isNotNull();
    }
    Condition inState = state == null ? DSL.noCondition() : TRACE.STATE.eq(state.code());
    return switch (this) {
      case SCHEDULED -> inState.and(TRACE.DUE.isNotNull());
      case WAITING -> inState.and(TRACE.DUE.isNull());
      default -> inState;
    };
  }
}
