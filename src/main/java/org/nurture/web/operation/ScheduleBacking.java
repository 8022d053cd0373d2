package org.nurture.web.operation;

import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nurture.job.JobOverview;
import org.nurture.job.Parameters;
import org.nurture.job.Rhythm;
import org.nurture.job.Schedules;
import org.nurture.platform.NurtureException;
import org.nurture.web.page.FieldErrors;
import org.nurture.web.page.Page;

/** The dialog of one job's schedule: every so many seconds, minutes or hours, or by cron. */
@Named("schedule")
@ViewScoped
public class ScheduleBacking implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final String DIALOG = "schedule";
  private static final int MINUTE = 60;
  private static final int HOUR = 3600;

  @Inject private OperationsDesk desk;
  @Inject private Page page;
  @Inject private OperationsBacking operations;

  private final FieldErrors errors = new FieldErrors();
  private String job = "";
  private String name = "";
  private long version;
  private boolean enabled;
  private boolean byCron;
  private boolean takesIncremental;
  private boolean incremental;
  private String number = "1";
  private int unit = MINUTE;
  private String cron = "";

  /** Opens the dialog with what is set now. */
  public void edit(JobOverview.Row row) {
    Schedules.View schedule = page.required(row.schedule());
    errors.clear();
    job = row.job().word();
    name = schedule.name();
    version = schedule.version();
    enabled = schedule.enabled();
    takesIncremental = row.job().parameters().contains("incremental");
    incremental = schedule.parameters().incremental();
    Integer seconds = schedule.rhythm().everySeconds();
    byCron = seconds == null;
    cron = byCron ? String.valueOf(schedule.rhythm().cron()) : "0 3 * * *";
    unit = seconds == null || seconds % MINUTE != 0 ? 1 : seconds % HOUR == 0 ? HOUR : MINUTE;
    number = seconds == null ? "1" : String.valueOf(seconds / unit);
    if (seconds == null) {
      unit = MINUTE;
    }
    page.dialog(DIALOG, true);
  }

  /** What is typed, in words; empty while it is not allowed. */
  public String getWords() {
    try {
      return rhythm().words();
    } catch (NurtureException e) {
      return "";
    }
  }

  /** Checks as it is typed. */
  public void changed() {
    errors.clear();
    try {
      rhythm();
    } catch (NurtureException e) {
      place(e);
    }
  }

  public void save() {
    errors.clear();
    try {
      desk.change(name, enabled, rhythm(), new Parameters(null, incremental), version);
      operations.refresh();
      page.dialog(DIALOG, false);
    } catch (NurtureException e) {
      place(e);
    }
  }

  private void place(NurtureException refusal) {
    errors.add(
        byCron ? "cron" : "number",
        refusal.violations().isEmpty()
            ? String.valueOf(refusal.getMessage())
            : refusal.violations().get(0).message());
  }

  private Rhythm rhythm() {
    if (byCron) {
      return Rhythm.cron(cron);
    }
    long seconds = number.matches("\\d{1,6}") ? Long.parseLong(number) * unit : 0;
    if (seconds < 1 || seconds > Rhythm.MOST_SECONDS) {
      throw NurtureException.invalid(
          "/everySeconds", page.say("schedule.number.error", number, Rhythm.MOST_SECONDS / unit));
    }
    return Rhythm.every((int) seconds);
  }

  public List<Integer> getUnits() {
    return List.of(1, MINUTE, HOUR);
  }

  public FieldErrors getErrors() {
    return errors;
  }

  public String getJob() {
    return job;
  }

  public boolean isEnabled() {
    return enabled;
  }

  public void setEnabled(boolean enabled) {
    this.enabled = enabled;
  }

  /** Whether the job can do with what was modified alone (E7). */
  public boolean isTakesIncremental() {
    return takesIncremental;
  }

  public boolean isIncremental() {
    return incremental;
  }

  public void setIncremental(boolean incremental) {
    this.incremental = incremental;
  }

  public boolean isByCron() {
    return byCron;
  }

  public void setByCron(boolean byCron) {
    this.byCron = byCron;
  }

  public String getNumber() {
    return number;
  }

  public void setNumber(@Nullable String number) {
    this.number = number == null ? "" : number.strip();
  }

  public int getUnit() {
    return unit;
  }

  public void setUnit(int unit) {
    this.unit = unit;
  }

  public String getCron() {
    return cron;
  }

  public void setCron(@Nullable String cron) {
    this.cron = cron == null ? "" : cron.strip();
  }
}
