package org.nurture.web.page;

import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.application.ViewExpiredException;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.RequestDispatcher;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.nurture.platform.SqlFailures;
import org.nurture.platform.Time;

/** The page that stands where another one failed: what happened, in words, and a way out. */
@Named("failure")
@RequestScoped
public class FailureBacking {
  private static final Set<String> SAID = Set.of("403", "404", "503", "expired");

  private final Say say;
  private final Times times;
  private final InstantSource clock;

  @Inject
  public FailureBacking(Say say, Times times, InstantSource clock) {
    this.say = say;
    this.times = times;
    this.clock = clock;
  }

  public String getTitle() {
    return say.of("error.title." + kind());
  }

  public String getText() {
    return say.of("error.text." + kind(), times.full(Time.now(clock)));
  }

  /** Whether asking for the same page again may help. */
  public boolean isRepeatable() {
    return Set.of("500", "503", "expired").contains(kind()) && getAddress() != null;
  }

  /** Of the page that failed, within this server; null if it is not known. */
  public @Nullable String getAddress() {
    return (String) request().get(RequestDispatcher.ERROR_REQUEST_URI);
  }

  private String kind() {
    Throwable cause = (Throwable) request().get(RequestDispatcher.ERROR_EXCEPTION);
    for (Throwable at = cause; at != null; at = at.getCause()) {
      if (at instanceof ViewExpiredException) {
        return "expired";
      }
    }
    if (cause != null && SqlFailures.passing(cause)) {
      return "503";
    }
    String status = String.valueOf(request().get(RequestDispatcher.ERROR_STATUS_CODE));
    return SAID.contains(status) ? status : "500";
  }

  private static Map<String, Object> request() {
    return FacesContext.getCurrentInstance().getExternalContext().getRequestMap();
  }
}
