package org.nurture.web.operation;

import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nurture.message.Resolution.As;
import org.nurture.platform.NurtureException;
import org.nurture.web.page.Page;
import org.nurture.web.page.Say;

/** “Messages in doubt”: were they sent? */
@Named("doubts")
@ViewScoped
public class DoubtsBacking implements Serializable {
  private static final long serialVersionUID = 1L;

  /** What one press of a button may decide. */
  private static final int PAGE = 50;

  @Inject private DoubtDesk desk;
  @Inject private Page page;
  @Inject private Say say;

  private List<DoubtDesk.Row> rows = List.of();
  private boolean more;
  private @Nullable String told;

  /** When the page is asked for. */
  public void load() throws IOException {
    try {
      read();
    } catch (NurtureException e) {
      page.refused(e);
    }
  }

  private void read() {
    List<DoubtDesk.Row> found = desk.first(PAGE + 1);
    more = found.size() > PAGE;
    rows = found.stream().limit(PAGE).toList();
  }

  /** Says it of one of them. */
  public void decide(long message, As as) {
    resolve(List.of(message), as);
  }

  /** Says it of all that are shown. */
  public void decideAll(As as) {
    resolve(rows.stream().map(DoubtDesk.Row::message).toList(), as);
  }

  private void resolve(List<Long> messages, As as) {
    try {
      told = say.of("doubts.told", desk.resolve(messages, as));
      read();
    } catch (NurtureException e) {
      page.error(String.valueOf(e.getMessage()));
    }
  }

  public List<DoubtDesk.Row> getRows() {
    return rows;
  }

  /** Whether there are some that are not shown. */
  public boolean isMore() {
    return more;
  }

  /** What the last press has done; null: nothing yet. */
  public @Nullable String getTold() {
    return told;
  }
}
