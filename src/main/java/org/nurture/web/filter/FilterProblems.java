package org.nurture.web.filter;

import jakarta.json.JsonArray;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nurture.platform.Violation;

/** From what is wrong with a filter's list to the rules of the builder. */
final class FilterProblems {
  private FilterProblems() {}

  /**
   * Gives each rule its error.
   *
   * @param all the builder's rules; none in the text form
   * @return what no rule shows, with the term that it is about
   */
  static List<String> place(
      List<Violation> violations, JsonArray filter, List<FilterDraft.Rule> all) {
    List<FilterDraft.Rule> rules = all.stream().filter(FilterDraft.Rule::isComplete).toList();
    List<String> others = new ArrayList<>();
    for (Violation violation : violations) {
      int at = termOf(violation.path());
      FilterDraft.Rule rule = ruleAt(rules, filter, at);
      if (rule != null) {
        rule.error = violation.message();
      } else {
        boolean known = at >= 0 && at < filter.size();
        others.add((known ? filter.get(at) + ": " : "") + violation.message());
      }
    }
    return others;
  }

  private static int termOf(String pointer) {
    String[] steps = pointer.split("/");
    return steps.length > 1 && steps[1].matches("\\d{1,6}") ? Integer.parseInt(steps[1]) : -1;
  }

  /** The rule whose term stands at that place of the list; spans have two. */
  private static FilterDraft.@Nullable Rule ruleAt(
      List<FilterDraft.Rule> rules, JsonArray filter, int place) {
    int term = -1;
    for (int i = 0; i <= place && i < filter.size(); i++) {
      term += filter.get(i) instanceof JsonArray ? 1 : 0;
    }
    for (FilterDraft.Rule rule : rules) {
      term -= rule.isSpan() ? 2 : 1;
      if (term < 0) {
        return rule;
      }
    }
    return null;
  }
}
