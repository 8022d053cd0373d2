package org.nurture.message.mail;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jspecify.annotations.Nullable;
import org.nurture.tracking.Links;

/** Makes a rendered body ready to go: links tracked, nothing active in it, preview and pixel in. */
final class MailLinks {
  private static final Pattern URL = Pattern.compile("https?://[^\\s<>\"]*[^\\s<>\".,;:!?)\\]']");
  private static final String HIDDEN =
      "display:none;max-height:0;overflow:hidden;mso-hide:all;font-size:1px;line-height:1px;opacity:0";

  private final Links links;

  MailLinks(Links links) {
    this.links = links;
  }

  /**
   * @param preview HTML; null: none
   * @param tracking false: links stay, and no pixel
   */
  Document html(long messageId, String html, @Nullable String preview, boolean tracking) {
    Document document = Jsoup.parse(html);
    document.outputSettings().prettyPrint(false).charset("UTF-8");
    document.select("script, object, embed, applet, meta[http-equiv=refresh]").remove();
    for (Element link : document.select("[href]")) {
      link(messageId, link, tracking);
    }
    if (preview != null && !preview.isBlank()) {
      document.body().prepend("<div style=\"" + HIDDEN + "\">" + preview + "</div>");
    }
    if (tracking) {
      document
          .body()
          .appendElement("img")
          .attr("src", links.open(messageId))
          .attr("width", "1")
          .attr("height", "1")
          .attr("alt", "")
          .attr("style", "display:block;border:0");
    }
    return document;
  }

  private void link(long messageId, Element link, boolean tracking) {
    String url = link.attr("href").strip();
    String lower = url.toLowerCase(Locale.ROOT).replaceAll("[\\s\\p{Cntrl}]", "");
    if (lower.startsWith("javascript:")
        || lower.startsWith("vbscript:")
        || lower.startsWith("data:")) {
      link.removeAttr("href");
    } else if (tracking
        && (link.nameIs("a") || link.nameIs("area"))
        && (lower.startsWith("http://") || lower.startsWith("https://"))
        && !links.isOurs(url)) {
      link.attr("href", links.click(messageId, url));
    }
  }

  /** Plain text with its URLs tracked. */
  String text(long messageId, String text, boolean tracking) {
    if (!tracking) {
      return text;
    }
    return URL.matcher(text)
        .replaceAll(
            found ->
                Matcher.quoteReplacement(
                    links.isOurs(found.group())
                        ? found.group()
                        : links.click(messageId, found.group())));
  }
}
