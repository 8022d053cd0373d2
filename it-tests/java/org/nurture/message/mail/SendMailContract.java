package org.nurture.message.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nurture.message.MessageState.BOUNCED;
import static org.nurture.message.MessageState.FAILED;
import static org.nurture.message.MessageState.IN_DOUBT;
import static org.nurture.message.MessageState.QUEUED;
import static org.nurture.message.MessageState.SENT;
import static org.nurture.message.MessageState.WITHDRAWN;
import static org.nurture.platform.schema.Tables.EVENT_INBOX;
import static org.nurture.platform.schema.Tables.OUTBOX;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nurture.message.DeliveryGate.HandOver;
import org.nurture.message.Kind;
import org.nurture.message.Mailing;
import org.nurture.message.Suppressions.Channel;
import org.nurture.message.Suppressions.Entry;
import org.nurture.message.Suppressions.Why;
import org.nurture.platform.SlicedWork;
import org.nurture.support.ScriptedSmtp;
import org.nurture.support.SettableClock;
import org.nurture.support.TestDatabase;
import org.nurture.tracking.EventType;

/** Hand-over by SMTP (X6, X9, X11, D12), against a server that misbehaves. */
abstract class SendMailContract {
  private final TestDatabase db;
  private Mailing mailing;
  private ScriptedSmtp smtp;

  SendMailContract(TestDatabase db) {
    this.db = db;
  }

  @BeforeEach
  void open() {
    db.wipe();
    mailing = new Mailing(db);
    smtp = new ScriptedSmtp();
  }

  @AfterEach
  void close() {
    smtp.close();
  }

  @Test
  void a_mail_has_what_a_mail_must_have() {
    mailing.queue(1);

    Mailing.run(mailing.sendMail(smtp.port()));

    ScriptedSmtp.Mail mail = smtp.mails().iterator().next();
    assertThat(mail.from()).contains("<shop@example.org>");
    assertThat(mail.to()).isEqualTo("c1@example.org");
    assertThat(mail.header("Subject")).isEqualTo("Hello Ann1");
    assertThat(mail.header("From")).isEqualTo("Shop <shop@example.org>");
    assertThat(mail.header("To")).isEqualTo("c1@example.org");
    assertThat(mail.header("Date")).contains("1 Jun 2026");
    assertThat(mail.header("Message-ID")).matches("<[\\w-]+@crm\\.example\\.org>");
    assertThat(mail.header("List-Unsubscribe"))
        .matches("<https://crm\\.example\\.org/nurture/t/u/[\\w-]+>");
    assertThat(mail.header("List-Unsubscribe-Post")).isEqualTo("List-Unsubscribe=One-Click");
    assertThat(mail.header("Content-Type")).startsWith("multipart/alternative");
    String body = mail.data().replace("=\r\n", "").replace("=3D", "=");
    assertThat(body)
        .contains("Hi Ann1")
        .contains("https://crm.example.org/nurture/t/c/")
        .contains("https://crm.example.org/nurture/t/o/")
        .contains("text/plain")
        .contains("Look inside");
    assertThat(mailing.gate.handedOver).containsExactly(new HandOver(1, 1, SettableClock.START));
    assertThat(mailing.states()).isEqualTo(Map.of(SENT, 1));
  }

  @Test
  void one_recipient_of_a_thousand_is_refused_and_only_that_one_bounces_X9() {
    mailing.queue(1000);
    smtp.answering(c -> c.contains("<c500@") ? "550 5.1.1 no such user" : null);

    Mailing.run(mailing.sendMail(smtp.port()));

    assertThat(mailing.states()).isEqualTo(Map.of(SENT, 999, BOUNCED, 1));
    assertThat(mailing.state(500)).isEqualTo(BOUNCED);
    assertThat(smtp.mails()).hasSize(999);
    assertEachMessageIdOnce();
    assertThat(bounces()).containsExactly("500 true");
    assertThat(mailing.gate.handedOver).hasSize(999);
  }

  @Test
  void the_status_code_tells_hard_from_soft_also_at_the_end_of_data_X9() {
    mailing.queue(3);
    smtp.answering(
        c ->
            c.equals("END c1@example.org")
                ? "552 5.2.2 mailbox full"
                : c.equals("END c2@example.org")
                    ? "554 5.7.1 policy"
                    : c.contains("<c3@") ? "551 moved" : null);

    Mailing.run(mailing.sendMail(smtp.port()));

    assertThat(bounces()).containsExactlyInAnyOrder("1 false", "2 false", "3 true");
  }

  @ParameterizedTest
  @ValueSource(strings = {"GREETING", "EHLO", "MAIL"})
  void a_5xx_before_the_recipient_is_the_gateways_failure_and_touches_nobody_X9(String verb) {
    mailing.queue(20);
    Instant due = mailing.sendAt(1);
    smtp.answering(c -> c.startsWith(verb) || c.startsWith("HELO") ? "554 5.7.0 not you" : null);

    SlicedWork work = Mailing.run(mailing.sendMail(smtp.port()));

    assertThat(work.remark()).isPresent();
    assertUntouched(20, due);
  }

  @Test
  void refused_log_in_touches_nobody_and_says_so_X9() {
    mailing.queue(20);
    Instant due = mailing.sendAt(1);
    smtp.answering(c -> c.startsWith("AUTH") ? "535 5.7.8 wrong password" : null);

    SlicedWork work =
        Mailing.run(
            mailing.sendMail(
                new SmtpSettings(
                    "127.0.0.1", smtp.port(), false, false, "u", "p", Duration.ofSeconds(20))));

    assertThat(work.remark().orElseThrow()).contains("wrong password");
    assertUntouched(20, due);
  }

  @Test
  void a_server_that_is_down_touches_nobody_and_all_go_when_it_is_back() {
    mailing.queue(20);
    Instant due = mailing.sendAt(1);
    int port = smtp.port();
    smtp.close();

    SlicedWork work = Mailing.run(mailing.sendMail(port));

    assertThat(work.remark()).isPresent();
    assertUntouched(20, due);
    smtp = new ScriptedSmtp();
    Mailing.run(mailing.sendMail(smtp.port()));
    assertThat(mailing.states()).isEqualTo(Map.of(SENT, 20));
  }

  @ParameterizedTest
  @ValueSource(strings = {"RCPT", "END"})
  void a_4xx_is_tried_again_with_growing_pauses_and_given_up_in_the_end_X9(String verb) {
    mailing.queue(1);
    smtp.answering(c -> c.startsWith(verb) ? "451 4.7.1 later" : null);

    for (int minutes : new int[] {1, 5, 25, 125, 625}) {
      Mailing.run(mailing.sendMail(smtp.port()));
      assertThat(mailing.state(1)).isEqualTo(QUEUED);
      assertThat(mailing.sendAt(1))
          .isEqualTo(db.clock().instant().plus(Duration.ofMinutes(minutes)));
      db.clock().advance(Duration.ofMinutes(minutes));
    }
    Mailing.run(mailing.sendMail(smtp.port()));

    assertThat(mailing.state(1)).isEqualTo(FAILED);
    assertThat(mailing.gate.failed).hasSize(1);
    assertThat(mailing.gate.failed.get(0).why()).contains("later");
    assertThat(smtp.mails()).isEmpty();
  }

  @Test
  void a_connection_that_drops_before_the_end_of_data_loses_and_doubles_nothing() {
    mailing.queue(10);
    smtp.answering(c -> c.contains("RCPT TO:<c3@") ? ScriptedSmtp.DROP : null);

    Mailing.run(mailing.sendMail(smtp.port()));

    assertThat(mailing.state(3)).isEqualTo(QUEUED);
    assertThat(mailing.states()).doesNotContainKey(IN_DOUBT);
    smtp.answering(c -> null);
    db.clock().advance(Duration.ofMinutes(1));
    Mailing.run(mailing.sendMail(smtp.port()));
    assertThat(mailing.states()).isEqualTo(Map.of(SENT, 10));
    assertEachMessageIdOnce();
  }

  @Test
  void no_answer_to_the_end_of_data_is_in_doubt_and_never_sent_again_X6() {
    mailing.queue(3);
    smtp.answering(c -> c.equals("END c2@example.org") ? ScriptedSmtp.DROP : null);

    Mailing.run(mailing.sendMail(smtp.port()));
    smtp.answering(c -> null);
    db.clock().advance(Duration.ofDays(3));
    Mailing.run(mailing.sendMail(smtp.port()));

    assertThat(mailing.state(2)).isEqualTo(IN_DOUBT);
    assertThat(mailing.states()).isEqualTo(Map.of(SENT, 2, IN_DOUBT, 1));
    assertThat(mailing.gate.inDoubt).containsExactly(new HandOver(2, 2, SettableClock.START));
  }

  @Test
  void whose_person_was_erased_while_it_was_under_way_is_withdrawn_and_stops_nobody_X11_P3() {
    mailing.queue(3);
    db.execute("update outbox set address = null where trace_id = 2");

    Mailing.run(mailing.sendMail(smtp.port()));

    assertThat(mailing.state(2)).isEqualTo(WITHDRAWN);
    assertThat(mailing.states()).containsEntry(SENT, 2);
  }

  @Test
  void a_server_that_hangs_is_given_up_in_time_and_holds_nobody_back_for_good() {
    mailing.queue(50);
    smtp.answering(c -> c.startsWith("RCPT") ? ScriptedSmtp.HANG : null);

    SlicedWork work = Mailing.run(mailing.sendMail(smtp.port(), Duration.ofSeconds(1)));

    assertThat(work.remark()).isPresent();
    assertThat(mailing.states()).isEqualTo(Map.of(QUEUED, 50));
    smtp.answering(c -> null);
    db.clock().advance(Duration.ofMinutes(1));
    Mailing.run(mailing.sendMail(smtp.port()));
    assertThat(mailing.states()).isEqualTo(Map.of(SENT, 50));
    assertEachMessageIdOnce();
  }

  @Test
  void what_a_dead_owner_claimed_is_queued_again_what_it_was_sending_is_in_doubt_D12() {
    mailing.queue(4);
    var claimed = mailing.leases.claim(Kind.MAIL, "dead", db.clock().instant(), 4);
    mailing.leases.begin("dead", claimed.subList(0, 1), db.clock().instant());
    db.run(
        sql ->
            sql.update(OUTBOX)
                .set(OUTBOX.LEASE_UNTIL, Instant.parse("2001-01-01T00:00:00Z"))
                .execute());

    Mailing.run(mailing.sendMail(smtp.port()));

    assertThat(mailing.states()).isEqualTo(Map.of(IN_DOUBT, 1, SENT, 3));
    assertThat(mailing.gate.inDoubt).containsExactly(new HandOver(1, 1, SettableClock.START));
    assertThat(smtp.mails()).extracting(ScriptedSmtp.Mail::to).doesNotContain("c1@example.org");
  }

  @Test
  void a_lease_that_is_over_hands_nothing_over_D12() {
    mailing.queue(4);
    var claimed = mailing.leases.claim(Kind.MAIL, "slow", db.clock().instant(), 4);
    db.run(
        sql ->
            sql.update(OUTBOX)
                .set(OUTBOX.LEASE_UNTIL, Instant.parse("2001-01-01T00:00:00Z"))
                .execute());

    assertThat(mailing.leases.begin("slow", claimed, db.clock().instant())).isEmpty();
  }

  @Test
  void messages_of_stopped_campaigns_stay_and_tests_go_all_the_same_T5_X11() {
    mailing.gate.sending.clear();
    mailing.queue(5);
    mailing.queue(List.of(mailing.mail(6, "tester@example.org", true)));

    Mailing.run(mailing.sendMail(smtp.port()));

    assertThat(mailing.states()).isEqualTo(Map.of(QUEUED, 5, SENT, 1));
    assertThat(mailing.state(6)).isEqualTo(SENT);
  }

  @Test
  void a_campaign_that_stops_while_its_mail_is_on_the_wire_hands_nothing_over_U5() {
    mailing.queue(3);
    smtp.answering(
        c -> {
          if (c.startsWith("RCPT")) {
            mailing.gate.sending.clear();
          }
          return null;
        });

    Mailing.run(mailing.sendMail(smtp.port()));

    assertThat(mailing.states()).isEqualTo(Map.of(QUEUED, 3));
    assertThat(smtp.mails()).isEmpty();
  }

  @Test
  void an_address_that_is_suppressed_after_queueing_is_withdrawn_X11() {
    mailing.queue(3);
    db.run(
        sql ->
            mailing.suppressions.add(
                List.of(new Entry(Channel.EMAIL, "C2@Example.org", Why.UNSUBSCRIBED, null)),
                db.clock().instant()));

    Mailing.run(mailing.sendMail(smtp.port()));

    assertThat(mailing.state(2)).isEqualTo(WITHDRAWN);
    assertThat(mailing.gate.withdrawn).containsExactly(2L);
    assertThat(smtp.mails()).hasSize(2);
  }

  @Test
  void a_participant_that_is_removed_while_its_mail_is_claimed_gets_none_P1() {
    mailing.queue(2);
    smtp.answering(
        c -> {
          if (c.startsWith("RCPT TO:<c1@")) {
            db.run(
                sql ->
                    sql.update(OUTBOX)
                        .set(OUTBOX.STATE, WITHDRAWN.code())
                        .setNull(OUTBOX.OWNER)
                        .setNull(OUTBOX.LEASE_UNTIL)
                        .where(OUTBOX.TRACE_ID.eq(1L))
                        .execute());
          }
          return null;
        });

    Mailing.run(mailing.sendMail(smtp.port()));

    assertThat(mailing.state(1)).isEqualTo(WITHDRAWN);
    assertThat(smtp.mails()).extracting(ScriptedSmtp.Mail::to).containsExactly("c2@example.org");
  }

  @Test
  void two_senders_share_the_queue_and_each_mail_goes_once() {
    mailing.queue(600);
    ExecutorService threads = Executors.newFixedThreadPool(2);

    CompletableFuture.allOf(
            CompletableFuture.runAsync(() -> Mailing.run(mailing.sendMail(smtp.port())), threads),
            CompletableFuture.runAsync(() -> Mailing.run(mailing.sendMail(smtp.port())), threads))
        .join();
    threads.shutdown();

    assertThat(mailing.states()).isEqualTo(Map.of(SENT, 600));
    assertThat(smtp.mails()).hasSize(600);
    assertEachMessageIdOnce();
  }

  @Test
  void without_a_server_nothing_is_lost_and_the_key_is_named() {
    mailing.queue(2);

    SlicedWork work = Mailing.run(mailing.sendMail((SmtpSettings) null));

    assertThat(work.remark().orElseThrow()).contains("NURTURE_SMTP_URL");
    assertThat(mailing.states()).isEqualTo(Map.of(QUEUED, 2));
  }

  private void assertUntouched(int count, Instant due) {
    assertThat(mailing.states()).isEqualTo(Map.of(QUEUED, count));
    db.run(
        sql ->
            assertThat(
                    sql.select(OUTBOX.ATTEMPTS, OUTBOX.SEND_AT, OUTBOX.OWNER).from(OUTBOX).fetch())
                .allSatisfy(
                    r -> {
                      assertThat(r.value1()).isZero();
                      assertThat(r.value2()).isEqualTo(due);
                      assertThat(r.value3()).isNull();
                    }));
    assertThat(smtp.mails()).isEmpty();
  }

  private void assertEachMessageIdOnce() {
    Set<String> ids = new HashSet<>();
    assertThat(smtp.mails()).allSatisfy(m -> assertThat(ids.add(m.header("Message-ID"))).isTrue());
  }

  /** Trace and hardness of the bounces in the inbox. */
  private List<String> bounces() {
    return db.ask(
        sql ->
            sql.select(EVENT_INBOX.TRACE_ID, EVENT_INBOX.HARD)
                .from(EVENT_INBOX)
                .where(EVENT_INBOX.TYPE.eq(EventType.BOUNCED.code()))
                .fetch(r -> r.value1() + " " + r.value2()));
  }
}
