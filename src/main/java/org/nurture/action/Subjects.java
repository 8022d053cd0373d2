package org.nurture.action;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.nurture.action.ServerActions.Subject;
import org.nurture.audience.RecordKey;
import org.nurture.platform.Text;

/** The subjects of a set, by their records; several traces may be for one record. */
final class Subjects {
  private Subjects() {}

  /** The records, each once, in the subjects' order. */
  static List<RecordKey> keys(List<Subject> subjects) {
    return subjects.stream().map(Subject::key).distinct().toList();
  }

  /** In lists that hold no record twice; nearly always one list. */
  static List<List<Subject>> apart(List<Subject> subjects) {
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

  /** Those whose record is among these. */
  static List<Subject> of(List<Subject> subjects, Set<RecordKey> there) {
    return subjects.stream().filter(s -> there.contains(s.key())).toList();
  }

  /** Those without one of these traces. */
  static List<Subject> without(List<Subject> subjects, Collection<Long> traces) {
    return subjects.stream().filter(s -> !traces.contains(s.traceId())).toList();
  }

  /** The traces of those whose record is not among these, each with that reason. */
  static Map<Long, String> gone(List<Subject> subjects, Set<RecordKey> there) {
    return failed(
        subjects.stream().filter(s -> !there.contains(s.key())).toList(),
        Text.of("The record was deleted in between"));
  }

  /** All their traces, for one reason. */
  static Map<Long, String> failed(List<Subject> subjects, String why) {
    Map<Long, String> failed = new HashMap<>();
    subjects.forEach(s -> failed.put(s.traceId(), why));
    return failed;
  }
}
