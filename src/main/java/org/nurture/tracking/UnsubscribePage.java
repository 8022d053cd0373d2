package org.nurture.tracking;

import org.nurture.platform.Language;
import org.nurture.platform.Text;

/** The few words that a recipient sees: self-contained, no script, the design's colours. */
final class UnsubscribePage {
  private static final String FRAME =
      """
      <!DOCTYPE html>
      <html lang="%3$s">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="robots" content="noindex">
      <title>%1$s</title>
      <style>
      :root { color-scheme: light dark; }
      * { box-sizing: border-box; }
      body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 16px;
        background: light-dark(#F6F5F2, #141311); color: light-dark(#1C1B19, #EDEBE6);
        font: 400 16px/24px Inter, system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
      main { width: 100%%; max-width: 440px; padding: 32px; border: 1px solid light-dark(#E6E3DD, #33312C);
        border-radius: 10px; background: light-dark(#FFFFFF, #1C1B18); }
      h1 { margin: 0 0 8px; font-size: 24px; line-height: 32px; font-weight: 600; }
      p { margin: 0 0 24px; color: light-dark(#4F4C46, #BDB9B0); overflow-wrap: anywhere; }
      p:last-child { margin: 0; }
      button { height: 40px; padding: 0 16px; border: 0; border-radius: 6px; cursor: pointer;
        background: light-dark(#2B4FD8, #3D5BE0); color: #FFFFFF; font: 500 16px/24px inherit; font-family: inherit; }
      button:hover { background: light-dark(#2140B8, #4C69EA); }
      :focus-visible { outline: 2px solid light-dark(#2B4FD8, #9DB1FF); outline-offset: 2px; }
      </style>
      </head>
      <body><main>
      <h1>%1$s</h1>
      %2$s
      </main></body>
      </html>
      """;

  private UnsubscribePage() {}

  static String question(String address) {
    return page(
        Text.of("Unsubscribe?"),
        paragraph(Text.of("{0} will get no more of these messages.", masked(address)))
            + "\n<form method=\"post\"><button type=\"submit\">"
            + escape(Text.of("Unsubscribe"))
            + "</button></form>");
  }

  static String done(String address) {
    return page(
        Text.of("You are unsubscribed"),
        paragraph(Text.of("{0} will get no more of these messages.", masked(address))));
  }

  static String notFound() {
    return page(
        Text.of("Not found"), paragraph(Text.of("This address is not known, or no longer.")));
  }

  private static String page(String title, String body) {
    return FRAME.formatted(escape(title), body, Language.current().getLanguage());
  }

  private static String paragraph(String text) {
    return "<p>" + escape(text) + "</p>";
  }

  /** Enough to recognise one's own: a forwarded mail should not give the address away. */
  static String masked(String address) {
    int at = address.lastIndexOf('@');
    if (at < 0) {
      return address.length() < 5 ? address : "…" + address.substring(address.length() - 3);
    }
    return address.substring(0, 1) + "…" + address.substring(at);
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
