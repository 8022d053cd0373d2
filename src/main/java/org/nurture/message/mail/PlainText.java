package org.nurture.message.mail;

import java.util.Set;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeVisitor;

/** The plain-text part of a mail, made from its HTML: blocks are lines, links show their URL. */
final class PlainText implements NodeVisitor {
  private static final Set<String> BLOCKS =
      Set.of(
          "p",
          "div",
          "h1",
          "h2",
          "h3",
          "h4",
          "h5",
          "h6",
          "ul",
          "ol",
          "table",
          "tr",
          "blockquote",
          "section",
          "article",
          "header",
          "footer",
          "center",
          "pre");
  private static final Set<String> LEFT_OUT = Set.of("style", "script", "head", "title");
  private static final Set<String> SPACED =
      Set.of("p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table");

  private final StringBuilder out = new StringBuilder();

  private PlainText() {}

  static String of(Document document) {
    PlainText text = new PlainText();
    document.body().traverse(text);
    return text.out.toString().replaceAll("[ \\t]+\n", "\n").replaceAll("\n{3,}", "\n\n").strip();
  }

  @Override
  public void head(Node node, int depth) {
    if (node instanceof TextNode text && isShown(text)) {
      String words = text.text();
      if (out.isEmpty() || Character.isWhitespace(out.charAt(out.length() - 1))) {
        words = words.stripLeading();
      }
      out.append(words);
    } else if (node instanceof Element element) {
      if (element.nameIs("br")) {
        out.append('\n');
      } else if (element.nameIs("li")) {
        line();
        out.append("- ");
      } else if (BLOCKS.contains(element.normalName())) {
        line();
      } else if ((element.nameIs("td") || element.nameIs("th"))
          && !out.isEmpty()
          && !Character.isWhitespace(out.charAt(out.length() - 1))) {
        out.append(' ');
      }
    }
  }

  @Override
  public void tail(Node node, int depth) {
    if (!(node instanceof Element element)) {
      return;
    }
    String href = element.attr("href");
    if (element.nameIs("a") && (href.startsWith("http") || href.startsWith("mailto:"))) {
      if (!element.text().strip().equals(href)) {
        out.append(" <").append(href).append('>');
      }
    } else if (BLOCKS.contains(element.normalName()) || element.nameIs("li")) {
      line();
      if (SPACED.contains(element.normalName())) {
        out.append('\n');
      }
    }
  }

  private void line() {
    if (!out.isEmpty() && out.charAt(out.length() - 1) != '\n') {
      out.append('\n');
    }
  }

  private static boolean isShown(TextNode text) {
    for (Node n = text.parent(); n instanceof Element e; n = n.parent()) {
      if (LEFT_OUT.contains(e.normalName()) || e.attr("style").contains("display:none")) {
        return false;
      }
    }
    return true;
  }
}
