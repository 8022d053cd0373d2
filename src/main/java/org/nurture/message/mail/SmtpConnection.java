package org.nurture.message.mail;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.URLName;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Properties;
import org.eclipse.angus.mail.smtp.SMTPTransport;

/**
 * One SMTP connection (RFC 5321), by Jakarta Mail's transport, but in two steps: {@link #offer}
 * sends all but the end of a message's data, {@link #finish} the end. In between the caller commits
 * that the hand-over begins; before it, nothing is handed over whatever fails.
 */
final class SmtpConnection extends SMTPTransport {
  private static final int OK = 250;
  private static final int FORWARDED = 251;
  private static final int CLOSING = 421;
  private static final int START_INPUT = 354;

  private final SmtpSettings settings;
  private boolean broken;

  private SmtpConnection(Session session, SmtpSettings settings) {
    super(
        session,
        new URLName(
            settings.tls() ? "smtps" : "smtp",
            settings.host(),
            settings.port(),
            null,
            settings.user(),
            settings.password()),
        settings.tls() ? "smtps" : "smtp",
        settings.tls());
    this.settings = settings;
  }

  /** Where in the dialogue a refusal came. */
  enum Step {
    MAIL,
    RCPT,
    DATA,
    END
  }

  /**
   * What the server said.
   *
   * @param code of the reply; 0: there was none, the connection is of no use any more
   * @param text the reply, or what went wrong
   */
  record Reply(Step step, int code, String text) {
    boolean positive() {
      return step == Step.DATA
          ? code == START_INPUT
          : code == OK || (step == Step.RCPT && code == FORWARDED);
    }

    boolean permanent() {
      return code >= 500 && code < 600;
    }

    boolean none() {
      return code <= 0;
    }
  }

  /**
   * Connects, greets, and logs in.
   *
   * @throws MessagingException the gateway is not to be had: no recipient has to do with it
   */
  static SmtpConnection open(SmtpSettings settings) throws MessagingException {
    Properties properties = settings.toProperties();
    SmtpConnection connection = new SmtpConnection(Session.getInstance(properties), settings);
    connection.connect(settings.host(), settings.port(), settings.user(), settings.password());
    return connection;
  }

  /**
   * MAIL, RCPT, DATA and the data without its end.
   *
   * @param data ends with CRLF; dots are doubled here
   * @return the last reply: 354 to DATA if all went well
   */
  synchronized Reply offer(String from, String to, byte[] data) {
    Step step = Step.MAIL;
    try {
      Reply reply = command(step, "MAIL FROM:<" + from + ">");
      if (!reply.positive()) {
        return reply;
      }
      step = Step.RCPT;
      reply = command(step, "RCPT TO:<" + to + ">");
      if (!reply.positive()) {
        reset();
        return reply;
      }
      step = Step.DATA;
      OutputStream out;
      try {
        out = data();
      } catch (MessagingException e) {
        int code = Math.max(0, getLastReturnCode());
        if (code == 0) {
          abort();
        }
        return new Reply(step, code, code == 0 ? said(e) : text());
      }
      out.write(data);
      out.flush();
      return new Reply(step, START_INPUT, "");
    } catch (MessagingException | IOException e) {
      abort();
      return new Reply(step, 0, said(e));
    }
  }

  /**
   * The end of the data. No reply: nobody knows whether the server took the message.
   *
   * @param sent called when the end is on the wire, before the reply is read
   */
  synchronized Reply finish(Runnable sent) {
    try {
      sendCommand(".");
      sent.run();
      return reply(Step.END, readServerResponse());
    } catch (MessagingException e) {
      abort();
      return new Reply(Step.END, 0, said(e));
    }
  }

  /** Drops the connection: data without its end is no message (RFC 5321 §4.1.1.4). */
  synchronized void abort() {
    broken = true;
    quietlyClose();
  }

  /** Whether another message may be offered. */
  boolean usable() {
    return !broken;
  }

  void quietlyClose() {
    try {
      close();
    } catch (MessagingException e) {
      // it is gone
    }
  }

  private Reply command(Step step, String command) throws MessagingException {
    return reply(step, simpleCommand(command));
  }

  private Reply reply(Step step, int code) {
    Reply reply = new Reply(step, Math.max(0, code), text());
    if (reply.none() || code == CLOSING) {
      abort();
    }
    return reply;
  }

  private void reset() throws MessagingException {
    if (simpleCommand("RSET") != OK) {
      abort();
    }
  }

  private String text() {
    String response = getLastServerResponse();
    return response == null ? "" : response.strip().replaceAll("\\R", " ");
  }

  private String said(Exception e) {
    Throwable cause = e.getCause() == null ? e : e.getCause();
    return settings.host() + ": " + (cause.getMessage() == null ? cause : cause.getMessage());
  }
}
