package org.nurture.web.testing;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import org.nurture.web.campaign.TriggerWords;
import org.nurture.web.page.Ago;
import org.nurture.web.page.Say;
import org.nurture.web.page.Times;

/** What a test's step waits for, and why it is where it is, in words. */
@Named("stepWords")
@ApplicationScoped
public class StepWords {
  private final Say say;
  private final Times times;
  private final Ago ago;
  private final TriggerWords triggers;

  @Inject
  public StepWords(Say say, Times times, Ago ago, TriggerWords triggers) {
    this.say = say;
    this.times = times;
    this.ago = ago;
    this.triggers = triggers;
  }

  /** For CDI's proxy. */
  @SuppressWarnings("NullAway")
  protected StepWords() {
    this(null, null, null, null);
  }

  /** “Opened, after 2 days”. */
  public String trigger(TestStep step) {
    return triggers.tab(step.step().trigger(), step.step().interval());
  }

  /** “Due 3 Nov, 09:00, in 2 days”; of one that has ended, its reason. */
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
}
