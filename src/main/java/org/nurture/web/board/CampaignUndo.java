package org.nurture.web.board;

import jakarta.enterprise.context.SessionScoped;
import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The last thing that somebody did to a campaign and may want to take back. */
@SessionScoped
public class CampaignUndo implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final Duration KEPT = Duration.ofMinutes(15);

  /** What was done. */
  public enum Act {
    DELETED,
    ARCHIVED,
    UNARCHIVED
  }

  /**
   * One of them.
   *
   * @param id the campaign's; of a deleted one, what it was
   * @param document of a deleted one, with its own templates and actions; else empty
   * @param archived whether a deleted one was in the archive
   */
  public record Done(Act act, long id, String name, String document, boolean archived, Instant at)
      implements Serializable {}

  private @Nullable Done last;

  public void keep(Done done) {
    last = done;
  }

  /** Null: nothing, or too long ago. */
  @Nullable Done last(Instant now) {
    return last == null || last.at().plus(KEPT).isBefore(now) ? null : last;
  }

  void forget() {
    last = null;
  }
}
