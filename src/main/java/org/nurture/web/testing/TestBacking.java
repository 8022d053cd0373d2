package org.nurture.web.testing;

import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.IOException;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nurture.campaign.ActivityType;
import org.nurture.insight.TraceRow.MessageRow;
import org.nurture.journey.ParticipantState;
import org.nurture.message.MessageViews;
import org.nurture.platform.NurtureException;
import org.nurture.tracking.EventType;
import org.nurture.web.campaign.TriggerWords;
import org.nurture.web.page.Ago;
import org.nurture.web.page.Page;
import org.nurture.web.page.Say;
import org.nurture.web.page.Times;

/** Testing a campaign: a record is chosen, then the workflow is gone through step by step. */
@Named("test")
@ViewScoped
public class TestBacking implements Serializable {
  private static final long serialVersionUID = 1L;

  @Inject private TestDesk desk;
  @Inject private Page page;
  @Inject private Say say;
  @Inject private Times times;
  @Inject private Ago ago;
  @Inject private TriggerWords triggers;

  private @Nullable Long campaign;
  private @Nullable Long participant;

  private String words = "";
  private List<RecordSearch.Found> found = List.of();
  private RecordSearch.@Nullable Found record;
  private List<MadeField> making = List.of();
  private String email = "";
  private String phone = "";

  /** The activity whose message is shown; null: the last one that was sent. */
  private @Nullable Long selected;

  private transient TestDesk.@Nullable About about;
  private transient TestDesk.@Nullable Shown shown;
  private transient MessageViews.@Nullable Shown message;

  /** When the page is asked for. */
  public void load() throws IOException {
    try {
      getAbout();
      if (participant == null) {
        search();
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

  // ---------------------------------------------------------------- launching

  /** Looks for records anew. */
  public void search() {
    found = List.copyOf(desk.search(page.required(campaign), words));
  }

  public void choose(RecordSearch.Found chosen) {
    record = chosen;
  }

  /** Lets another record be chosen. */
  public void forget() {
    record = null;
    search();
  }

  /** Offers to make a record instead (T1). */
  public void make() {
    making = desk.newFields(page.required(campaign)).stream().map(MadeField::new).toList();
  }

  public void makeNone() {
    making = List.of();
  }

  /** Makes the record, and takes it. */
  public void create() {
    Map<String, String> values = new LinkedHashMap<>();
    making.forEach(field -> values.put(field.getName(), field.getValue()));
    try {
      record = desk.create(page.required(campaign), values);
      making = List.of();
    } catch (NurtureException e) {
      page.error(
          e.violations().isEmpty()
              ? String.valueOf(e.getMessage())
              : e.violations().get(0).message());
    }
  }

  /** Whether records can be made here: an admin marked the target writable. */
  public boolean isCreatable() {
    return !desk.newFields(page.required(campaign)).isEmpty();
  }

  /** The fields of the record that is made; empty: none is. */
  public List<MadeField> getMaking() {
    return making;
  }

  public void launch() throws IOException {
    RecordSearch.Found chosen = record;
    if (chosen == null) {
      page.error(say.of("test.message.norecord"));
      return;
    }
    try {
      go(desk.launch(page.required(campaign), chosen.key(), email, phone));
    } catch (NurtureException e) {
      page.error(String.valueOf(e.getMessage()));
    }
  }

  public List<TestDesk.Earlier> getEarlier() {
    return desk.earlier(page.required(campaign));
  }

  // ---------------------------------------------------------------- a test

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
    try {
      go(desk.launch(page.required(campaign), run.record(), run.email(), run.phone()));
    } catch (NurtureException e) {
      page.error(String.valueOf(e.getMessage()));
    }
  }

  private void go(long launched) throws IOException {
    page.go("/campaigns/test.xhtml?campaign=" + campaign + "&participant=" + launched);
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

  // ---------------------------------------------------------------- words

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

  /** “Opened, after 2 days”. */
  public String trigger(TestStep step) {
    return triggers.tab(step.step().trigger(), step.step().interval());
  }

  public String why(TestStep step) {
    TestStep parent = step.getParent();
    String name = parent == null ? "" : parent.getName();
    return switch (step.getState()) {
      case "NOT_PLANNED" ->
          parent != null && parent.isEnded() && !parent.getState().equals("PROCESSED")
              ? say.of("test.why.never", name)
              : say.of("test.why.later", name);
      case "WAITING" -> say.of("test.why.waits." + step.step().trigger().name(), name);
      case "SCHEDULED" -> say.of("test.why.due", times.at(step.getDue()), ago.of(step.getDue()));
      default -> {
        String why = step.getWhy();
        yield why == null ? say.of("test.why.done") : why;
      }
    };
  }

  /** The step that is to be run next: the first that can be. */
  public @Nullable TestStep getNext() {
    return getShown().steps().stream().filter(TestStep::isRunnable).findFirst().orElse(null);
  }

  // ---------------------------------------------------------------- the message

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

  private void happened(StringBuilder out, String event, java.time.@Nullable Instant at) {
    if (at != null) {
      out.append(out.isEmpty() ? "" : " · ").append(say.of("test.happened." + event, times.at(at)));
    }
  }

  // ---------------------------------------------------------------- for the form

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

  public String getWords() {
    return words;
  }

  public void setWords(@Nullable String words) {
    this.words = words == null ? "" : words;
  }

  public List<RecordSearch.Found> getFound() {
    return found;
  }

  public RecordSearch.@Nullable Found getRecord() {
    return record;
  }

  public String getEmail() {
    return email;
  }

  public void setEmail(@Nullable String email) {
    this.email = email == null ? "" : email;
  }

  public String getPhone() {
    return phone;
  }

  public void setPhone(@Nullable String phone) {
    this.phone = phone == null ? "" : phone;
  }
}
