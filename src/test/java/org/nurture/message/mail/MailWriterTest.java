package org.nurture.message.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.mail.Multipart;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nurture.message.Claimed;
import org.nurture.message.Contents.Content;
import org.nurture.message.Kind;
import org.nurture.template.CompiledMail;
import org.nurture.template.LiquidException;
import org.nurture.template.MailContent;
import org.nurture.tracking.Links;
import org.nurture.tracking.Tokens;

class MailWriterTest {
  private static final Instant NOW = Instant.parse("2030-01-02T03:04:05Z");

  private final Links links =
      new Links(
          () -> "https://crm.example.org/nurture",
          new Tokens(() -> "secret".getBytes(StandardCharsets.UTF_8)));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x\\r\\nBcc: evil@example.org",
        "x\\nBcc: evil@example.org",
        "x\\rBcc: evil@example.org",
        "x\\u2028Bcc: evil@example.org",
        "x\\u0085Bcc: evil@example.org",
        "x\\r\\n\\r\\n<script>",
      })
  void no_value_adds_a_header_or_ends_them(String value) throws Exception {
    MimeMessage mail =
        write(
            new MailContent(
                "Hi {{ object.v }}",
                "{{ object.v }} <a@example.org>",
                null,
                null,
                "<p>x</p>",
                null),
            "{\"v\":\"" + value + "\"}");

    assertThat(mail.getHeader("Bcc")).isNull();
    assertThat(mail.getHeader("To", null)).isEqualTo("ann@example.org");
    assertThat(mail.getSubject()).startsWith("Hi x").doesNotContain("\n");
    assertThat(mail.getContentType()).startsWith("multipart/alternative");
    assertThat(((InternetAddress) mail.getFrom()[0]).getAddress()).isEqualTo("a@example.org");
  }

  @Test
  void a_senders_name_may_be_anything() throws Exception {
    MimeMessage mail =
        write(
            new MailContent("x", "{{ object.v }} <a@example.org>", null, null, "<p>x</p>", null),
            "{\"v\":\"Müller, Söhne \\\"GmbH\\\" <b@example.org>\"}");

    InternetAddress from = (InternetAddress) mail.getFrom()[0];
    assertThat(from.getAddress()).isEqualTo("a@example.org");
    assertThat(from.getPersonal()).isEqualTo("Müller, Söhne \"GmbH\" <b@example.org>");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a@example.org, b@example.org", "nobody", "a@b@c", "<a@example.org"})
  void a_sender_that_is_not_one_address_is_told(String value) {
    assertThatThrownBy(
            () ->
                write(
                    new MailContent("x", "{{ object.v }}", null, null, "<p>x</p>", null),
                    "{\"v\":\"" + value + "\"}"))
        .isInstanceOf(LiquidException.class)
        .hasMessageContaining("sender");
  }

  @Test
  void values_make_no_markup_and_links_run_no_script() throws Exception {
    MimeMessage mail =
        write(
            new MailContent(
                "x",
                null,
                null,
                "{{ object.v }}",
                "<p>{{ object.v }}</p><a href=\"{{ object.u }}\">go</a><script>1</script>",
                null),
            "{\"v\":\"<script>alert(1)</script>\",\"u\":\"java\\tscript:alert(1)\"}");

    String html = part(mail, 1);
    assertThat(html).doesNotContain("<script").contains("&lt;script&gt;").doesNotContain("href");
  }

  @Test
  void every_link_is_tracked_but_those_of_unsubscribing_and_other_schemes() throws Exception {
    MimeMessage mail =
        write(
            new MailContent(
                "x",
                null,
                null,
                null,
                "<a href=\"https://example.org/a?b=1&amp;c=ü\">a</a>"
                    + "<a href=\"mailto:x@example.org\">m</a><a href=\"#top\">t</a>"
                    + "<a href=\"{{ unsubscribe_url }}\">u</a>",
                null),
            "{}");

    String html = part(mail, 1);
    assertThat(html)
        .contains("/nurture/t/c/")
        .contains("?u=https%3A%2F%2Fexample.org%2Fa%3Fb%3D1%26c%3D%C3%BC")
        .contains("href=\"mailto:x@example.org\"")
        .contains("href=\"#top\"")
        .contains("href=\"" + links.unsubscribe(9) + "\"")
        .contains(links.open(9));
  }

  @Test
  void without_tracking_links_stay_and_there_is_no_pixel() throws Exception {
    MimeMessage mail =
        read(
            new MailWriter(links)
                .batch()
                .write(
                    claimed("{}"),
                    new Content(
                        1,
                        false,
                        CompiledMail.of(
                            new MailContent(
                                "x",
                                null,
                                null,
                                null,
                                "<a href=\"https://example.org/a\">a</a>",
                                null)),
                        null),
                    NOW));

    assertThat(part(mail, 1)).contains("\"https://example.org/a\"").doesNotContain("/t/o/");
  }

  @Test
  void plain_text_is_made_of_the_html() throws Exception {
    MimeMessage mail =
        write(
            new MailContent(
                "x",
                null,
                null,
                "hidden words",
                "<html><head><title>t</title><style>p{}</style></head><body><h1>Grüße</h1>"
                    + "<p>One <b>two</b><br>three</p><ul><li>a</li><li>b</li></ul></body></html>",
                null),
            "{}");

    assertThat(part(mail, 0).replace("\r\n", "\n"))
        .isEqualTo("Grüße\n\nOne two\nthree\n\n- a\n- b");
  }

  @Test
  void a_mail_of_plain_text_alone_has_one_part() throws Exception {
    MimeMessage mail =
        write(new MailContent("x", null, null, null, null, "See https://example.org/a."), "{}");

    assertThat(mail.getContentType()).startsWith("text/plain");
    assertThat(((String) mail.getContent()).strip()).contains("/t/c/").endsWith(".");
  }

  @Test
  void a_message_is_the_same_mail_whenever_it_is_written() throws Exception {
    MailContent content =
        new MailContent("x", "a@example.org", null, null, null, "{{ 'now' | date: '%Y' }}");

    assertThat(write(content, "{}").getMessageID()).isEqualTo(write(content, "{}").getMessageID());
    assertThat((String) write(content, "{}").getContent()).startsWith("2029");
  }

  @Test
  void the_default_sender_is_an_address_whatever_the_host() {
    assertThat(MailWriter.defaultSender("crm.example.org")).isEqualTo("no-reply@crm.example.org");
    assertThat(MailWriter.defaultSender("127.0.0.1")).isEqualTo("no-reply@localhost");
    assertThat(MailWriter.defaultSender("[::1]")).isEqualTo("no-reply@localhost");
  }

  private MimeMessage write(MailContent content, String data) throws Exception {
    return read(
        new MailWriter(links)
            .batch()
            .write(claimed(data), new Content(1, true, CompiledMail.of(content), null), NOW));
  }

  private static Claimed claimed(String data) {
    return new Claimed(
        9,
        Kind.MAIL,
        1,
        1,
        (short) 0,
        false,
        "ann@example.org",
        1,
        data,
        Instant.parse("2029-12-31T00:00:00Z"),
        NOW,
        0);
  }

  private static MimeMessage read(MailWriter.Written mail) throws Exception {
    return new MimeMessage(
        Session.getInstance(new Properties()), new ByteArrayInputStream(mail.data()));
  }

  private static String part(MimeMessage mail, int index) throws Exception {
    return (String) ((Multipart) mail.getContent()).getBodyPart(index).getContent();
  }
}
