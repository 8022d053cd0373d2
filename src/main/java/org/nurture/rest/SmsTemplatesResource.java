package org.nurture.rest;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Path;
import org.nurture.template.Channel;
import org.nurture.template.StoredTemplates;

/** {@code /sms-templates}. */
@Path("sms-templates")
@RequestScoped
public class SmsTemplatesResource extends TemplatesResource {
  @Inject
  public SmsTemplatesResource(StoredTemplates templates) {
    super(Channel.SMS, templates);
  }

  /** For the container's proxy. */
  @SuppressWarnings("NullAway")
  protected SmsTemplatesResource() {
    this(null);
  }
}
