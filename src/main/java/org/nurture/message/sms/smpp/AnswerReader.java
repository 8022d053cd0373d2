package org.nurture.message.sms.smpp;

import java.io.DataInputStream;
import java.io.IOException;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jsmpp.DefaultPDUReader;
import org.jsmpp.InvalidCommandLengthException;
import org.jsmpp.SMPPConstant;
import org.jsmpp.bean.Command;

/**
 * Reads PDUs, and takes answers out of what jSMPP's session sees. That one hands all it reads to
 * the threads that keep receipts; behind receipts that wait for the database an answer would come
 * too late, and where their queue is full it is dropped: both would leave messages in doubt. An
 * answer to unbind it would not look at where the other side, having given it, closes at once.
 */
final class AnswerReader extends DefaultPDUReader {
  /** Octets of a PDU: message_payload has 64 KiB at most (SMPP 3.4 §5.3.2.32). */
  private static final int LONGEST = 128 * 1024;

  private static final Set<Integer> ANSWERS =
      Set.of(
          SMPPConstant.CID_SUBMIT_SM_RESP,
          SMPPConstant.CID_ENQUIRE_LINK_RESP,
          SMPPConstant.CID_UNBIND_RESP);

  private BiConsumer<Command, byte[]> taker = (header, pdu) -> {};

  /**
   * Before anything is read.
   *
   * @param given gets each answer's header and its octets in the reading thread; must not block
   */
  void to(BiConsumer<Command, byte[]> given) {
    taker = given;
  }

  @Override
  public Command readPDUHeader(DataInputStream in)
      throws InvalidCommandLengthException, IOException {
    Command header = header(in);
    while (ANSWERS.contains(header.getCommandId())) {
      taker.accept(header, readPDU(in, header));
      header = header(in);
    }
    return header;
  }

  private Command header(DataInputStream in) throws InvalidCommandLengthException, IOException {
    Command header = super.readPDUHeader(in);
    if (header.getCommandLength() > LONGEST) {
      throw new IOException("a PDU of " + header.getCommandLength() + " octets");
    }
    return header;
  }
}
