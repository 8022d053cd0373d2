package org.nurture.template;

import jakarta.persistence.Entity;
import jakarta.persistence.Table;

/** An SMS template; campaign 0 is the library. */
@Entity
@Table(name = "sms_template")
public class SmsTemplate extends TemplateEntity {
  private String body = "";

  /** For JPA. */
  protected SmsTemplate() {}

  static SmsTemplate ofCampaign(long campaignId) {
    SmsTemplate template = new SmsTemplate();
    template.belongTo(campaignId);
    return template;
  }

  SmsContent content() {
    return new SmsContent(body);
  }

  @Override
  void take(Document given) {
    SmsDocument document = (SmsDocument) given;
    name(document.title(), document.target());
    body = document.text();
  }

  @Override
  SmsDocument document() {
    return new SmsDocument(title(), target(), body);
  }

  @Override
  SmsTemplate copy() {
    SmsTemplate copy = new SmsTemplate();
    copy.take(document());
    return copy;
  }
}
