package org.nurture.demo;

import jakarta.faces.context.FacesContext;
import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nurture.demo.CaughtMails.CaughtMail;
import org.nurture.demo.CaughtMails.Line;
import org.nurture.platform.Config;

/** The pages of the mails that the catcher has: a list, a page at a time, and one mail. */
@Named("mails")
@ViewScoped
public class MailsBacking implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int PAGE = 50;

  @Inject private CaughtMails caught;
  @Inject private Config config;

  private final List<Line> rows = new ArrayList<>();
  private @Nullable String to;
  private @Nullable Long id;
  private transient @Nullable CaughtMail mail;
  private boolean more;

  /** When the list is asked for. */
  public void load() throws IOException {
    if (!config.mode().hasDemo()) {
      Pages.notFound();
      return;
    }
    search();
  }

  /** When one mail is asked for. */
  public void open() throws IOException {
    if (!config.mode().hasDemo() || getMail() == null) {
      Pages.notFound();
    }
  }

  /** Reads the first page. */
  public void search() {
    rows.clear();
    next();
  }

  /** Reads one page more. */
  public void next() {
    long before = rows.isEmpty() ? 0 : rows.get(rows.size() - 1).id();
    List<Line> found = caught.lines(to, before, PAGE + 1);
    more = found.size() > PAGE;
    rows.addAll(more ? found.subList(0, PAGE) : found);
  }

  public @Nullable CaughtMail getMail() {
    if (mail == null && id != null) {
      mail = caught.find(id).orElse(null);
    }
    return mail;
  }

  /** Where the HTML part is, for the frame. */
  public String getFrame() {
    return FacesContext.getCurrentInstance().getExternalContext().getRequestContextPath()
        + "/api/demo/mails/"
        + id
        + "/html";
  }

  public List<Line> getRows() {
    return rows;
  }

  public boolean isMore() {
    return more;
  }

  public @Nullable String getTo() {
    return to;
  }

  public void setTo(@Nullable String to) {
    this.to = to;
  }

  public @Nullable Long getId() {
    return id;
  }

  public void setId(@Nullable Long id) {
    this.id = id;
  }
}
