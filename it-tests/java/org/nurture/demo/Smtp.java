package org.nurture.demo;

import jakarta.mail.Message;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.util.Properties;

/** Sends a mail with both parts, as a campaign's look. */
final class Smtp {
  private Smtp() {}

  static void send(int port, String subject, String... to) throws Exception {
    Properties properties = new Properties();
    properties.put("mail.smtp.host", "127.0.0.1");
    properties.put("mail.smtp.port", String.valueOf(port));
    properties.put("mail.smtp.from", "bounce@example.net");
    properties.put("mail.mime.allowutf8", "true");
    MimeMessage message = new MimeMessage(Session.getInstance(properties));
    message.setFrom(new InternetAddress("ann@example.org", "Ann"));
    for (String each : to) {
      message.addRecipient(Message.RecipientType.TO, new InternetAddress(each));
    }
    message.setSubject(subject, "UTF-8");
    message.setHeader("List-Unsubscribe", "<https://example.org/stop>");
    MimeBodyPart text = new MimeBodyPart();
    text.setText("Hallo Jürgen, http://example.org/ö?a=1.", "UTF-8");
    MimeBodyPart html = new MimeBodyPart();
    html.setContent(
        "<p>Hallo <b>Jürgen</b> <a href=\"https://example.org/offer?x=1&amp;y=2\">offer</a>"
            + " <a href='https://example.org/stop'>stop</a>"
            + " <a href='https://example.org/stop'>again</a></p>",
        "text/html; charset=UTF-8");
    MimeMultipart both = new MimeMultipart("alternative");
    both.addBodyPart(text);
    both.addBodyPart(html);
    message.setContent(both);
    Transport.send(message);
  }
}
