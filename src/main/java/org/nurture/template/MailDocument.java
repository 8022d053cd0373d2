package org.nurture.template;

import jakarta.json.JsonArray;
import java.util.IllformedLocaleException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.nurture.platform.Text;
import org.nurture.platform.Violation;
import org.nurture.platform.json.DocumentReader;
import org.nurture.platform.json.DocumentWriter;

/**
 * The document of a mail template (API.md).
 *
 * @param subject null: the title
 */
record MailDocument(
    String title,
    String target,
    @Nullable String subject,
    @Nullable String from,
    @Nullable String replyTo,
    @Nullable String preview,
    @Nullable String html,
    @Nullable String text,
    @Nullable String language)
    implements TemplateEntity.Document {
  private static final int LONGEST_BODY = 1_000_000;

  /**
   * @param owner the target of the campaign that it stands in; empty: the document names it
   */
  static MailDocument read(DocumentReader in, String owner) {
    in.ignore("id", "campaign", "version");
    MailDocument document =
        new MailDocument(
            in.text("title", 200),
            target(in, owner),
            in.optionalText("subject", 1000),
            in.optionalText("from", 400),
            in.optionalText("replyTo", 400),
            in.optionalText("preview", 1000),
            in.optionalText("html", LONGEST_BODY),
            in.optionalText("text", LONGEST_BODY),
            in.optionalText("language", 20));
    if (in.has("mjml")) {
      in.problems()
          .invalid(
              in.at("mjml"), Text.of("MJML is not supported yet: give “html”, and “mjml” as null"));
    } else if (!in.has("html") && !in.has("text")) {
      in.problems()
          .invalid(in.at("html"), Text.of("A mail needs a body: give “html”, “text”, or both"));
    }
    JsonArray attachments = in.list("attachments");
    if (attachments != null && !attachments.isEmpty()) {
      in.problems()
          .invalid(
              in.at("attachments"),
              Text.of("Attachments are not supported yet: give an empty list"));
    }
    checkAddress(in, "from", document.from());
    checkAddress(in, "replyTo", document.replyTo());
    checkLanguage(in, document.language());
    return document;
  }

  /** A campaign's template is for the campaign's target; the document may leave it out there. */
  static String target(DocumentReader in, String owner) {
    if (owner.isEmpty()) {
      return in.text("target", 100);
    }
    String named = in.optionalText("target", 100);
    if (named != null && !named.equals(owner)) {
      in.problems()
          .invalid(
              in.at("target"),
              Text.of("The template is for “{0}”, but the campaign is for “{1}”", named, owner));
    }
    return owner;
  }

  private static void checkAddress(DocumentReader in, String member, @Nullable String address) {
    if (address == null || address.contains("{{") || address.contains("{%")) {
      return;
    }
    if (Sender.parse(address).isPresent() && Escape.header(address).equals(address)) {
      return;
    }
    in.problems()
        .invalid(
            in.at(member),
            Text.of(
                "“{0}” is not one mail address; write Ann <ann@example.org> or ann@example.org",
                Escape.header(address)));
  }

  private static void checkLanguage(DocumentReader in, @Nullable String language) {
    if (language == null) {
      return;
    }
    try {
      new Locale.Builder().setLanguageTag(language).build();
    } catch (IllformedLocaleException e) {
      in.problems()
          .invalid(
              in.at("language"),
              Text.of("“{0}” is not a language tag (BCP 47), like en or pt-BR", language));
    }
  }

  MailContent content() {
    return new MailContent(subject == null ? title : subject, from, replyTo, preview, html, text);
  }

  List<Violation> check() {
    return CompiledMail.check(content());
  }

  @Override
  public void write(DocumentWriter out) {
    out.put("title", title)
        .put("target", target)
        .put("subject", subject == null ? title : subject)
        .put("from", from)
        .put("replyTo", replyTo)
        .put("preview", preview)
        .put("html", html)
        .put("mjml", (String) null)
        .put("text", text)
        .put("language", language)
        .put("attachments", List.of());
  }
}
