package org.nurture.message.sms.smpp;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jsmpp.DefaultPDUSender;
import org.jsmpp.InvalidResponseException;
import org.jsmpp.PDUException;
import org.jsmpp.PDUStringException;
import org.jsmpp.SMPPConstant;
import org.jsmpp.SynchronizedPDUSender;
import org.jsmpp.bean.Command;
import org.jsmpp.bean.SubmitSmResp;
import org.jsmpp.extra.PendingResponse;
import org.jsmpp.extra.SessionState;
import org.jsmpp.session.SMPPSession;
import org.jsmpp.session.SubmitSmCommandTask;
import org.jsmpp.session.connection.ConnectionFactory;
import org.jsmpp.util.DefaultComposer;
import org.jsmpp.util.DefaultDecomposer;
import org.jsmpp.util.PDUDecomposer;
import org.jspecify.annotations.Nullable;

/**
 * jSMPP's session, with a submit_sm that does not block: its own one parks a thread for every
 * message on the wire, and lets it wait out its time when the connection is lost. Answers have a
 * thread of their own, see {@link AnswerReader}.
 */
final class WindowSession extends SMPPSession {
  private static final int IDLE_SECONDS = 10;

  private final PDUDecomposer decomposer = new DefaultDecomposer();
  private final Map<Integer, Pending> pending = new ConcurrentHashMap<>();

  /** One thread, while there are answers: in their order, and a loss after those that were read. */
  private final Executor answers =
      new ThreadPoolExecutor(
          0,
          1,
          IDLE_SECONDS,
          TimeUnit.SECONDS,
          new LinkedBlockingQueue<>(),
          work -> {
            Thread thread = new Thread(work, "nurture-smpp-answers");
            thread.setDaemon(true);
            return thread;
          });

  WindowSession(ConnectionFactory connections) {
    this(connections, new AnswerReader());
  }

  private WindowSession(ConnectionFactory connections, AnswerReader reader) {
    super(
        new SynchronizedPDUSender(new DefaultPDUSender(new DefaultComposer())),
        reader,
        connections);
    reader.to((header, pdu) -> answers.execute(() -> answered(header, pdu)));
    addSessionStateListener(
        (state, before, source) -> {
          if (state == SessionState.CLOSED || state == SessionState.UNBOUND) {
            answers.execute(this::breakOff);
          }
        });
  }

  private void answered(Command header, byte[] pdu) {
    PendingResponse<Command> waiting = removePendingResponse(header.getSequenceNumber());
    if (waiting == null) {
      return; // it came too late
    }
    try {
      waiting.done(
          header.getCommandId() == SMPPConstant.CID_SUBMIT_SM_RESP
              ? decomposer.submitSmResp(pdu)
              : header); // the others have nothing but a header
    } catch (PDUStringException | RuntimeException e) {
      // its status can be read all the same
      waiting.done(header);
    }
  }

  /** What came back, or that nothing will. */
  sealed interface Reply {}

  /**
   * submit_sm_resp, or generic_nack.
   *
   * @param id empty unless the status is 0
   */
  record Answered(int status, String id) implements Reply {}

  /** The connection was lost. */
  record Lost() implements Reply {}

  /** It was never written. */
  record NotWritten(String why) implements Reply {}

  private static final class Pending extends PendingResponse<Command> {
    final CompletableFuture<Reply> reply = new CompletableFuture<>();

    Pending() {
      super(0);
    }

    @Override
    public void done(Command response) {
      String id = response instanceof SubmitSmResp resp ? resp.getMessageId() : null;
      reply.complete(new Answered(response.getCommandStatus(), id == null ? "" : id));
    }

    @Override
    public void doneWithInvalidResponse(InvalidResponseException e) {
      int status =
          e instanceof org.jsmpp.GenericNackResponseException nack ? nack.getCommandStatus() : -1;
      reply.complete(status > 0 ? new Answered(status, "") : new Lost());
    }
  }

  /** Writes a submit_sm; the answer comes later, in the answers' thread. */
  CompletableFuture<Reply> submit(Submit submit) {
    Pending waiting = new Pending();
    if (!getSessionState().isTransmittable()) {
      waiting.reply.complete(new NotWritten("The connection to the SMS gateway was lost"));
      return waiting.reply;
    }
    int sequence = sequence().nextValue();
    pending.put(sequence, waiting);
    SubmitSmCommandTask task = submit.task(pduSender());
    try {
      task.executeTask(connection().getOutputStream(), sequence);
    } catch (PDUException e) {
      pending.remove(sequence);
      waiting.reply.complete(new NotWritten("submit_sm: " + e.getMessage()));
    } catch (IOException | RuntimeException e) {
      // part of it may be on its way
      close();
    }
    if (getSessionState() == SessionState.CLOSED) {
      answers.execute(this::breakOff);
    }
    return waiting.reply;
  }

  /** Builds the command. */
  @FunctionalInterface
  interface Submit {
    SubmitSmCommandTask task(org.jsmpp.PDUSender sender);
  }

  private void breakOff() {
    for (Integer sequence : pending.keySet()) {
      Pending lost = pending.remove(sequence);
      if (lost != null) {
        lost.reply.complete(new Lost());
      }
    }
  }

  @Override
  protected @Nullable PendingResponse<Command> removePendingResponse(int sequenceNumber) {
    Pending mine = pending.remove(sequenceNumber);
    return mine != null ? mine : super.removePendingResponse(sequenceNumber);
  }
}
