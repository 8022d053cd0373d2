package org.nurture.action;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.nurture.message.Composer;
import org.nurture.message.Outbox;
import org.nurture.template.TemplateSource;
import org.nurture.template.Templates;

/** What actions that send need of other packages. */
@ApplicationScoped
public class Messages {
  private final Templates templates;
  private final TemplateSource contents;
  private final Composer composer;
  private final Outbox outbox;
  private final Notes notes;

  @Inject
  public Messages(
      Templates templates, TemplateSource contents, Composer composer, Outbox outbox, Notes notes) {
    this.templates = templates;
    this.contents = contents;
    this.composer = composer;
    this.outbox = outbox;
    this.notes = notes;
  }

  /** For the container's proxy. */
  @SuppressWarnings("NullAway")
  protected Messages() {
    this(null, null, null, null, null);
  }

  Templates templates() {
    return templates;
  }

  TemplateSource contents() {
    return contents;
  }

  Composer composer() {
    return composer;
  }

  Outbox outbox() {
    return outbox;
  }

  Notes notes() {
    return notes;
  }
}
