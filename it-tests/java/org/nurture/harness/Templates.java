package org.nurture.harness;

import org.nurture.template.MailContent;
import org.nurture.template.SmsContent;
import org.nurture.template.TemplateSource;

/** One text for all; a contact named "unrenderable" divides by zero. */
final class Templates implements TemplateSource {
  private static final String TEXT =
      "Hello {{ object.name }}{% if object.name == 'unrenderable' %}{{ 1 | divided_by: 0 }}{% endif %}";

  @Override
  public MailContent mail(long templateId) {
    return new MailContent(
        "Hello", "Ann <ann@example.org>", null, null, "<p>" + TEXT + "</p>", null);
  }

  @Override
  public SmsContent sms(long templateId) {
    return new SmsContent(TEXT);
  }
}
