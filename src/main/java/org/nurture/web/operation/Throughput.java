package org.nurture.web.operation;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;
import org.nurture.job.Job;
import org.nurture.job.JobOverview;

/** The work of the last hour by minute, as bars of an SVG: messages, and other traces on top. */
public final class Throughput {
  private static final int MINUTES = JobOverview.MINUTES;
  private static final Set<Job> SENDING = EnumSet.of(Job.SEND_MAIL, Job.SEND_SMS);
  private static final double LEFT = 44;
  private static final double BOTTOM = 196;
  private static final double HEIGHT = 188;
  private static final double STEP = 16.13;
  private static final double BAR = 13.6;
  private static final int LINES = 4;

  private final long[] sent = new long[MINUTES];
  private final long[] done = new long[MINUTES];
  private final Instant first;
  private final long top;

  private Throughput(List<JobOverview.Minute> minutes, Instant now) {
    first = now.truncatedTo(ChronoUnit.MINUTES).minus(Duration.ofMinutes(MINUTES - 1L));
    for (JobOverview.Minute minute : minutes) {
      int at = (int) Duration.between(first, minute.at()).toMinutes();
      if (at >= 0 && at < MINUTES && (minute.job() == Job.PROCESS || isSending(minute))) {
        (isSending(minute) ? sent : done)[at] += minute.written();
      }
    }
    top = roundUp(IntStream.range(0, MINUTES).mapToLong(i -> sent[i] + done[i]).max().orElse(0));
  }

  static Throughput of(List<JobOverview.Minute> minutes, Instant now) {
    return new Throughput(minutes, now);
  }

  private static boolean isSending(JobOverview.Minute minute) {
    return SENDING.contains(minute.job());
  }

  /** To a number whose quarters are whole and easy to read. */
  private static long roundUp(long most) {
    long unit = LINES;
    while (unit * 10 < most) {
      unit *= 10;
    }
    return Math.max(LINES, (most + unit - 1) / unit * unit);
  }

  /** A line of the grid. */
  public record Line(double y, double textY, long value) {
    public double getY() {
      return y;
    }

    public double getTextY() {
      return textY;
    }

    public long getValue() {
      return value;
    }
  }

  public List<Line> getLines() {
    return IntStream.rangeClosed(0, LINES)
        .mapToObj(
            i -> {
              double y = BOTTOM - HEIGHT * i / LINES;
              return new Line(y, y + 4, top * i / LINES);
            })
        .toList();
  }

  /** Bars of the messages handed over. */
  public String getSentPath() {
    return path(new long[MINUTES], sent);
  }

  /** Bars of the traces executed, on top of those. */
  public String getDonePath() {
    return path(sent, done);
  }

  private String path(long[] below, long[] of) {
    StringBuilder path = new StringBuilder("M" + LEFT + " " + BOTTOM);
    for (int i = 0; i < MINUTES; i++) {
      if (of[i] > 0) {
        double height = HEIGHT * of[i] / top;
        path.append(
            String.format(
                Locale.ROOT,
                "M%.1f %.1fv-%.1fh%.1fv%.1fz",
                LEFT + i * STEP,
                BOTTOM - HEIGHT * below[i] / top,
                height,
                BAR,
                height));
      }
    }
    return path.toString();
  }

  public Instant getFirst() {
    return first;
  }

  public Instant getMiddle() {
    return first.plus(Duration.ofMinutes(MINUTES / 2));
  }

  public Instant getLast() {
    return first.plus(Duration.ofMinutes(MINUTES - 1L));
  }

  public long getSentInAll() {
    return IntStream.range(0, MINUTES).mapToLong(i -> sent[i]).sum();
  }

  public long getDoneInAll() {
    return IntStream.range(0, MINUTES).mapToLong(i -> done[i]).sum();
  }
}
