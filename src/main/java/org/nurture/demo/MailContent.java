package org.nurture.demo;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import jakarta.mail.BodyPart;
import jakarta.mail.Header;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeUtility;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.jspecify.annotations.Nullable;

/**
 * What a reader sees of a mail.
 *
 * @param headers decoded, in their order
 * @param text the plain part; null: none
 * @param html the HTML part; null: none
 * @param links where a reader can click, in their order, each once: those of the HTML part, or of
 *     the text if there is none
 */
public record MailContent(
    @Nullable String messageId,
    @Nullable String subject,
    List<MailHeader> headers,
    @Nullable String text,
    @Nullable String html,
    List<String> links) {

  private static final Session SESSION = Session.getInstance(new Properties());
  private static final Pattern URL = Pattern.compile("https?://[^\\s<>\"]*[^\\s<>\".,;:!?)\\]]");

  /** A header line, unfolded and decoded (RFC 2047). */
  public record MailHeader(String name, String value) {}

  /**
   * Reads a mail.
   *
   * @param raw one character per byte; what is no mail gives empty parts
   */
  static MailContent parse(String raw) {
    try {
      MimeMessage message =
          new MimeMessage(SESSION, new ByteArrayInputStream(raw.getBytes(ISO_8859_1)));
      Parts parts = new Parts();
      parts.read(message);
      return new MailContent(
          message.getMessageID(),
          message.getSubject(),
          headers(message),
          parts.text,
          parts.html,
          links(parts.text, parts.html));
    } catch (MessagingException | IOException e) {
      return new MailContent(null, null, List.of(), raw, null, List.of());
    }
  }

  private static List<MailHeader> headers(MimeMessage message)
      throws MessagingException, IOException {
    List<MailHeader> headers = new ArrayList<>();
    for (Header header : Collections.list(message.getAllHeaders())) {
      headers.add(
          new MailHeader(
              header.getName(), MimeUtility.decodeText(MimeUtility.unfold(header.getValue()))));
    }
    return headers;
  }

  private static List<String> links(@Nullable String text, @Nullable String html) {
    Set<String> links = new LinkedHashSet<>();
    if (html != null) {
      for (Element link : Jsoup.parse(html).select("a[href], area[href]")) {
        links.add(link.attr("href"));
      }
    } else if (text != null) {
      Matcher url = URL.matcher(text);
      while (url.find()) {
        links.add(url.group());
      }
    }
    return List.copyOf(links);
  }

  /** The first text and the first HTML part, wherever they are. */
  private static final class Parts {
    private @Nullable String text;
    private @Nullable String html;

    void read(Part part) throws MessagingException, IOException {
      if (part.isMimeType("multipart/*") && part.getContent() instanceof Multipart many) {
        for (int i = 0; i < many.getCount(); i++) {
          BodyPart inner = many.getBodyPart(i);
          if (!Part.ATTACHMENT.equalsIgnoreCase(inner.getDisposition())) {
            read(inner);
          }
        }
      } else if (text == null && part.isMimeType("text/plain")) {
        text = String.valueOf(part.getContent());
      } else if (html == null && part.isMimeType("text/html")) {
        html = String.valueOf(part.getContent());
      }
    }
  }
}
