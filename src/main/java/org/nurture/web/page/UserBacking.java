package org.nurture.web.page;

import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.context.ExternalContext;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.security.Principal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.nurture.platform.Config;
import org.nurture.platform.Language;

/** Who looks at the page: name, menu, colours, log-out. */
@Named("user")
@RequestScoped
public class UserBacking {
  private static final String THEME = "nurture-theme";
  private static final Set<String> THEMES = Set.of("light", "dark");

  private final Config config;
  private final BrowserPreferences preferences;

  @Inject
  public UserBacking(Config config, BrowserPreferences preferences) {
    this.config = config;
    this.preferences = preferences;
  }

  /** For CDI's proxy. */
  protected UserBacking() {
    this(new Config(), new BrowserPreferences());
  }

  /** An entry of the bar. */
  public record Entry(String label, String href, boolean current) {
    public String getLabel() {
      return label;
    }

    public String getHref() {
      return href;
    }

    public boolean isCurrent() {
      return current;
    }
  }

  public boolean isLoggedIn() {
    return external().getUserPrincipal() != null;
  }

  public String getName() {
    Principal principal = external().getUserPrincipal();
    return principal == null ? "" : principal.getName();
  }

  /** Two letters for the round picture. */
  public String getInitials() {
    String name = getName().toUpperCase(Locale.ROOT);
    return name.substring(0, Math.min(2, name.length()));
  }

  public boolean isManager() {
    return external().isUserInRole("marketing-manager") || isAdmin();
  }

  public boolean isAdmin() {
    return external().isUserInRole("marketing-admin");
  }

  /** What this user may open. */
  public List<Entry> getMenu() {
    List<Entry> menu = new ArrayList<>();
    add(menu, "campaigns", "/campaigns/list.xhtml");
    add(menu, "templates", "/templates/list.xhtml");
    add(menu, "actions", "/actions/list.xhtml");
    if (isAdmin()) {
      add(menu, "targets", "/targets/list.xhtml");
    }
    if (isAdmin() || external().isUserInRole("marketing-operator")) {
      add(menu, "operations", "/operations/jobs.xhtml");
    }
    if (config.mode().hasDemo()) {
      add(menu, "mails", "/demo/mails.xhtml");
      add(menu, "texts", "/demo/sms.xhtml");
    }
    return menu;
  }

  private static void add(List<Entry> menu, String name, String href) {
    String view = FacesContext.getCurrentInstance().getViewRoot().getViewId();
    boolean demo = href.startsWith("/demo");
    boolean current =
        demo ? view.equals(href) : view.startsWith(href.substring(0, href.lastIndexOf('/') + 1));
    menu.add(new Entry("layout.nav." + name, href, current));
  }

  /** {@code light}, {@code dark}, or null: as the system. */
  public @Nullable String getTheme() {
    String kept = preferences.get(THEME);
    return kept != null && THEMES.contains(kept) ? kept : null;
  }

  /** Remembers the colours in a cookie, and shows the page in them. */
  public void useTheme(String theme) throws IOException {
    remember(THEME, THEMES.contains(theme) ? theme : null);
  }

  /** {@code en}, {@code it}, or null: as the browser. */
  public @Nullable String getLanguage() {
    Locale chosen = Language.chosen((HttpServletRequest) external().getRequest());
    return chosen == null ? null : chosen.getLanguage();
  }

  /** Remembers the language in a cookie, and shows the page in it. */
  public void useLanguage(String language) throws IOException {
    boolean known = Language.ALL.stream().anyMatch(l -> l.getLanguage().equals(language));
    remember(Language.COOKIE, known ? language : null);
  }

  private void remember(String cookie, @Nullable String value) throws IOException {
    preferences.put(cookie, value);
    String referrer = external().getRequestHeaderMap().get("Referer");
    external().redirect(referrer == null ? campaigns() : referrer);
  }

  /** Ends the session. */
  public void logOut() throws IOException, ServletException {
    ((HttpServletRequest) external().getRequest()).logout();
    external().invalidateSession();
    external().redirect(campaigns());
  }

  /** From the application's root to the first page. */
  public void home() throws IOException {
    external().redirect(campaigns());
  }

  private static String campaigns() {
    return external().getRequestContextPath() + "/campaigns/list.xhtml";
  }

  private static ExternalContext external() {
    return FacesContext.getCurrentInstance().getExternalContext();
  }
}
