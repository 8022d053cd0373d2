package org.nurture.job;

import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * Parameters of an execution.
 *
 * @param campaign only this one; null: all
 * @param incremental enrol by what was modified (E7)
 */
public record Parameters(@Nullable Long campaign, boolean incremental) {
  static final String CAMPAIGN = "campaign";
  static final String INCREMENTAL = "incremental";

  /** Our own row of the execution: not a parameter for people. */
  static final String RUN = "run";

  public static final Parameters NONE = new Parameters(null, false);

  /** As Jakarta Batch takes them. */
  Properties toProperties(long run) {
    Properties all = new Properties();
    all.setProperty(RUN, Long.toString(run));
    if (campaign != null) {
      all.setProperty(CAMPAIGN, campaign.toString());
    }
    if (incremental) {
      all.setProperty(INCREMENTAL, "true");
    }
    return all;
  }

  static Parameters fromProperties(Properties given) {
    String campaign = given.getProperty(CAMPAIGN);
    return new Parameters(
        campaign == null ? null : Long.valueOf(campaign),
        Boolean.parseBoolean(given.getProperty(INCREMENTAL)));
  }

  /** As the column holds them: {@code campaign=12 incremental=true}. */
  String toText() {
    StringBuilder text = new StringBuilder();
    if (campaign != null) {
      text.append(CAMPAIGN).append('=').append(campaign.longValue());
    }
    if (incremental) {
      text.append(text.isEmpty() ? "" : " ").append(INCREMENTAL).append("=true");
    }
    return text.toString();
  }

  static Parameters parse(String text) {
    Long campaign = null;
    boolean incremental = false;
    for (String part : text.trim().split("\\s+", -1)) {
      int eq = part.indexOf('=');
      if (part.startsWith(CAMPAIGN + "=")) {
        campaign = Long.valueOf(part.substring(eq + 1));
      } else if (part.startsWith(INCREMENTAL + "=")) {
        incremental = Boolean.parseBoolean(part.substring(eq + 1));
      }
    }
    return new Parameters(campaign, incremental);
  }
}
