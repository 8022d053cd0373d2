package org.nurture.action;

import org.nurture.platform.json.DocumentReader;
import org.nurture.platform.json.DocumentWriter;
import org.nurture.template.Channel;

/**
 * {@code send_email} and {@code send_sms}.
 *
 * @param template title of a template of the library
 * @param as what becomes of a mail; SMS are always sent
 */
public record SendMessage(Channel channel, String template, As as) implements Effect {

  /** What becomes of a mail. */
  public enum As {
    /** It is sent. */
    EMAIL,
    /** It is sent, and kept as a note on the record. */
    MESSAGE,
    /** It is kept as a note on the record. */
    NOTE
  }

  static SendMessage mail(DocumentReader in) {
    As as = in.optionalWord("as", As.class);
    return new SendMessage(Channel.MAIL, in.text("template", 200), as == null ? As.EMAIL : as);
  }

  static SendMessage sms(DocumentReader in) {
    return new SendMessage(Channel.SMS, in.text("template", 200), As.EMAIL);
  }

  boolean sent() {
    return as != As.NOTE;
  }

  boolean noted() {
    return as != As.EMAIL;
  }

  @Override
  public ActionKind kind() {
    return channel == Channel.SMS ? ActionKind.SEND_SMS : ActionKind.SEND_EMAIL;
  }

  @Override
  public DocumentWriter put(DocumentWriter out) {
    out.put("template", template);
    return channel == Channel.SMS
        ? out
        : out.put("as", as.name().toLowerCase(java.util.Locale.ROOT));
  }
}
