package org.nurture.demo;

import jakarta.faces.context.FacesContext;
import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nurture.demo.CaughtMails.CaughtMail;

/** The page of the mails that the catcher has. */
@Named("mails")
@ViewScoped
public class MailsBacking extends CaughtBacking<CaughtMails.Line> {
  private static final long serialVersionUID = 1L;

  @Inject private CaughtMails caught;

  private transient @Nullable CaughtMail mail;

  @Override
  List<CaughtMails.Line> read(String search, long before, int limit) {
    return caught.lines(search, before, limit);
  }

  @Override
  int count(String search) {
    return caught.found(search);
  }

  @Override
  @Nullable Long caught(long message) {
    return caught.ofMessage(message).orElse(null);
  }

  @Override
  @Nullable Long messageOf(long caughtId) {
    CaughtMail open = getMail();
    return open == null ? null : caught.messageOf(open).orElse(null);
  }

  /** The one that is open. */
  public @Nullable CaughtMail getMail() {
    Long id = getId();
    if (id != null && (mail == null || mail.id() != id)) {
      mail = caught.find(id).orElse(null);
    }
    return id == null ? null : mail;
  }

  /** Where the HTML part is, for the frame. */
  public String getFrame() {
    return FacesContext.getCurrentInstance().getExternalContext().getRequestContextPath()
        + "/api/demo/mails/"
        + getId()
        + "/html";
  }
}
