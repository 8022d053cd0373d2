package org.nurture.web.testing;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.nurture.campaign.ActivityType;
import org.nurture.campaign.CampaignDirectory.KnownActivity;
import org.nurture.campaign.Workflow.Step;
import org.nurture.insight.TraceRow;
import org.nurture.insight.TraceRow.MessageRow;
import org.nurture.insight.Words;
import org.nurture.journey.Reason;
import org.nurture.journey.TraceState;

/** One activity of a test's workflow, and what became of it. */
public final class TestStep {
  /** Deeper ones are indented no further. */
  private static final int DEEPEST = 8;

  private final KnownActivity activity;
  private final Step step;
  private final @Nullable TestStep parent;
  private final @Nullable TraceRow trace;

  TestStep(KnownActivity activity, Step step, @Nullable TestStep parent, @Nullable TraceRow trace) {
    this.activity = activity;
    this.step = step;
    this.parent = parent;
    this.trace = trace;
  }

  public String getName() {
    return activity.name();
  }

  public long getActivity() {
    return step.id();
  }

  public ActivityType getType() {
    return step.type();
  }

  Step step() {
    return step;
  }

  public int getLevel() {
    return parent == null ? 0 : Math.min(DEEPEST, parent.getLevel() + 1);
  }

  public @Nullable TestStep getParent() {
    return parent;
  }

  public @Nullable Long getTrace() {
    return trace == null ? null : trace.id();
  }

  /** As the bundle's {@code state.trace.…} names it. */
  public String getState() {
    if (trace == null) {
      return "NOT_PLANNED";
    }
    if (trace.waiting()) {
      return "WAITING";
    }
    return trace.reason() == Reason.IN_DOUBT ? "IN_DOUBT" : trace.state().name();
  }

  /** Whether it can be run now (T4). */
  public boolean isRunnable() {
    return trace != null && trace.state() == TraceState.SCHEDULED && !trace.waiting();
  }

  public boolean isWaiting() {
    return trace != null && trace.waiting();
  }

  /** Whether it has come to its end. */
  public boolean isEnded() {
    return trace != null && trace.state() != TraceState.SCHEDULED;
  }

  /** Outcome and cause; null where there is nothing to say. */
  public @Nullable String getWhy() {
    return trace == null || !isEnded()
        ? null
        : Words.why(trace, activity, parent == null ? null : parent.getName());
  }

  public @Nullable Instant getAt() {
    return trace == null ? null : trace.processedAt();
  }

  public @Nullable Instant getDue() {
    return trace == null ? null : trace.due();
  }

  public @Nullable MessageRow getMessage() {
    return trace == null ? null : trace.message();
  }

  /** Whether events can befall its message (C10). */
  public boolean isPlayable() {
    return getMessage() != null;
  }

  /** The style of its row. */
  public String getStyle() {
    String state =
        switch (getState()) {
          case "PROCESSED" -> "done";
          case "REJECTED" -> "rej";
          case "CANCELED" -> "can";
          case "ERROR" -> "err";
          case "WAITING" -> "wait";
          case "NOT_PLANNED" -> "none";
          case "IN_DOUBT" -> "rej";
          default -> "open";
        };
    return state + " lv" + getLevel();
  }
}
