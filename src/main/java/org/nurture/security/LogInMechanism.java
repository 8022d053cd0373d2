package org.nurture.security;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.security.enterprise.AuthenticationStatus;
import jakarta.security.enterprise.authentication.mechanism.http.HttpAuthenticationMechanism;
import jakarta.security.enterprise.authentication.mechanism.http.HttpMessageContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.stream.Collectors;
import org.nurture.platform.Text;

/**
 * The browser's session and HTTP Basic side by side. A session knows its user because {@link
 * LogInServlet} put it there; a Basic request is checked by itself and starts no session.
 */
@ApplicationScoped
public class LogInMechanism implements HttpAuthenticationMechanism {
  /** Request and session attribute: {@link CurrentUser.Who}. */
  static final String WHO = "org.nurture.who";

  private final Users users;

  @Inject
  LogInMechanism(Users users) {
    this.users = users;
  }

  @Override
  public AuthenticationStatus validateRequest(
      HttpServletRequest request, HttpServletResponse response, HttpMessageContext context) {
    String header = request.getHeader("Authorization");
    Optional<CurrentUser.Who> who =
        Basic.isBasic(header)
            ? Basic.parse(header).flatMap(pair -> users.check(pair.name(), pair.password()))
            : Sessions.user(request);
    if (who.isPresent()) {
      request.setAttribute(WHO, who.get());
      return context.notifyContainerAboutLogin(
          who.get().name(),
          who.get().roles().stream().map(Role::group).collect(Collectors.toUnmodifiableSet()));
    }
    if (!context.isProtected()) {
      return context.doNothing();
    }
    return refuse(request, response, context);
  }

  private static AuthenticationStatus refuse(
      HttpServletRequest request, HttpServletResponse response, HttpMessageContext context) {
    String accept = request.getHeader("Accept");
    boolean page = !Answers.isApi(request) && accept != null && accept.contains("text/html");
    if ("partial/ajax".equals(request.getHeader("Faces-Request"))) {
      Answers.facesRedirect(response, logIn(request, false));
    } else if (page) {
      return context.redirect(logIn(request, "GET".equals(request.getMethod())));
    } else {
      response.setHeader("WWW-Authenticate", "Basic realm=\"Nurture\", charset=\"UTF-8\"");
      Answers.problem(
          response, 401, "Unauthorized", Text.of("Log in by HTTP Basic, or in the browser"));
    }
    return AuthenticationStatus.SEND_FAILURE;
  }

  private static String logIn(HttpServletRequest request, boolean back) {
    String page = request.getContextPath() + "/login.xhtml";
    if (!back) {
      return page;
    }
    String query = request.getQueryString() == null ? "" : "?" + request.getQueryString();
    return page
        + "?from="
        + URLEncoder.encode(
            request.getRequestURI().substring(request.getContextPath().length()) + query,
            StandardCharsets.UTF_8);
  }
}
