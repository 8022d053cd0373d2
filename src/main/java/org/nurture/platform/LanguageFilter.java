package org.nurture.platform;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Locale;

/** Tells {@link Language} what each request's reader reads. */
@WebFilter(
    urlPatterns = "/*",
    dispatcherTypes = {DispatcherType.REQUEST, DispatcherType.FORWARD, DispatcherType.ERROR},
    asyncSupported = true)
public class LanguageFilter extends HttpFilter {
  private static final long serialVersionUID = 1L;

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    Locale before = Language.current();
    Language.use(Language.of((HttpServletRequest) request));
    try {
      chain.doFilter(request, response);
    } finally {
      // an error page is shown inside of the request that failed
      Language.use(before.equals(Locale.ENGLISH) ? null : before);
    }
  }
}
