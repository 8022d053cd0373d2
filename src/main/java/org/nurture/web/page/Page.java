package org.nurture.web.page;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.faces.application.FacesMessage;
import jakarta.faces.context.ExternalContext;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Inject;
import java.io.IOException;
import java.security.Principal;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;
import org.nurture.platform.Config;
import org.nurture.platform.Language;
import org.nurture.platform.NurtureException;
import org.primefaces.PrimeFaces;

/** What every backing bean does with the page: messages, moves, dialogs. */
@ApplicationScoped
public class Page {
  private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMM uuuu");

  private final Say say;
  private final Config config;

  @Inject
  public Page(Say say, Config config) {
    this.say = say;
    this.config = config;
  }

  /** For CDI's proxy. */
  protected Page() {
    this(new Say(), new Config());
  }

  /** The zone of campaigns that name none. */
  public String serverZone() {
    return config.timeZone().getId();
  }

  /** “since 3 Nov 2026”, in the server's zone and the reader's language. */
  public String since(Instant at) {
    return say.of(
        "campaign.since", DAY.withLocale(Language.current()).format(at.atZone(config.timeZone())));
  }

  /** As the reader's language writes it. */
  public String number(long n) {
    return say.of("number", n);
  }

  /** A text of the bundle; where there is none, its key. */
  public String say(String key) {
    return say.of(key);
  }

  /** A text of the bundle with its parameter. */
  public String say(String key, Object parameter) {
    return say.of(key, parameter);
  }

  /** A text of the bundle with its parameters. */
  public String say(String key, Object a, Object b) {
    return say.of(key, a, b);
  }

  /**
   * Tells that something is done.
   *
   * @param key of the text in the bundle
   */
  public void info(String key) {
    add(FacesMessage.SEVERITY_INFO, say.of(key));
  }

  /**
   * Tells what is wrong.
   *
   * @param message in the reader's language, no key
   */
  public void error(String message) {
    add(FacesMessage.SEVERITY_ERROR, message);
  }

  private static void add(FacesMessage.Severity severity, String text) {
    FacesContext.getCurrentInstance().addMessage(null, new FacesMessage(severity, text, null));
  }

  /** To another page of ours; messages go along. */
  public void go(String path) throws IOException {
    ExternalContext external = FacesContext.getCurrentInstance().getExternalContext();
    external.getFlash().setKeepMessages(true);
    external.redirect(external.getRequestContextPath() + path);
  }

  /** Instead of a page that may not be seen, or is not there: the page that says so. */
  public void refused(NurtureException refusal) throws IOException {
    FacesContext faces = FacesContext.getCurrentInstance();
    faces.getExternalContext().responseSendError(refusal.kind().status(), refusal.getMessage());
    faces.responseComplete();
  }

  /**
   * Instead of a page whose subject there is not.
   *
   * @param message null: none but the page's own
   */
  public void notFound(@Nullable String message) throws IOException {
    FacesContext faces = FacesContext.getCurrentInstance();
    faces.getExternalContext().responseSendError(404, message);
    faces.responseComplete();
  }

  /** The log-in name; empty: nobody is logged in. */
  public String user() {
    Principal principal = FacesContext.getCurrentInstance().getExternalContext().getUserPrincipal();
    return principal == null ? "" : principal.getName();
  }

  /** Opens or closes a dialog by its widget's name. */
  public void dialog(String widget, boolean open) {
    PrimeFaces.current().executeScript("PF('" + widget + "')." + (open ? "show" : "hide") + "()");
  }

  /** Lets a function of ours in dialog.js work on a dialog. */
  public void script(String function, String dialog) {
    PrimeFaces.current().executeScript("nurture." + function + "('" + dialog + "')");
  }

  /**
   * What the page cannot do without.
   *
   * @throws IllegalStateException the page was asked for without it, or not loaded yet
   */
  public <T> T required(@Nullable T value) {
    if (value == null) {
      throw new IllegalStateException("not loaded");
    }
    return value;
  }

  /** Draws parts of the page anew with this answer, beside those that the request named. */
  public void update(String... ids) {
    PrimeFaces.current().ajax().update(ids);
  }

  /** Gives the page's script something to read. */
  public void answer(String name, Object value) {
    PrimeFaces.current().ajax().addCallbackParam(name, value);
  }

  /** Moves the keyboard's focus to the component with that client id. */
  public void focus(String id) {
    PrimeFaces.current().focus(id);
  }

  /** What the page's script sent along; empty: nothing. */
  public String sent(String name) {
    return FacesContext.getCurrentInstance()
        .getExternalContext()
        .getRequestParameterMap()
        .getOrDefault(name, "");
  }
}
