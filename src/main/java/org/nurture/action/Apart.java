package org.nurture.action;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.nurture.action.ServerActions.Subject;
import org.nurture.audience.RecordKey;

/** Keys of subjects in lists that hold no key twice; nearly always one list. */
final class Apart {
  private Apart() {}

  /** Subjects in lists that hold no key twice. */
  static List<List<Subject>> subjects(List<Subject> subjects) {
    Map<RecordKey, Integer> times = new HashMap<>();
    List<List<Subject>> lists = new ArrayList<>();
    for (Subject subject : subjects) {
      int n = times.merge(subject.key(), 1, Integer::sum);
      if (lists.size() < n) {
        lists.add(new ArrayList<>());
      }
      lists.get(n - 1).add(subject);
    }
    return lists;
  }

  static List<List<RecordKey>> of(List<Subject> subjects, Set<RecordKey> there) {
    Map<RecordKey, Integer> times = new HashMap<>();
    List<List<RecordKey>> lists = new ArrayList<>();
    for (Subject subject : subjects) {
      if (there.contains(subject.key())) {
        int n = times.merge(subject.key(), 1, Integer::sum);
        if (lists.size() < n) {
          lists.add(new ArrayList<>());
        }
        lists.get(n - 1).add(subject.key());
      }
    }
    return lists;
  }
}
