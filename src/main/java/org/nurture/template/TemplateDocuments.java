package org.nurture.template;

import jakarta.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.nurture.platform.NurtureException;
import org.nurture.platform.json.DocumentReader;
import org.nurture.platform.json.Problems;

/** Reads documents of templates, and says what is wrong with them. */
final class TemplateDocuments {
  private final Placeholders placeholders;

  TemplateDocuments(Placeholders placeholders) {
    this.placeholders = placeholders;
  }

  /**
   * @param target of the campaign that it stands in; empty: the document names it
   * @throws NurtureException INVALID
   */
  TemplateEntity.Document checked(Channel channel, String target, JsonObject document) {
    Problems problems = new Problems();
    TemplateEntity.Document read = read(channel, target, document, problems);
    problems.throwIfAny();
    return read;
  }

  /** The same; what is wrong is noted. */
  TemplateEntity.Document read(Channel channel, String target, JsonObject json, Problems problems) {
    if (channel == Channel.MAIL) {
      MailDocument mail =
          DocumentReader.read(json, "", problems, in -> MailDocument.read(in, target));
      mail.check().forEach(v -> problems.invalid(v.path(), v.message()));
      checkPlaceholders(mail.target(), parts(mail), Escape.HTML, problems);
      return mail;
    }
    SmsDocument sms = DocumentReader.read(json, "", problems, in -> SmsDocument.read(in, target));
    sms.check().forEach(v -> problems.invalid(v.path(), v.message()));
    checkPlaceholders(sms.target(), Map.of("/text", sms.text()), Escape.TEXT, problems);
    return sms;
  }

  private static Map<String, String> parts(MailDocument mail) {
    Map<String, String> parts = new LinkedHashMap<>();
    put(parts, "/subject", mail.subject() == null ? mail.title() : mail.subject());
    put(parts, "/from", mail.from());
    put(parts, "/replyTo", mail.replyTo());
    put(parts, "/preview", mail.preview());
    put(parts, "/html", mail.html());
    put(parts, "/text", mail.text());
    return parts;
  }

  private static void put(Map<String, String> parts, String path, @Nullable String source) {
    if (source != null) {
      parts.put(path, source);
    }
  }

  /** Only where the rest is well: an unknown target or broken syntax is told first. */
  private void checkPlaceholders(
      String target, Map<String, String> parts, Escape escape, Problems problems) {
    if (target.isEmpty() || !problems.isEmpty()) {
      return;
    }
    Optional<String> unknown = placeholders.target(target);
    if (unknown.isPresent()) {
      problems.invalid("/target", unknown.get());
      return;
    }
    parts.forEach(
        (path, source) ->
            placeholders
                .problems(target, Liquid.compile(source, escape).paths())
                .forEach(problem -> problems.invalid(path, problem)));
  }
}
