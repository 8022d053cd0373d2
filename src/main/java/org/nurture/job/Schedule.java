package org.nurture.job;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import org.jspecify.annotations.Nullable;

/** When a job starts by itself. Changed through {@link Schedules}. */
@Entity
@Table(name = "schedule")
public class Schedule {
  @Id private String name;
  private String job;
  private @Nullable String cron;

  @Column(name = "every_seconds")
  private @Nullable Integer everySeconds;

  private String parameters;
  private boolean enabled;
  @Version private long version;

  /** For JPA. */
  protected Schedule() {
    this("", "");
  }

  private Schedule(String name, String job) {
    this.name = name;
    this.job = job;
    this.parameters = "";
  }

  static Schedule of(Job job, Rhythm rhythm) {
    Schedule schedule = new Schedule(job.word(), job.word());
    schedule.enabled = true;
    schedule.fire(rhythm);
    return schedule;
  }

  public String name() {
    return name;
  }

  public Job job() {
    return Job.named(job).orElseThrow();
  }

  public Rhythm rhythm() {
    return new Rhythm(everySeconds, cron);
  }

  public Parameters parameters() {
    return Parameters.parse(parameters);
  }

  public boolean enabled() {
    return enabled;
  }

  public long version() {
    return version;
  }

  final void fire(Rhythm rhythm) {
    everySeconds = rhythm.everySeconds();
    cron = rhythm.cron();
  }

  void give(Parameters given) {
    parameters = given.toText();
  }

  void enable(boolean on) {
    enabled = on;
  }
}
