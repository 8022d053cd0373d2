package org.nurture.message.mail;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.jsoup.nodes.Document;
import org.jspecify.annotations.Nullable;
import org.nurture.message.Claimed;
import org.nurture.message.Contents.Content;
import org.nurture.message.Values;
import org.nurture.template.CompiledMail;
import org.nurture.template.LiquidException;
import org.nurture.template.Sender;
import org.nurture.tracking.Links;
import org.nurture.tracking.Tokens.Use;

/** Writes a queued message as MIME (RFC 5322, 2045, 8058). The same message is the same mail. */
@ApplicationScoped
public class MailWriter {
  private static final Session SESSION = Session.getInstance(new Properties());

  private final Links links;
  private final MailLinks bodies;

  @Inject
  public MailWriter(Links links) {
    this.links = links;
    this.bodies = new MailLinks(links);
  }

  /** For the container's proxy. */
  @SuppressWarnings("NullAway")
  protected MailWriter() {
    this(null);
  }

  /**
   * A mail that is ready to go.
   *
   * @param from of the envelope
   * @param data ends with CRLF
   */
  record Written(String from, byte[] data) {}

  /** Writes many messages of a slice, each template prepared once. For one thread. */
  final class Batch {
    private final Map<Long, CompiledMail.Renderer> renderers = new HashMap<>();

    /**
     * @param now for the Date header
     * @throws LiquidException it can't be rendered, or its sender is no address
     */
    Written write(Claimed message, Content content, Instant now) {
      CompiledMail mail = content.mail();
      if (mail == null) {
        throw LiquidException.of("message " + message.id() + " is no mail");
      }
      CompiledMail.Rendered rendered =
          renderers
              .computeIfAbsent(content.id(), id -> mail.renderer())
              .render(
                  Values.read(message.data()),
                  Map.of("unsubscribe_url", links.unsubscribe(message.id())),
                  message.queuedAt());
      try {
        return MailWriter.this.write(message, content, rendered, now);
      } catch (MessagingException | IOException e) {
        throw LiquidException.of("the mail can't be written: " + e.getMessage());
      }
    }
  }

  Batch batch() {
    return new Batch();
  }

  private Written write(
      Claimed message, Content content, CompiledMail.Rendered rendered, Instant now)
      throws MessagingException, IOException {
    InternetAddress from = from(rendered.from());
    MimeMessage mime = new Identified("<" + id(message) + ">");
    mime.setFrom(from);
    mime.setRecipient(Message.RecipientType.TO, new InternetAddress(message.address()));
    if (rendered.replyTo() != null && !rendered.replyTo().isBlank()) {
      mime.setReplyTo(new InternetAddress[] {address("the reply-to address", rendered.replyTo())});
    }
    mime.setSubject(rendered.subject().strip(), "UTF-8");
    mime.setSentDate(Date.from(now));
    mime.setHeader("List-Unsubscribe", "<" + links.unsubscribe(message.id()) + ">");
    mime.setHeader("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
    body(mime, message.id(), content.tracking(), rendered);
    mime.saveChanges();
    ByteArrayOutputStream out = new ByteArrayOutputStream(8192);
    mime.writeTo(out);
    return new Written(from.getAddress(), ended(out.toByteArray()));
  }

  /** Unique, and ours: what comes back with it can be proved to belong to the message. */
  private String id(Claimed message) {
    return links.tokens().make(Use.MESSAGE_ID, message.id(), 0, "") + "@" + links.host();
  }

  private void body(MimeMessage mime, long id, boolean tracking, CompiledMail.Rendered rendered)
      throws MessagingException {
    String text = rendered.text() == null ? null : bodies.text(id, rendered.text(), tracking);
    if (rendered.html() == null) {
      mime.setText(text == null ? "" : text, "UTF-8");
      return;
    }
    Document html = bodies.html(id, rendered.html(), rendered.preview(), tracking);
    MimeBodyPart plain = new MimeBodyPart();
    plain.setText(text == null ? PlainText.of(html) : text, "UTF-8");
    MimeBodyPart rich = new MimeBodyPart();
    rich.setText(html.outerHtml(), "UTF-8", "html");
    mime.setContent(new MimeMultipart("alternative", plain, rich));
  }

  private InternetAddress from(@Nullable String rendered) throws AddressException {
    return rendered == null || rendered.isBlank()
        ? new InternetAddress(defaultSender(links.host()))
        : address("the sender", rendered);
  }

  /** An IP address is no mail domain. */
  static String defaultSender(String host) {
    boolean name = host.chars().anyMatch(Character::isLetter) && !host.contains(":");
    return "no-reply@" + (name ? host : "localhost");
  }

  private static InternetAddress address(String what, String rendered) {
    Sender sender =
        Sender.parse(rendered)
            .orElseThrow(
                () ->
                    LiquidException.of(
                        what + " “" + rendered.strip() + "” is not one mail address"));
    try {
      return new InternetAddress(sender.address(), sender.name(), "UTF-8");
    } catch (UnsupportedEncodingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] ended(byte[] data) {
    String end =
        new String(
            data,
            Math.max(0, data.length - 2),
            Math.min(2, data.length),
            StandardCharsets.US_ASCII);
    if (end.equals("\r\n")) {
      return data;
    }
    byte[] ended = java.util.Arrays.copyOf(data, data.length + 2);
    ended[data.length] = '\r';
    ended[data.length + 1] = '\n';
    return ended;
  }

  /** A message that keeps the id it is given. */
  private static final class Identified extends MimeMessage {
    private final String id;

    Identified(String id) {
      super(SESSION);
      this.id = id;
    }

    @Override
    protected void updateMessageID() throws MessagingException {
      setHeader("Message-ID", id);
    }
  }
}
