package org.nurture.action;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.nurture.action.ServerActions.Occasion;
import org.nurture.action.ServerActions.Result;
import org.nurture.action.ServerActions.Subject;
import org.nurture.audience.HostWriter;
import org.nurture.audience.RecordKey;
import org.nurture.platform.Violation;
import org.nurture.platform.json.Problems;

/** One statement for all records and followers, in Nurture's table or in the CRM's. */
final class FollowersPerformer implements Performer<Followers> {
  private static final int MOST_SEEN = 100;

  private final WhoFollows followers;
  private final HostWriter writer;

  FollowersPerformer(WhoFollows followers, HostWriter writer) {
    this.followers = followers;
    this.writer = writer;
  }

  @Override
  public boolean writesHost(String target, Followers effect) {
    return followers.host().keeps(target);
  }

  @Override
  public void check(String target, Followers effect, Problems problems) {
    // Nurture's own table takes any name or address
    if (followers.host().keeps(target)) {
      followers
          .host()
          .check(target, effect.followers())
          .forEach(v -> problems.invalid(v.path(), v.message()));
    }
  }

  @Override
  public Map<String, @Nullable Object> observe(
      String target, Followers effect, Occasion occasion, Subject subject, boolean after) {
    Map<String, @Nullable Object> seen = new LinkedHashMap<>();
    seen.put("followers", followers.of(target, subject.key(), MOST_SEEN));
    return seen;
  }

  @Override
  public Result perform(
      String target, Followers effect, Occasion occasion, int slot, List<Subject> subjects) {
    if (followers.host().keeps(target)) {
      return inHost(target, effect, occasion, subjects);
    }
    if (effect.add()) {
      followers.own().add(target, occasion, subjects, effect.followers());
    } else {
      followers.own().remove(target, subjects, effect.followers());
    }
    return Result.failed(Map.of());
  }

  /** Locks the records first: so that two who add the same follower do it once. */
  private Result inHost(
      String target, Followers effect, Occasion occasion, List<Subject> subjects) {
    Set<RecordKey> there =
        writer.update(target, Subjects.keys(subjects), List.of(), occasion.now());
    if (!effect.add()) {
      followers.host().remove(target, there, effect.followers());
      return Result.failed(Subjects.gone(subjects, there));
    }
    List<Violation> unknown = followers.host().check(target, effect.followers());
    if (!unknown.isEmpty()) {
      return Result.failed(Subjects.failed(subjects, unknown.get(0).message()));
    }
    followers.host().add(target, there, effect.followers());
    return Result.failed(Subjects.gone(subjects, there));
  }
}
