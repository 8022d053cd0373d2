package org.nurture.rest;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Path;
import org.nurture.template.Channel;
import org.nurture.template.StoredTemplates;

/** {@code /mail-templates}. */
@Path("mail-templates")
@RequestScoped
public class MailTemplatesResource extends TemplatesResource {
  @Inject
  public MailTemplatesResource(StoredTemplates templates) {
    super(Channel.MAIL, templates);
  }

  /** For the container's proxy. */
  @SuppressWarnings("NullAway")
  protected MailTemplatesResource() {
    this(null);
  }
}
