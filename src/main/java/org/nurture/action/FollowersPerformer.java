package org.nurture.action;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nurture.action.ServerActions.Occasion;
import org.nurture.action.ServerActions.Result;
import org.nurture.action.ServerActions.Subject;
import org.nurture.platform.json.Problems;

/** One statement for all records and followers. */
final class FollowersPerformer implements Performer<Followers> {
  private static final int MOST_SEEN = 100;

  private final FollowerRows rows;

  FollowersPerformer(FollowerRows rows) {
    this.rows = rows;
  }

  @Override
  public void check(String target, Followers effect, Problems problems) {
    // any name or address will do
  }

  @Override
  public Map<String, @Nullable Object> observe(
      String target, Followers effect, Occasion occasion, Subject subject, boolean after) {
    Map<String, @Nullable Object> seen = new LinkedHashMap<>();
    seen.put("followers", rows.of(target, subject.key(), MOST_SEEN));
    return seen;
  }

  @Override
  public Result perform(
      String target, Followers effect, Occasion occasion, int slot, List<Subject> subjects) {
    if (effect.add()) {
      rows.add(target, occasion, subjects, effect.followers());
    } else {
      rows.remove(target, subjects, effect.followers());
    }
    return Result.failed(Map.of());
  }
}
