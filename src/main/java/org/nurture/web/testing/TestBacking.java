package org.nurture.web.testing;

import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.IOException;
import java.io.Serializable;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.nurture.campaign.ActivityType;
import org.nurture.insight.TraceRow.MessageRow;
import org.nurture.journey.ParticipantState;
import org.nurture.message.MessageViews;
import org.nurture.platform.NurtureException;
import org.nurture.tracking.EventType;
import org.nurture.web.page.Page;
import org.nurture.web.page.Say;
import org.nurture.web.page.Times;

/** A test of a campaign, gone through step by step; {@link LaunchBacking} begins one. */
@Named("test")
@ViewScoped
public class TestBacking implements Serializable {
  private static final long serialVersionUID = 1L;

  @Inject private LaunchBacking launch;
  @Inject private TestDesk desk;
  @Inject private Page page;
  @Inject private Say say;
  @Inject private Times times;

  private @Nullable Long campaign;
  private @Nullable Long participant;

  /** The activity whose message is shown; null: the last one that was sent. */
  private @Nullable Long selected;

  private transient TestDesk.@Nullable About about;
  private transient TestDesk.@Nullable Shown shown;
  private transient MessageViews.@Nullable Shown message;

  /** When the page is asked for. */
  public void load() throws IOException {
    try {
      getAbout();
      launch.open(page.required(campaign));
      if (participant == null) {
        launch.search();
      } else {
        getShown();
      }
    } catch (NurtureException | IllegalStateException e) {
      page.notFound(e.getMessage());
    }
  }

  public TestDesk.About getAbout() {
    TestDesk.About read = about;
    if (read == null) {
      read = desk.about(page.required(campaign));
      about = read;
    }
    return read;
  }

  public TestDesk.Shown getShown() {
    TestDesk.Shown read = shown;
    if (read == null) {
      read = desk.show(page.required(campaign), page.required(participant));
      shown = read;
    }
    return read;
  }

  public boolean isUnderWay() {
    return getShown().run().state() == ParticipantState.RUNNING;
  }

  /** Runs a step (T4); its message, if it has one, is shown. */
  public void run(TestStep step) {
    attempt(
        () -> {
          desk.run(page.required(campaign), page.required(step.getTrace()));
          if (step.getType() != ActivityType.ACTION) {
            selected = step.getActivity();
          }
        });
    page.focus("form:steps");
  }

  /** Plays an event of the message that is shown. */
  public void play(String event) {
    playLink(event, null);
  }

  /** Plays a click on one of the message's own links. */
  public void click(String url) {
    playLink("clicked", url);
  }

  private void playLink(String event, @Nullable String url) {
    TestStep step = getSelected();
    if (step != null && step.getTrace() != null) {
      long trace = step.getTrace();
      attempt(
          () ->
              desk.play(
                  page.required(campaign),
                  trace,
                  EventType.valueOf(event.toUpperCase(Locale.ROOT)),
                  url));
      selected = step.getActivity();
      page.focus("form:message");
    }
  }

  public void select(TestStep step) {
    selected = step.getActivity();
    message = null;
    page.focus("form:message");
  }

  /** Ends the test (T6). */
  public void stop() {
    attempt(() -> desk.stop(page.required(campaign), page.required(participant)));
  }

  /** The same record and addresses once more, with what is live now. */
  public void startOver() throws IOException {
    var run = getShown().run();
    launch.launchFor(run.record(), run.email(), run.phone());
  }

  private void attempt(Runnable act) {
    try {
      act.run();
    } catch (NurtureException e) {
      page.error(String.valueOf(e.getMessage()));
    }
    refresh();
  }

  public void refresh() {
    shown = null;
    message = null;
  }

  /** “2 done, 1 rejected, 3 open”. */
  public String getSummary() {
    int done = 0;
    int open = 0;
    int other = 0;
    for (TestStep step : getShown().steps()) {
      if (step.getState().equals("PROCESSED")) {
        done++;
      } else if (step.isEnded()) {
        other++;
      } else {
        open++;
      }
    }
    return say.of("test.steps.summary", done, other, open);
  }

  /** The step that is to be run next: the first that can be. */
  public @Nullable TestStep getNext() {
    return getShown().steps().stream().filter(TestStep::isRunnable).findFirst().orElse(null);
  }

  /** The step whose message is shown. */
  public @Nullable TestStep getSelected() {
    Long wanted = selected;
    TestStep last = null;
    for (TestStep step : getShown().steps()) {
      if (wanted != null && step.getActivity() == wanted && step.isPlayable()) {
        return step;
      }
      if (step.isPlayable()) {
        last = step;
      }
    }
    return last;
  }

  /** Null: the step has none, or none is chosen. */
  public MessageViews.@Nullable Shown getMessage() {
    TestStep step = getSelected();
    MessageRow row = step == null ? null : step.getMessage();
    if (row == null) {
      return null;
    }
    MessageViews.Shown read = message;
    if (read == null || read.id() != row.id()) {
      read = desk.read(row.id());
      message = read;
    }
    return read;
  }

  /** What has been played, or has happened: “Opened 09:12 · Clicked 09:20”. */
  public String getHappened() {
    TestStep step = getSelected();
    MessageRow row = step == null ? null : step.getMessage();
    if (row == null) {
      return "";
    }
    StringBuilder out = new StringBuilder();
    happened(out, "opened", row.openedAt());
    happened(out, "clicked", row.clickedAt());
    happened(out, "replied", row.repliedAt());
    happened(out, "bounced", row.bouncedAt());
    return out.toString();
  }

  private void happened(StringBuilder out, String event, @Nullable Instant at) {
    if (at != null) {
      out.append(out.isEmpty() ? "" : " · ").append(say.of("test.happened." + event, times.at(at)));
    }
  }

  public @Nullable Long getCampaign() {
    return campaign;
  }

  public void setCampaign(@Nullable Long campaign) {
    this.campaign = campaign;
  }

  public @Nullable Long getParticipant() {
    return participant;
  }

  public void setParticipant(@Nullable Long participant) {
    this.participant = participant;
  }
}
