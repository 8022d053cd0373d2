package org.nurture.message.sms.smpp;

import java.util.ArrayList;
import java.util.List;
import org.jsmpp.bean.ESMClass;
import org.jsmpp.bean.NumberingPlanIndicator;
import org.jsmpp.bean.OptionalParameter;
import org.jsmpp.bean.RawDataCoding;
import org.jsmpp.bean.RegisteredDelivery;
import org.jsmpp.bean.SMSCDeliveryReceipt;
import org.jsmpp.bean.TypeOfNumber;
import org.jsmpp.session.SubmitSmCommandTask;
import org.nurture.message.sms.MessageReference;
import org.nurture.message.sms.SmsGateway.Sms;

/** Messages as submit_sm (SMPP 3.4 §4.4.1), with a receipt wanted for each. */
final class SmppWriter {
  private static final int UDHI = 0x40;
  private static final byte[] NOTHING = {};

  /** A part of a long text: concatenation, 8-bit reference (3GPP TS 23.040 §9.2.3.24.1). */
  private static final byte[] CONCATENATION = {5, 0, 3};

  private final SmppSettings settings;

  SmppWriter(SmppSettings settings) {
    this.settings = settings;
  }

  /**
   * The submit_sm of a message, one for each part.
   *
   * @throws IllegalArgumentException it can't be written
   */
  List<WindowSession.Submit> write(Sms sms) {
    Gsm.Encoded text = Gsm.encode(sms.text());
    int count = text.parts().size();
    if (count == 1) {
      return List.of(submit(sms, text.coding(), 0, text.parts().get(0)));
    }
    if (count > 255) {
      throw new IllegalArgumentException("The text takes " + count + " segments; 255 are allowed");
    }
    if (settings.longMessages() == SmppSettings.Long.PAYLOAD) {
      byte[] payload = joined(text.parts());
      return List.of(
          submit(
              sms,
              text.coding(),
              0,
              NOTHING,
              new OptionalParameter.OctetString(
                  OptionalParameter.Tag.MESSAGE_PAYLOAD.code(), payload)));
    }
    List<WindowSession.Submit> parts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] part = text.parts().get(i);
      parts.add(
          settings.longMessages() == SmppSettings.Long.SAR
              ? submit(
                  sms,
                  text.coding(),
                  0,
                  part,
                  new OptionalParameter.Sar_msg_ref_num((short) sms.message()),
                  new OptionalParameter.Sar_total_segments((byte) count),
                  new OptionalParameter.Sar_segment_seqnum((byte) (i + 1)))
              : submit(sms, text.coding(), UDHI, headed(sms.message(), count, i, part)));
    }
    return parts;
  }

  private WindowSession.Submit submit(
      Sms sms, byte coding, int esmClass, byte[] text, OptionalParameter... more) {
    OptionalParameter[] parameters = new OptionalParameter[more.length + 1];
    System.arraycopy(more, 0, parameters, 0, more.length);
    // some gateways return it in receipts: it tells a message whose answer was lost
    parameters[more.length] =
        new OptionalParameter.User_message_reference((short) MessageReference.of(sms.message()));
    return sender ->
        new SubmitSmCommandTask(
            sender,
            "",
            TypeOfNumber.valueOf((byte) settings.sourceTon()),
            NumberingPlanIndicator.valueOf((byte) settings.sourceNpi()),
            settings.source() == null ? "" : digits(settings.source()),
            TypeOfNumber.valueOf((byte) settings.destinationTon()),
            NumberingPlanIndicator.valueOf((byte) settings.destinationNpi()),
            digits(sms.phone()),
            new ESMClass(esmClass),
            (byte) 0,
            (byte) 0,
            "",
            "",
            new RegisteredDelivery(SMSCDeliveryReceipt.SUCCESS_FAILURE),
            (byte) 0,
            new RawDataCoding(coding),
            (byte) 0,
            text,
            parameters);
  }

  /** Type of number says that it is international: without “+”. */
  private static String digits(String number) {
    return number.startsWith("+") ? number.substring(1) : number;
  }

  private static byte[] headed(long message, int count, int index, byte[] part) {
    byte[] whole = new byte[CONCATENATION.length + 3 + part.length];
    System.arraycopy(CONCATENATION, 0, whole, 0, CONCATENATION.length);
    whole[3] = (byte) message;
    whole[4] = (byte) count;
    whole[5] = (byte) (index + 1);
    System.arraycopy(part, 0, whole, 6, part.length);
    return whole;
  }

  private static byte[] joined(List<byte[]> parts) {
    byte[] whole = new byte[parts.stream().mapToInt(p -> p.length).sum()];
    int at = 0;
    for (byte[] part : parts) {
      System.arraycopy(part, 0, whole, at, part.length);
      at += part.length;
    }
    return whole;
  }
}
