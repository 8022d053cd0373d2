package org.nurture.message.sms.smpp;

import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jsmpp.SMPPConstant;
import org.jsmpp.bean.AlertNotification;
import org.jsmpp.bean.DataSm;
import org.jsmpp.bean.DeliverSm;
import org.jsmpp.bean.OptionalParameter;
import org.jsmpp.extra.ProcessRequestException;
import org.jsmpp.session.DataSmResult;
import org.jsmpp.session.MessageReceiverListener;
import org.jsmpp.session.Session;
import org.jspecify.annotations.Nullable;
import org.nurture.message.sms.Receipt;
import org.nurture.message.sms.Receipts;
import org.nurture.message.sms.TextReplies;

/**
 * What the gateway brings: receipts, and texts from people. It hears "received" when that is
 * committed; what could not be kept it brings again.
 */
final class SmppInbound implements MessageReceiverListener {
  private static final Logger LOG = Logger.getLogger(SmppInbound.class.getName());

  /** Message type and user data header in esm_class (SMPP 3.4 §5.2.12). */
  private static final int TYPE = 0x3c;

  private static final int RECEIPT = 0x04;
  private static final int ON_ITS_WAY = 0x20;
  private static final int UDHI = 0x40;

  private final Receipts receipts;
  private final TextReplies replies;

  SmppInbound(Receipts receipts, TextReplies replies) {
    this.receipts = receipts;
    this.replies = replies;
  }

  @Override
  public void onAcceptDeliverSm(DeliverSm deliver) throws ProcessRequestException {
    try {
      take(deliver);
    } catch (RuntimeException e) {
      LOG.log(
          Level.WARNING,
          "NRT-0615 What the SMS gateway brought could not be kept; it tries again",
          e);
      throw new ProcessRequestException("could not be kept", SMPPConstant.STAT_ESME_RX_T_APPN, e);
    }
  }

  private void take(DeliverSm deliver) {
    int type = deliver.getEsmClass() & TYPE;
    OptionalParameter.Receipted_message_id named =
        deliver.getOptionalParameter(OptionalParameter.Receipted_message_id.class);
    // a text that merely looks like a receipt may be anybody's
    if (type == RECEIPT || type == ON_ITS_WAY || named != null) {
      Receipt receipt = receipt(deliver, named == null ? null : named.getValueAsString());
      if (receipt == null) {
        LOG.log(Level.WARNING, "NRT-0616 A receipt of the SMS gateway names no message");
      } else {
        receipts.keep(receipt);
      }
    } else if (type == 0) {
      replies.take(new TextReplies.Text(deliver.getSourceAddr(), text(deliver), null, null));
    }
  }

  private static @Nullable Receipt receipt(DeliverSm deliver, @Nullable String named) {
    Optional<ReceiptText> text = ReceiptText.parse(text(deliver));
    String id = named != null && !named.isBlank() ? named : text.map(ReceiptText::id).orElse(null);
    if (id == null || id.isBlank()) {
      return null;
    }
    OptionalParameter.Message_state state =
        deliver.getOptionalParameter(OptionalParameter.Message_state.class);
    OptionalParameter.User_message_reference reference =
        deliver.getOptionalParameter(OptionalParameter.User_message_reference.class);
    return new Receipt(
        id,
        deliver.getSourceAddr() == null ? "" : deliver.getSourceAddr(),
        reference == null ? null : reference.getValue() & 0xffff,
        text.isPresent()
            ? Receipt.State.of(text.get().state())
            : state == null ? Receipt.State.UNDER_WAY : Receipt.State.of(state.getValue()),
        error(deliver, text));
  }

  private static @Nullable String error(DeliverSm deliver, Optional<ReceiptText> text) {
    String told = text.map(ReceiptText::error).orElse(null);
    if (told != null) {
      return told.length() > 40 ? told.substring(0, 40) : told;
    }
    OptionalParameter.Network_error_code code =
        deliver.getOptionalParameter(OptionalParameter.Network_error_code.class);
    // network type, then two octets of the error
    return code == null || code.getValue().length < 3
        ? null
        : String.valueOf((code.getValue()[1] & 0xff) << 8 | code.getValue()[2] & 0xff);
  }

  private static String text(DeliverSm deliver) {
    byte[] octets = deliver.getShortMessage();
    OptionalParameter.Message_payload payload =
        deliver.getOptionalParameter(OptionalParameter.Message_payload.class);
    if ((octets == null || octets.length == 0) && payload != null) {
      octets = payload.getValue();
    }
    if (octets == null || octets.length == 0) {
      return "";
    }
    int header = (deliver.getEsmClass() & UDHI) == 0 ? 0 : Math.min(octets.length, octets[0] + 1);
    byte[] body = new byte[octets.length - Math.max(0, header)];
    System.arraycopy(octets, Math.max(0, header), body, 0, body.length);
    return Gsm.decode(deliver.getDataCoding(), body);
  }

  @Override
  public void onAcceptAlertNotification(AlertNotification notification) {
    // nobody asked for one
  }

  @Override
  public DataSmResult onAcceptDataSm(DataSm data, Session source) throws ProcessRequestException {
    throw new ProcessRequestException("data_sm", SMPPConstant.STAT_ESME_RINVCMDID);
  }
}
