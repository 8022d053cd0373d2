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
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.nurture.message.Claimed;
import org.nurture.message.Kind;
import org.nurture.message.Leases;
import org.nurture.message.Mailing;
import org.nurture.message.MessageState;
import org.nurture.message.sms.SmsGateway.Accepted;
import org.nurture.message.sms.SmsGateway.Later;
import org.nurture.message.sms.SmsGateway.Refused;
import org.nurture.message.sms.SmsGateway.Result;
import org.nurture.message.sms.SmsGateway.Unanswered;
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
  void what_waited_until_its_lease_may_be_over_is_not_given_and_nothing_more_is_begun_X6() {
    List<Claimed> claimed = mailing.leases.claim(Kind.SMS, "me", db.clock().instant(), MESSAGES);
    AtomicLong nanos = new AtomicLong();
    SmsSlice slice =
        slice(
            sms -> {
              if (given.size() == FIRST / 2) {
                // the gateway made us wait for a place
                nanos.addAndGet(Leases.SENDING_FOR.plusMillis(1).toNanos());
              }
              return accepted();
            },
            nanos::get);

    slice.send(claimed);

    assertThat(given).hasSize(FIRST / 2).doesNotHaveDuplicates();
    assertThat(slice.handed()).isEqualTo(FIRST / 2);
    assertThat(mailing.states())
        .containsOnly(
            entry(MessageState.SENT, FIRST / 2),
            entry(MessageState.QUEUED, FIRST / 2),
            entry(MessageState.CLAIMED, MESSAGES - FIRST));
  }

  @Test
  void what_becomes_of_an_actions_text_is_no_outcome_of_its_trace_D7_X6_X9() {
    db.wipe();
    mailing.queue(
        LongStream.rangeClosed(1, 4)
            .mapToObj(i -> mailing.actionSms(i, "+39347%07d".formatted(i), "Hi"))
            .toList());
    List<Result> answers =
        List.of(
            new Accepted(List.of()),
            new Refused(true, false, "unknown"),
            new Unanswered(List.of(), 1, "lost"),
            new Later("busy"));
    long first = mailing.id(1);
    SmsGateway gateway =
        sms -> CompletableFuture.completedFuture(answers.get((int) (sms.message() - first)));

    send(gateway);
    while (mailing.state(4) == MessageState.QUEUED) {
      db.clock().set(mailing.sendAt(4));
      send(gateway);
    }

    assertThat(LongStream.rangeClosed(1, 4).mapToObj(mailing::state))
        .containsExactly(
            MessageState.SENT, MessageState.BOUNCED, MessageState.IN_DOUBT, MessageState.FAILED);
    assertThat(given)
        .as("the first three once")
        .hasSize(3 + 6)
        .startsWith(first, first + 1, first + 2);
    assertThat(mailing.gate.handedOver).isEmpty();
    assertThat(mailing.gate.inDoubt).isEmpty();
    assertThat(mailing.gate.failed).isEmpty();
  }

  private SmsSlice slice(SmsGateway gateway, LongSupplier nanoTime) {
    return new SmsSlice(
        noting(gateway),
        mailing.leases,
        mailing.answers,
        mailing.parts,
        mailing.texts,
        db.clock(),
        "me",
        nanoTime.getAsLong(),
        nanoTime);
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
    return Mailing.run(mailing.sendSms(SmsRoutes.Route.to(noting(gateway))));
  }

  private SmsGateway noting(SmsGateway gateway) {
    return sms -> {
      given.add(sms.message());
      return gateway.send(sms);
    };
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
