package org.nurture.template;

/** Where templates come from, as composing needs them. Reads in the caller's transaction. */
public interface TemplateSource {

  /**
   * @throws org.nurture.platform.NurtureException NOT_FOUND
   */
  MailContent mail(long templateId);

  /**
   * @throws org.nurture.platform.NurtureException NOT_FOUND
   */
  SmsContent sms(long templateId);
}
