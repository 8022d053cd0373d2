package org.nurture.web.page;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;

/** Colour and icon of each state (design, States); its word stands in the bundle. */
@Named("states")
@ApplicationScoped
public class StateWords {

  /**
   * Style of a state.
   *
   * @param kind campaign, participant, trace, job…
   * @param of the state
   */
  public String colour(String kind, String of) {
    return switch (kind + " " + of) {
      case "campaign RUNNING",
          "participant COMPLETED",
          "trace PROCESSED",
          "job COMPLETED",
          "gateway READY" ->
          "ok";
      case "campaign STOPPED",
          "trace REJECTED",
          "trace IN_DOUBT",
          "job STOPPED",
          "gateway THROTTLED" ->
          "warn";
      case "trace ERROR", "job FAILED", "gateway DOWN" -> "bad";
      case "participant RUNNING",
          "trace SCHEDULED",
          "job STARTED",
          "job STARTING",
          "job STOPPING" ->
          "acc";
      default -> "";
    };
  }

  public String icon(String kind, String of) {
    return switch (kind + " " + of) {
      case "campaign NEW" -> "pi-file-edit";
      case "campaign RUNNING", "participant RUNNING" -> "pi-play";
      case "campaign STOPPED" -> "pi-pause";
      case "campaign ARCHIVED" -> "pi-box";
      case "participant COMPLETED", "trace PROCESSED", "job COMPLETED", "gateway READY" ->
          "pi-check-circle";
      case "participant UNLINKED" -> "pi-user-minus";
      case "participant REMOVED" -> "pi-sign-out";
      case "trace SCHEDULED", "gateway THROTTLED" -> "pi-clock";
      case "trace WAITING" -> "pi-hourglass";
      case "trace NOT_PLANNED" -> "pi-minus-circle";
      case "trace REJECTED" -> "pi-filter-slash";
      case "trace CANCELED", "job ABANDONED" -> "pi-ban";
      case "gateway NONE", "gateway UNTRIED" -> "pi-minus-circle";
      case "trace ERROR", "job FAILED", "gateway DOWN" -> "pi-times-circle";
      case "trace IN_DOUBT" -> "pi-question-circle";
      case "job STOPPED" -> "pi-stop-circle";
      default -> "pi-sync";
    };
  }
}
