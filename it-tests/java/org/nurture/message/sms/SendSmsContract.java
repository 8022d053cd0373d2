package org.nurture.message.sms;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.nurture.platform.schema.Tables.OUTBOX;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.nurture.message.Mailing;
import org.nurture.message.MessageState;
import org.nurture.message.sms.SmsGateway.Accepted;
import org.nurture.message.sms.SmsGateway.Result;
import org.nurture.message.sms.SmsGateway.Unusable;
import org.nurture.platform.FailPoint;
import org.nurture.platform.SlicedWork;
import org.nurture.support.TestDatabase;

/**
 * What may come between the commit that says SENDING, the gateway, and the commit that records its
 * answer. The gateway is a function, so that everything happens where a test wants it.
 */
@Timeout(60)
abstract class SendSmsContract {
  private static final int MESSAGES = 100;

  /** Begun in the first commit, where the window has one place. */
  private static final int FIRST = 20;

  private final TestDatabase db;
  private final List<Long> given = new ArrayList<>();
  private final List<CompletableFuture<Result>> held = new ArrayList<>();
  private Mailing mailing;

  SendSmsContract(TestDatabase db) {
    this.db = db;
  }

  @BeforeEach
  void queue() {
    db.wipe();
    mailing = new Mailing(db);
    mailing.queue(
        LongStream.rangeClosed(1, MESSAGES)
            .mapToObj(i -> mailing.sms(i, "+39347%07d".formatted(i), "Hi"))
            .toList());
  }

  @AfterEach
  void live() {
    db.onReached(point -> {});
  }

  @Test
  void one_answer_that_is_late_holds_no_other_message_back() {
    send(
        sms -> {
          if (given.size() == 1) {
            return hold();
          } else if (given.size() == MESSAGES) {
            assertThat(mailing.state(1)).isEqualTo(MessageState.SENDING);
            assertThat(mailing.state(2)).isEqualTo(MessageState.SENT);
            accept(held);
          }
          return accepted();
        });

    assertThat(mailing.states()).containsOnly(entry(MessageState.SENT, MESSAGES));
    assertEachGivenOnce();
  }

  @Test
  void each_is_given_after_the_commit_that_says_sending_X6() {
    send(
        sms -> {
          assertThat(mailing.state(sms.message() - mailing.id(1) + 1))
              .isEqualTo(MessageState.SENDING);
          return accepted();
        });

    assertEachGivenOnce();
  }

  @Test
  void a_stop_lets_go_what_was_begun_and_nothing_more_U5() {
    send(
        sms -> {
          mailing.gate.sending.clear();
          return accepted();
        });

    assertThat(mailing.states())
        .containsOnly(
            entry(MessageState.SENT, FIRST), entry(MessageState.QUEUED, MESSAGES - FIRST));
    assertThat(given).hasSize(FIRST);
  }

  @Test
  void who_loses_its_lease_while_messages_are_on_the_wire_begins_and_records_no_more_X6() {
    send(
        sms -> {
          if (given.size() < FIRST) {
            return hold();
          } else if (given.size() == FIRST) {
            leasesEnd();
            send(other -> accepted());
            accept(held);
          }
          return accepted();
        });

    assertThat(mailing.states())
        .containsOnly(
            entry(MessageState.IN_DOUBT, FIRST), entry(MessageState.SENT, MESSAGES - FIRST));
    assertThat(mailing.gate.handedOver).hasSize(MESSAGES - FIRST);
    assertEachGivenOnce();
  }

  @Test
  void what_was_given_when_its_sender_died_before_recording_is_in_doubt_X6() {
    AtomicInteger records = new AtomicInteger();
    db.onReached(
        point -> {
          if (point == FailPoint.ANSWERED && records.incrementAndGet() > 1) {
            throw new IllegalStateException("dead");
          }
        });
    assertThatThrownBy(() -> send(sms -> accepted())).hasMessage("dead");
    int begun = given.size();
    assertThat(begun).isBetween(FIRST + 1, MESSAGES - 1);

    db.onReached(point -> {});
    leasesEnd();
    send(sms -> accepted());

    assertThat(mailing.states())
        .containsOnly(
            entry(MessageState.IN_DOUBT, begun - FIRST),
            entry(MessageState.SENT, MESSAGES - begun + FIRST));
    assertEachGivenOnce();
  }

  @Test
  void a_gateway_that_fails_gets_no_more_and_what_it_did_not_take_is_queued_as_it_was_X9() {
    SlicedWork work =
        send(
            sms ->
                given.size() > 10
                    ? CompletableFuture.completedFuture(new Unusable("down"))
                    : accepted());

    assertThat(work.remark()).contains("down");
    assertThat(given).hasSize(FIRST);
    assertThat(mailing.states())
        .containsOnly(entry(MessageState.SENT, 10), entry(MessageState.QUEUED, MESSAGES - 10));
  }

  private SlicedWork send(SmsGateway gateway) {
    SmsGateway noting =
        sms -> {
          given.add(sms.message());
          return gateway.send(sms);
        };
    return Mailing.run(mailing.sendSms(SmsRoutes.Route.to(noting)));
  }

  private static CompletableFuture<Result> accepted() {
    return CompletableFuture.completedFuture(new Accepted(List.of()));
  }

  private CompletableFuture<Result> hold() {
    CompletableFuture<Result> later = new CompletableFuture<>();
    held.add(later);
    return later;
  }

  private static void accept(List<CompletableFuture<Result>> waiting) {
    waiting.forEach(later -> later.complete(new Accepted(List.of())));
  }

  private void leasesEnd() {
    db.run(
        sql ->
            sql.update(OUTBOX)
                .set(OUTBOX.LEASE_UNTIL, Instant.parse("2001-01-01T00:00:00Z"))
                .where(OUTBOX.LEASE_UNTIL.isNotNull())
                .execute());
  }

  private void assertEachGivenOnce() {
    assertThat(given).hasSize(MESSAGES).doesNotHaveDuplicates();
  }
}
