package org.nurture.campaign;

import jakarta.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.nurture.campaign.CampaignDiff.Kind;
import org.nurture.campaign.ChangeNumbers.Numbers;
import org.nurture.platform.Violation;
import org.nurture.platform.json.DocumentWriter;

/** What a staged version means for those who are under way. Pure. */
public final class Updates {
  static final Preview NOTHING =
      new Preview(new CampaignDiff(false, false, false, List.of()), List.of(), Map.of(), Set.of());

  private Updates() {}

  /**
   * What an update would change, and what that means for participants, as of now.
   *
   * @param violations what keeps the update from going live
   * @param numbers by ref; those that concern nobody may be left out
   * @param newer refs of activities whose action was edited since the campaign keeps it
   */
  public record Preview(
      CampaignDiff diff,
      List<Violation> violations,
      Map<String, Numbers> numbers,
      Set<String> newer) {
    public Preview {
      newer = Set.copyOf(newer);
      violations = List.copyOf(violations);
      numbers = Map.copyOf(numbers);
    }

    /** Of one activity. */
    public Numbers of(String ref) {
      return numbers.getOrDefault(ref, Numbers.NONE);
    }

    /** Refs of activities that stay as they are, but not what they mean: time zone (U3), action. */
    public List<String> others() {
      Set<String> refs = new TreeSet<>(numbers.keySet());
      refs.addAll(newer);
      diff.activities().forEach(c -> refs.remove(c.ref()));
      return List.copyOf(refs);
    }

    Preview with(Set<String> refs) {
      return new Preview(diff, violations, numbers, refs);
    }

    /** Of all activities together. */
    public Numbers total() {
      return numbers.values().stream().reduce(Numbers.NONE, Numbers::plus);
    }
  }

  static Preview preview(
      CampaignDiff diff, List<Violation> missing, Map<String, Numbers> numbers, Set<String> newer) {
    return new Preview(diff, missing, numbers, newer);
  }

  /** As API.md has it, {@code GET …/changes}. */
  public static JsonObject toJson(Preview preview) {
    return new DocumentWriter()
        .put(
            "activities",
            DocumentWriter.array(
                Stream.concat(
                        preview.diff().activities().stream()
                            .map(c -> json(c.ref(), word(c.kind()), preview)),
                        preview.others().stream()
                            .map(ref -> json(ref, word(Kind.CHANGED), preview)))
                    .toList()))
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

  private static String word(Kind kind) {
    return (kind == Kind.RETIMED ? Kind.CHANGED : kind).name().toLowerCase(Locale.ROOT);
  }

  private static JsonObject json(String ref, String change, Preview preview) {
    Numbers numbers = preview.of(ref);
    return new DocumentWriter()
        .put("ref", ref)
        .put("change", change)
        .put("scheduled", numbers.scheduled())
        .put("dueNow", numbers.dueNow())
        .put("canceled", numbers.canceled())
        .put("moved", numbers.moved())
        .put("newerAction", preview.newer().contains(ref))
        .build();
  }
}
