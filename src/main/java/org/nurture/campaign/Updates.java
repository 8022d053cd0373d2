package org.nurture.campaign;

import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.nurture.platform.NurtureException;
import org.nurture.platform.Violation;
import org.nurture.platform.json.DocumentWriter;

/** What a staged version means for those who are under way. Pure. */
public final class Updates {
  static final Preview NOTHING =
      new Preview(new CampaignDiff(false, false, false, List.of()), List.of());

  private Updates() {}

  /**
   * @param violations what keeps the update from going live
   */
  public record Preview(CampaignDiff diff, List<Violation> violations) {
    public Preview {
      violations = List.copyOf(violations);
    }
  }

  static Preview preview(CampaignDiff diff, List<Violation> missing) {
    List<Violation> all = new ArrayList<>(missing);
    all.addAll(consequences(diff));
    return new Preview(diff, all);
  }

  /**
   * U2 to U6 plan, recompute or cancel traces: not yet.
   *
   * @throws NurtureException CONFLICT, naming each change
   */
  static void refuseConsequences(CampaignDiff diff) {
    List<Violation> found = consequences(diff);
    if (!found.isEmpty()) {
      throw NurtureException.conflict(
          "Adding, removing, moving and retiming activities is not possible yet once a campaign has"
              + " participants; names, templates, actions and filters are. Discard these changes, or"
              + " duplicate the campaign",
          found);
    }
  }

  private static List<Violation> consequences(CampaignDiff diff) {
    List<Violation> found = new ArrayList<>();
    if (diff.zone()) {
      found.add(new Violation("/timeZone", "Another time zone would move what is planned"));
    }
    for (CampaignDiff.Change change : diff.activities()) {
      if (change.kind() != CampaignDiff.Kind.CHANGED) {
        found.add(
            new Violation(
                change.kind() == CampaignDiff.Kind.REMOVED ? "/activities" : change.path(),
                "“"
                    + change.ref()
                    + "” is "
                    + change.kind().name().toLowerCase(Locale.ROOT)
                    + ": that would change what is planned for participants"));
      }
    }
    return found;
  }

  /** As API.md has it, {@code GET …/changes}. */
  public static JsonObject toJson(Preview preview) {
    return new DocumentWriter()
        .put(
            "activities",
            DocumentWriter.array(preview.diff().activities().stream().map(Updates::json).toList()))
        .put(
            "violations",
            DocumentWriter.array(
                preview.violations().stream()
                    .map(
                        v ->
                            new DocumentWriter()
                                .put("path", v.path())
                                .put("message", v.message())
                                .build())
                    .toList()))
        .build();
  }

  private static JsonObject json(CampaignDiff.Change change) {
    String word =
        change.kind() == CampaignDiff.Kind.RETIMED
            ? "changed"
            : change.kind().name().toLowerCase(Locale.ROOT);
    return new DocumentWriter()
        .put("ref", change.ref())
        .put("change", word)
        .put("scheduled", 0)
        .put("dueNow", 0)
        .put("canceled", 0)
        .put("moved", 0)
        .build();
  }
}
