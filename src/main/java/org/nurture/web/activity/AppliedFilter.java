package org.nurture.web.activity;

import jakarta.json.JsonArray;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nurture.platform.NurtureException;
import org.nurture.web.campaign.CampaignBacking;
import org.nurture.web.campaign.CampaignDraft;
import org.nurture.web.filter.Fields;
import org.nurture.web.filter.FilterEditor;
import org.nurture.web.page.Say;

/** All filters that an activity obeys, from the campaign's down to its own, and their count. */
public final class AppliedFilter implements Serializable {
  private static final long serialVersionUID = 1L;

  private final Fields fields;
  private final List<Line> lines = new ArrayList<>();
  private final Say say;
  private @Nullable Long count;
  private String known = "";

  AppliedFilter(Fields fields, Say say) {
    this.fields = fields;
    this.say = say;
  }

  /** One filter on the way. */
  public record Line(String name, String words) implements Serializable {
    public String getName() {
      return name;
    }

    public String getWords() {
      return words;
    }
  }

  /** A filter with the name of what it belongs to. */
  private record Named(String name, JsonArray filter) {}

  /** Forgets what it knew: filters above may have changed. */
  void forget() {
    known = "";
  }

  /**
   * Reads and counts anew where a filter changed since.
   *
   * @param parent key of the activity above; null: none
   */
  void refresh(CampaignBacking campaign, FilterEditor own, @Nullable String parent) {
    CampaignDraft draft = campaign.draft();
    String now = own.state() + parent + draft.getTarget();
    if (now.equals(known)) {
      return;
    }
    known = now;
    List<Named> all = new ArrayList<>();
    try {
      all.add(new Named(say.of("activity.applied.campaign"), campaign.getFilter().filter()));
      if (parent != null) {
        draft.pathTo(parent).forEach(above -> all.add(new Named(above.getName(), above.filter())));
      }
      all.add(new Named(say.of("activity.applied.this"), own.known()));
    } catch (NurtureException e) {
      // what is wrong stands at the filter that has it
    }
    of(draft.getTarget(), all);
  }

  private void of(@Nullable String target, List<Named> all) {
    lines.clear();
    count = null;
    if (target == null || target.isBlank()) {
      return;
    }
    all.forEach(each -> lines.add(new Line(each.name(), words(target, each.filter()))));
    try {
      count = fields.count(target, all.stream().map(Named::filter).toList());
    } catch (RuntimeException e) {
      // what is wrong stands at the filter that has it
      count = null;
    }
  }

  private String words(String target, JsonArray filter) {
    try {
      return fields.describe(target, filter);
    } catch (RuntimeException e) {
      return String.valueOf(e.getMessage());
    }
  }

  public List<Line> getLines() {
    return lines;
  }

  public @Nullable Long getCount() {
    return count;
  }
}
