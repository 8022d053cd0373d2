package org.nurture.chinook;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.Multipart;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Somebody who reads a mail of ours in a browser. */
final class MailReader {
  private static final String BROWSER =
      "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0";
  private static final Pattern CLICK = Pattern.compile("href=\"([^\"]+/t/c/[^\"]+)\"");
  private static final Pattern PIXEL = Pattern.compile("src=\"([^\"]+/t/o/[^\"]+)\"");

  private final HttpClient browser = HttpClient.newHttpClient();

  /** The part of that type; there is one. */
  static String part(MimeMessage mail, String type) throws Exception {
    List<String> found = new ArrayList<>();
    Multipart parts = (Multipart) mail.getContent();
    for (int i = 0; i < parts.getCount(); i++) {
      if (parts.getBodyPart(i).isMimeType(type)) {
        found.add((String) parts.getBodyPart(i).getContent());
      }
    }
    assertThat(found).hasSize(1);
    return found.get(0);
  }

  /** Clicks the link; the answer leads elsewhere. */
  HttpResponse<String> click(MimeMessage mail) throws Exception {
    return visit(link(CLICK, part(mail, "text/html")));
  }

  /** Opens it, pictures shown. */
  HttpResponse<String> open(MimeMessage mail) throws Exception {
    return visit(link(PIXEL, part(mail, "text/html")));
  }

  private static String link(Pattern pattern, String html) {
    Matcher found = pattern.matcher(html);
    assertThat(found.find()).as(html).isTrue();
    return found.group(1).replace("&amp;", "&");
  }

  private HttpResponse<String> visit(String url) throws IOException, InterruptedException {
    return browser.send(
        HttpRequest.newBuilder(URI.create(url)).header("User-Agent", BROWSER).build(),
        HttpResponse.BodyHandlers.ofString());
  }
}
