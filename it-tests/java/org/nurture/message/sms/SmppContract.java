package org.nurture.message.sms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nurture.platform.schema.Tables.EVENT_INBOX;
import static org.nurture.platform.schema.Tables.OUTBOX;
import static org.nurture.platform.schema.Tables.SMS_RECEIPT;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.jsmpp.SMPPConstant;
import org.jsmpp.bean.OptionalParameter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nurture.message.GatewayState;
import org.nurture.message.Mailing;
import org.nurture.message.MessageState;
import org.nurture.message.Suppressions.Channel;
import org.nurture.message.sms.smpp.SmppGateway;
import org.nurture.message.sms.smpp.SmppSettings;
import org.nurture.platform.SlicedWork;
import org.nurture.support.SmppCentre;
import org.nurture.support.TestDatabase;
import org.nurture.tracking.EventType;

/** Handing over by SMPP, and what comes back, on the tables. */
abstract class SmppContract {
  private static final String LONG = "Twelve chars".repeat(30);
  private static final String ANN = "393470000001";

  private final TestDatabase db;
  private Mailing mailing;
  private SmppCentre centre;
  private SmppGateway gateway;

  SmppContract(TestDatabase db) {
    this.db = db;
  }

  @BeforeEach
  void open() throws IOException {
    db.wipe();
    mailing = new Mailing(db);
    centre = new SmppCentre();
    gateway = gateway("");
  }

  @AfterEach
  void close() throws IOException {
    gateway.close();
    centre.close();
  }

  private SmppGateway gateway(String more) {
    return new SmppGateway(
        SmppSettings.of(URI.create(centre.url() + more)), mailing.receipts, mailing.replies);
  }

  @Test
  void a_full_window_is_on_the_wire_and_no_more() {
    queue(40, "Hi");
    centre.hold();
    CompletableFuture<SlicedWork> run = CompletableFuture.supplyAsync(this::send);
    centre.awaitOnTheWire(10);
    centre.release();
    run.join();

    assertThat(mailing.states()).containsOnly(java.util.Map.entry(MessageState.SENT, 40));
    assertThat(centre.mostOnTheWire()).isEqualTo(10);
    assertThat(centre.submitted()).extracting(SmppCentre.Submitted::to).doesNotHaveDuplicates();
    var pdu = centre.submitted().get(0).pdu();
    assertThat(pdu.getSourceAddr()).isEqualTo("Shop");
    assertThat(pdu.getSourceAddrTon()).isEqualTo((byte) 5);
    assertThat(pdu.getDestAddrTon()).isEqualTo((byte) 1);
    assertThat(pdu.getRegisteredDelivery()).isEqualTo((byte) 1);
  }

  @Test
  void several_binds_share_the_messages() {
    gateway.close();
    gateway = gateway("&binds=3&window=2");
    queue(30, "Hi");

    send();

    assertThat(centre.binds()).isEqualTo(3);
    assertThat(centre.mostOnTheWire()).isLessThanOrEqualTo(6);
    assertThat(mailing.states()).containsOnly(java.util.Map.entry(MessageState.SENT, 30));
  }

  @Test
  void a_destination_that_is_refused_for_good_is_a_bounce_X9() {
    queue(3, "Hi");
    centre.refuse("393470000002", SMPPConstant.STAT_ESME_RINVDSTADR);
    centre.refuse("393470000003", SMPPConstant.STAT_ESME_RX_P_APPN);

    SlicedWork work = send();

    assertThat(work.remark()).isEmpty();
    assertThat(mailing.state(1)).isEqualTo(MessageState.SENT);
    assertThat(mailing.state(2)).isEqualTo(MessageState.BOUNCED);
    assertThat(events()).containsExactlyInAnyOrder("2 BOUNCED true", "3 BOUNCED false");
  }

  @Test
  void a_failure_of_the_account_touches_no_recipient_X9() {
    queue(30, "Hi");
    LongStream.rangeClosed(1, 30)
        .forEach(i -> centre.refuse(phone(i), SMPPConstant.STAT_ESME_RINVSRCADR));

    SlicedWork work = send();

    assertThat(work.remark().orElse("")).contains("ESME_RINVSRCADR");
    assertThat(mailing.states()).containsOnly(java.util.Map.entry(MessageState.QUEUED, 30));
    assertThat(attempts()).containsOnly((short) 0);
    assertThat(events()).isEmpty();
  }

  @Test
  void what_vendors_made_up_is_tried_again_later_X9() {
    queue(1, "Hi");
    centre.refuse(ANN, 0x4a1);

    send();

    assertThat(mailing.state(1)).isEqualTo(MessageState.QUEUED);
    assertThat(attempts()).containsOnly((short) 1);
    assertThat(mailing.sendAt(1)).isEqualTo(db.clock().instant().plus(Duration.ofMinutes(1)));
  }

  @Test
  void a_refused_bind_is_the_gateways_failure_X9() {
    queue(2, "Hi");
    centre.refuseBinds(SMPPConstant.STAT_ESME_RINVPASWD);

    SlicedWork work = send();

    assertThat(work.remark().orElse(""))
        .isEqualTo("The SMS gateway refuses the bind: ESME_RINVPASWD (0x0e)");
    assertThat(mailing.states()).containsOnly(java.util.Map.entry(MessageState.QUEUED, 2));
  }

  @Test
  void throttling_costs_time_and_no_attempt() {
    queue(12, "Hi");
    centre.throttle(15);

    SlicedWork work = send();

    assertThat(work.remark()).isEmpty();
    assertThat(mailing.states()).containsOnly(java.util.Map.entry(MessageState.SENT, 12));
    assertThat(attempts()).containsOnly((short) 0);
  }

  @Test
  void closed_in_mid_window_leaves_in_doubt_what_had_no_answer_and_sends_the_rest_X6() {
    queue(60, "Hi");
    centre.closeAfter(15);

    send();

    int doubtful = mailing.states().getOrDefault(MessageState.IN_DOUBT, 0);
    assertThat(doubtful).isBetween(1, 10);
    assertThat(mailing.states()).containsEntry(MessageState.SENT, 60 - doubtful).hasSize(2);
    assertThat(centre.submitted())
        .extracting(SmppCentre.Submitted::to)
        .hasSizeGreaterThanOrEqualTo(60 - doubtful)
        .doesNotHaveDuplicates();
    assertThat(mailing.gate.inDoubt).hasSize(doubtful);
  }

  @Test
  void what_waits_for_a_place_when_the_gateway_is_lost_is_queued_as_it_was_X9() {
    queue(60, "Hi");
    centre.hold();
    CompletableFuture<SlicedWork> run = CompletableFuture.supplyAsync(this::send);
    centre.awaitOnTheWire(10);
    centre.refuseBinds(SMPPConstant.STAT_ESME_RBINDFAIL);
    centre.disconnect();

    SlicedWork work = run.join();

    assertThat(work.remark().orElse("")).contains("ESME_RBINDFAIL");
    assertThat(mailing.states())
        .containsOnly(
            java.util.Map.entry(MessageState.IN_DOUBT, 10),
            java.util.Map.entry(MessageState.QUEUED, 50));
    assertThat(attempts()).containsOnly((short) 0);
  }

  @Test
  void half_an_answer_is_none_X6() {
    gateway.close();
    gateway = gateway("&window=1");
    queue(3, "Hi");
    centre.answerHalf();

    send();

    assertThat(mailing.state(1)).isEqualTo(MessageState.IN_DOUBT);
    assertThat(mailing.state(2)).isEqualTo(MessageState.SENT);
    assertThat(mailing.state(3)).isEqualTo(MessageState.SENT);
    assertThat(centre.submitted()).hasSize(3);
  }

  @Test
  void a_gateway_that_gives_no_answer_in_time_leaves_them_in_doubt_X6() {
    gateway.close();
    gateway = gateway("&timeout=3");
    queue(2, "Hi");
    centre.hold();

    send();

    assertThat(mailing.states()).containsOnly(java.util.Map.entry(MessageState.IN_DOUBT, 2));
  }

  @Test
  void a_receipt_makes_an_event_once_whatever_base_its_id_has() {
    queue(3, "Hi");
    send();
    String first = centre.idsTo(ANN).get(0);
    String second = centre.idsTo("393470000002").get(0);

    // doubled, out of order, with a TLV instead of an id, unknown
    centre.deliverReceipt(ANN, SmppCentre.receipt(first, "DELIVRD", "000"));
    centre.deliverReceipt(ANN, SmppCentre.receipt(first, "DELIVRD", "000"));
    centre.deliverReceipt(ANN, SmppCentre.receipt(first, "ENROUTE", "000"));
    centre.deliverReceipt(
        "393470000002",
        "stat:UNDELIV err:001",
        new OptionalParameter.Receipted_message_id(
            "000" + second.toLowerCase(java.util.Locale.ROOT)));
    centre.deliverReceipt("393470000009", SmppCentre.receipt("BEEF", "DELIVRD", "000"));
    match();

    assertThat(Set.copyOf(events()))
        .containsExactlyInAnyOrder("1 DELIVERED null", "2 BOUNCED true");
    assertThat(externalIds()).hasSize(2);
    assertThat(receiptsLeft()).isEqualTo(1);
  }

  @Test
  void an_expired_one_is_a_soft_bounce() {
    queue(1, "Hi");
    send();

    centre.deliverReceipt(ANN, SmppCentre.receipt(centre.idsTo(ANN).get(0), "EXPIRED", "027"));
    match();

    assertThat(events()).containsExactly("1 BOUNCED false");
  }

  @Test
  void a_receipt_that_comes_before_the_answer_waits_for_it() {
    queue(1, "Hi");
    centre.hold();
    CompletableFuture<SlicedWork> run = CompletableFuture.supplyAsync(this::send);
    centre.awaitOnTheWire(1);
    centre.deliverReceipt(ANN, SmppCentre.receipt(centre.idsTo(ANN).get(0), "DELIVRD", "000"));
    match();
    assertThat(events()).isEmpty();
    assertThat(receiptsLeft()).isEqualTo(1);

    centre.release();
    run.join();
    makeReceiptsDue();
    match();

    assertThat(mailing.state(1)).isEqualTo(MessageState.SENT);
    assertThat(events()).containsExactly("1 DELIVERED null");
    assertThat(receiptsLeft()).isZero();
  }

  @Test
  void a_late_receipt_proves_what_was_in_doubt_X6() {
    queue(2, "Hi");
    centre.closeAfter(2);
    gateway.close();
    gateway = gateway("&window=2");
    send();
    long doubtful = mailing.state(1) == MessageState.IN_DOUBT ? 1 : 2;
    String id = centre.idsTo(phone(doubtful)).get(0);
    // bound again for the receipt
    assertThat(gateway.refusal()).isEmpty();

    centre.deliverReceipt(phone(doubtful), SmppCentre.receipt(id, "DELIVRD", "000"));
    match();

    assertThat(events()).contains(doubtful + " DELIVERED null");
    assertThat(receiptsLeft()).isZero();
  }

  @Test
  void of_two_in_doubt_to_one_number_our_reference_tells_which_X6() {
    mailing.queue(List.of(mailing.sms(1, "+" + ANN, "Hi"), mailing.sms(2, "+" + ANN, "Ho")));
    gateway.close();
    gateway = gateway("&timeout=3");
    centre.hold();
    send();
    assertThat(mailing.states()).containsOnly(java.util.Map.entry(MessageState.IN_DOUBT, 2));
    centre.release();
    assertThat(gateway.refusal()).isEmpty();

    centre.deliverReceipt(ANN, SmppCentre.receipt("ABC", "DELIVRD", "000"));
    match();
    assertThat(events()).isEmpty();
    centre.deliverReceipt(
        ANN,
        SmppCentre.receipt("ABD", "DELIVRD", "000"),
        new OptionalParameter.User_message_reference((short) mailing.id(2)));
    match();

    assertThat(events()).containsExactly("2 DELIVERED null");
  }

  /** Each of them: what is kept in part of a millisecond must not be due in the next only. */
  @Test
  void a_receipt_is_matched_at_once() {
    queue(50, "Hi");
    send();

    for (SmppCentre.Submitted sms : centre.submitted()) {
      mailing.receipts.keep(
          new Receipt(sms.id(), sms.to(), null, Receipt.State.of("DELIVRD"), null));
      match();
      assertThat(receiptsLeft()).isZero();
    }
  }

  @Test
  void a_long_text_is_delivered_when_all_its_parts_are() {
    queue(1, LONG);
    send();
    List<String> ids = centre.idsTo(ANN);
    assertThat(ids).hasSize(3);

    centre.deliverReceipt(ANN, SmppCentre.receipt(ids.get(2), "DELIVRD", "000"));
    centre.deliverReceipt(ANN, SmppCentre.receipt(ids.get(0), "DELIVRD", "000"));
    match();
    assertThat(events()).isEmpty();
    centre.deliverReceipt(ANN, SmppCentre.receipt(ids.get(1), "DELIVRD", "000"));
    match();

    assertThat(events()).containsExactly("1 DELIVERED null");
  }

  @Test
  void a_part_that_fails_bounces_the_whole() {
    queue(1, LONG);
    send();

    centre.deliverReceipt(ANN, SmppCentre.receipt(centre.idsTo(ANN).get(1), "REJECTD", "009"));
    match();

    assertThat(events()).containsExactly("1 BOUNCED true");
  }

  @Test
  void a_long_text_goes_by_udh() {
    queue(1, LONG);

    send();

    var parts = centre.submitted();
    assertThat(parts).hasSize(3).allMatch(p -> p.pdu().getEsmClass() == 0x40);
    StringBuilder whole = new StringBuilder();
    for (int i = 0; i < 3; i++) {
      byte[] text = parts.get(i).pdu().getShortMessage();
      assertThat(Arrays.copyOf(text, 6))
          .containsExactly(5, 0, 3, (int) (mailing.id(1) & 0xff), 3, i + 1);
      whole.append(new String(text, 6, text.length - 6, StandardCharsets.US_ASCII));
    }
    assertThat(whole).hasToString(LONG);
  }

  @Test
  void a_long_text_goes_as_a_payload() {
    gateway.close();
    gateway = gateway("&long=payload");
    queue(1, LONG);

    send();

    var pdu = centre.submitted().get(0).pdu();
    assertThat(centre.submitted()).hasSize(1);
    assertThat(pdu.getShortMessage()).isEmpty();
    assertThat(pdu.getOptionalParameter(OptionalParameter.Message_payload.class).getValueAsString())
        .isEqualTo(LONG);
  }

  @Test
  void a_text_with_other_letters_goes_as_ucs_2() {
    queue(1, "Привет 😀");

    send();

    var pdu = centre.submitted().get(0).pdu();
    assertThat(pdu.getDataCoding()).isEqualTo((byte) 8);
    assertThat(new String(pdu.getShortMessage(), StandardCharsets.UTF_16BE)).isEqualTo("Привет 😀");
  }

  @Test
  void stop_suppresses_at_once_and_start_lifts_that_C11() {
    queue(2, "Hi");
    send();
    mailing.queue(List.of(mailing.sms(3, "+" + ANN, "And again")));

    // as those gateways write it that end a text with NUL
    centre.deliverText(ANN, "Stop!\u0000");

    assertThat(suppressed()).containsExactly("+" + ANN);
    assertThat(events()).containsExactly("1 UNSUBSCRIBED null");
    assertThat(mailing.state(3)).isEqualTo(MessageState.WITHDRAWN);

    centre.deliverText(ANN, "START");

    assertThat(suppressed()).isEmpty();
  }

  @Test
  void stop_suppresses_a_number_also_when_its_message_has_bounced_C11() {
    queue(2, "Hi");
    centre.refuse("393470000002", SMPPConstant.STAT_ESME_RX_P_APPN);
    send();
    centre.deliverReceipt(ANN, SmppCentre.receipt(centre.idsTo(ANN).get(0), "EXPIRED", "027"));
    match();

    centre.deliverText(ANN, "STOP");
    centre.deliverText("393470000002", "STOP");

    assertThat(suppressed()).containsExactlyInAnyOrder("+" + ANN, "+393470000002");
    assertThat(events())
        .containsExactlyInAnyOrder("1 BOUNCED false", "2 BOUNCED false", "1 UNSUBSCRIBED null");
  }

  @Test
  void operators_see_whether_it_is_bound_throttled_or_refused() {
    centre.throttle(1);
    queue(1, "Hi");
    send();
    assertThat(gateway.connections().orElseThrow())
        .matches(c -> c.standing() == 1 && c.wanted() == 1 && c.throttled() && c.trouble() == null);

    centre.refuseBinds(SMPPConstant.STAT_ESME_RINVPASWD);
    gateway.start();
    centre.disconnect();
    centre.awaitRefusedBinds(1);
    // behind the bind that was refused, in the keeper's thread
    assertThat(gateway.refusal()).isPresent();

    assertThat(gateway.connections().orElseThrow())
        .matches(c -> c.standing() == 0 && c.lasting().toSeconds() < 60)
        .extracting(GatewayState.Connections::trouble)
        .isEqualTo("The SMS gateway refuses the bind: ESME_RINVPASWD (0x0e)");
  }

  @Test
  void start_does_not_lift_a_bounce_and_other_texts_are_notes() {
    queue(1, "Hi");
    send();
    db.run(
        sql ->
            mailing.suppressions.add(
                List.of(
                    new org.nurture.message.Suppressions.Entry(
                        Channel.SMS,
                        "+" + ANN,
                        org.nurture.message.Suppressions.Why.BOUNCED,
                        null)),
                db.clock().instant()));

    centre.deliverText(ANN, "Start");
    centre.deliverText(ANN, "When does the sale stop?");
    centre.deliverText("Shop", "STOP");

    assertThat(suppressed()).containsExactly("+" + ANN);
    assertThat(mailing.notes).containsExactly("+" + ANN + ": When does the sale stop?");
  }

  private void queue(int count, String text) {
    mailing.queue(
        LongStream.rangeClosed(1, count)
            .mapToObj(i -> mailing.sms(i, "+" + phone(i), text))
            .toList());
  }

  private static String phone(long i) {
    return "39347%07d".formatted(i);
  }

  private SlicedWork send() {
    return Mailing.run(mailing.sendSms(SmsRoutes.Route.to(gateway)));
  }

  private void match() {
    mailing.receipts.match(error -> Set.of("001", "009").contains(String.valueOf(error)));
  }

  private void makeReceiptsDue() {
    db.run(
        sql -> sql.update(SMS_RECEIPT).set(SMS_RECEIPT.NEXT_AT, java.time.Instant.EPOCH).execute());
  }

  private int receiptsLeft() {
    return db.ask(sql -> sql.fetchCount(SMS_RECEIPT));
  }

  private Set<String> suppressed() {
    return db.ask(
        sql -> mailing.suppressions.among(Channel.SMS, List.of("+" + ANN, "+393470000002")));
  }

  private List<Short> attempts() {
    return db.ask(sql -> sql.select(OUTBOX.ATTEMPTS).from(OUTBOX).fetch(OUTBOX.ATTEMPTS));
  }

  private Set<String> externalIds() {
    return db.ask(
        sql ->
            sql.select(EVENT_INBOX.EXTERNAL_ID)
                .from(EVENT_INBOX)
                .fetchSet(EVENT_INBOX.EXTERNAL_ID));
  }

  /** Trace, type and hardness of what lies in the inbox. */
  private List<String> events() {
    return db.ask(
        sql ->
            sql.select(EVENT_INBOX.TRACE_ID, EVENT_INBOX.TYPE, EVENT_INBOX.HARD)
                .from(EVENT_INBOX)
                .orderBy(EVENT_INBOX.ID)
                .fetch(r -> r.value1() + " " + EventType.of(r.value2()) + " " + r.value3()));
  }
}
