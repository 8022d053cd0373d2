package org.nurture.template;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

/** A mail template; campaign 0 is the library. */
@Entity
@Table(name = "mail_template")
public class MailTemplate extends TemplateEntity {
  private @Nullable String subject;
  private @Nullable String sender;

  @Column(name = "reply_to")
  private @Nullable String replyTo;

  private @Nullable String preview;
  private @Nullable String html;
  private @Nullable String mjml;

  @Column(name = "plain_text")
  private @Nullable String plainText;

  private @Nullable String language;

  /** JSON. */
  private String attachments = "[]";

  /** For JPA. */
  protected MailTemplate() {}

  static MailTemplate ofCampaign(long campaignId) {
    MailTemplate template = new MailTemplate();
    template.belongTo(campaignId);
    return template;
  }

  MailContent content() {
    return document().content();
  }

  @Override
  void take(Document given) {
    MailDocument document = (MailDocument) given;
    name(document.title(), document.target());
    subject = document.subject();
    sender = document.from();
    replyTo = document.replyTo();
    preview = document.preview();
    html = document.html();
    plainText = document.text();
    language = document.language();
  }

  @Override
  MailDocument document() {
    return new MailDocument(
        title(), target(), subject, sender, replyTo, preview, html, plainText, language);
  }

  @Override
  MailTemplate copy() {
    MailTemplate copy = new MailTemplate();
    copy.take(document());
    return copy;
  }
}
