package org.nurture.message.sms;

import static org.nurture.platform.schema.Tables.SMS_PART;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jooq.impl.DSL;
import org.nurture.message.Claimed;
import org.nurture.platform.Database;
import org.nurture.tracking.EventInbox;
import org.nurture.tracking.EventInbox.Incoming;
import org.nurture.tracking.EventType;

/** The ids that gateways gave to parts of messages: receipts name nothing else. */
@ApplicationScoped
public class SubmittedParts {
  private static final String INSERT =
      """
      insert into sms_part (message_id, part, parts, gateway_id, state, submitted_at)
      select t.message_id, t.part, t.parts, t.gateway_id, 0, {0}
        from unnest(cast({1} as bigint array), cast({2} as smallint array),
                    cast({3} as smallint array), cast({4} as varchar array))
             as t(message_id, part, parts, gateway_id)
      """;

  private final Database database;
  private final EventInbox inbox;

  @Inject
  public SubmittedParts(Database database, EventInbox inbox) {
    this.database = database;
    this.inbox = inbox;
  }

  /** For the container's proxy. */
  @SuppressWarnings("NullAway")
  protected SubmittedParts() {
    this(null, null);
  }

  /**
   * What a gateway gave to one message.
   *
   * @param ids of its first parts, in their order
   * @param parts how many it has
   */
  record Given(List<String> ids, int parts) {}

  private record Part(long message, int part, int parts, String id) {}

  /**
   * Keeps ids, one statement for all, in the transaction that records the answers: a receipt finds
   * both or none.
   *
   * @param ids of each message's parts, in their order
   * @param optedOut whose recipients want nothing more, as their gateway knows (C11)
   */
  void add(Map<Long, Given> ids, List<Claimed> optedOut, Instant now) {
    List<Part> parts = new ArrayList<>();
    ids.forEach(
        (message, of) -> {
          for (int i = 0; i < of.ids().size(); i++) {
            parts.add(new Part(message, i, of.parts(), GatewayIds.normal(of.ids().get(i))));
          }
        });
    if (!parts.isEmpty()) {
      database
          .sql()
          .query(
              INSERT,
              DSL.val(now, SMS_PART.SUBMITTED_AT),
              DSL.val(parts.stream().map(Part::message).toArray(Long[]::new)),
              DSL.val(parts.stream().map(p -> (short) p.part()).toArray(Short[]::new)),
              DSL.val(parts.stream().map(p -> (short) p.parts()).toArray(Short[]::new)),
              DSL.val(parts.stream().map(Part::id).toArray(String[]::new)))
          .execute();
    }
    inbox.append(
        optedOut.stream()
            .map(
                m ->
                    new Incoming(m.id(), EventType.UNSUBSCRIBED, now, now, null, false, null, null))
            .toList());
  }
}
