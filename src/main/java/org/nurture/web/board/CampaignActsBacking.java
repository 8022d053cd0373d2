package org.nurture.web.board;

import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.nurture.campaign.CampaignDocument;
import org.nurture.campaign.CampaignView;
import org.nurture.platform.NurtureException;
import org.nurture.platform.Violation;
import org.nurture.web.filter.Fields;
import org.nurture.web.page.Page;
import org.nurture.web.page.Times;
import org.primefaces.PrimeFaces;

/** The menu of a campaign on the board, with its questions and its way back. */
@Named("acts")
@ViewScoped
public class CampaignActsBacking implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final String DIALOG = "askDialog";

  @Inject private CampaignActs acts;
  @Inject private Fields fields;
  @Inject private CampaignUndo undo;
  @Inject private CampaignsBacking board;
  @Inject private Page page;
  @Inject private Times times;

  private @Nullable Question question;
  private List<String> missing = List.of();

  /**
   * What is asked before something that can't be undone.
   *
   * @param act start, stop or delete
   */
  public record Question(String act, long id, String title, String text, String button)
      implements Serializable {}

  /** Asks before it starts or stops, with the effect in numbers. */
  public void ask(String act, long id) {
    missing = List.of();
    attempt(
        () -> {
          CampaignView campaign = acts.get(id);
          String name = campaign.document().name();
          String text =
              act.equals("start")
                  ? page.say("campaigns.ask.start.text", matching(campaign.document()))
                  : page.say("campaigns.ask." + act + ".text");
          open(act, id, name, text);
        });
  }

  private void open(String act, long id, String name, String text) {
    question =
        new Question(
            act,
            id,
            page.say("campaigns.ask." + act + ".title", name),
            text,
            page.say("campaigns.ask." + act + ".button"));
    page.dialog(DIALOG, true);
    PrimeFaces.current().focus("askForm:yes");
  }

  private long matching(CampaignDocument document) {
    return fields.count(document.target(), List.of(document.filter().toJsonArray()));
  }

  /** Does what was asked. */
  public void confirm() {
    Question asked = Objects.requireNonNull(question);
    try {
      switch (asked.act()) {
        case "start" -> acts.start(asked.id());
        case "stop" -> acts.stop(asked.id());
        default -> undo.keep(acts.delete(asked.id()));
      }
      page.dialog(DIALOG, false);
    } catch (NurtureException e) {
      missing =
          e.violations().isEmpty()
              ? List.of(String.valueOf(e.getMessage()))
              : e.violations().stream().map(Violation::message).distinct().toList();
    }
    board.refresh();
  }

  public void duplicate(long id) throws IOException {
    page.go("/campaigns/campaign.xhtml?id=" + acts.duplicate(id));
  }

  public void archive(long id, boolean archived) {
    attempt(() -> undo.keep(acts.archive(id, archived)));
    board.refresh();
  }

  /** Deletes it, with a way back; asks first where tests would be lost. */
  public void delete(long id) {
    missing = List.of();
    attempt(
        () -> {
          int tests = acts.tests(id);
          if (tests > 0) {
            open(
                "delete",
                id,
                acts.get(id).document().name(),
                page.say("campaigns.ask.delete.text", tests));
          } else {
            undo.keep(acts.delete(id));
          }
        });
    board.refresh();
  }

  /** Takes the last thing back. */
  public void takeBack() {
    CampaignUndo.Done done = getDone();
    if (done != null) {
      attempt(
          () -> {
            acts.undo(done);
            undo.forget();
          });
      board.refresh();
    }
  }

  /** Closes the note. */
  public void dismiss() {
    undo.forget();
  }

  private void attempt(Runnable step) {
    try {
      step.run();
    } catch (NurtureException e) {
      page.error(String.valueOf(e.getMessage()));
    }
  }

  public CampaignUndo.@Nullable Done getDone() {
    return undo.last(times.now());
  }

  /** “Spring offer” was deleted. */
  public String getDoneText() {
    CampaignUndo.Done done = getDone();
    return done == null
        ? ""
        : page.say(
            "campaigns.undo." + done.act().name().toLowerCase(java.util.Locale.ROOT), done.name());
  }

  public @Nullable Question getQuestion() {
    return question;
  }

  /** What keeps it from being started. */
  public List<String> getMissing() {
    return missing;
  }
}
