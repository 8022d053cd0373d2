package org.nurture.model;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What server actions left behind. */
final class Ledger {
  final List<Task> tasks = new ArrayList<>();
  final List<Todo> todos = new ArrayList<>();
  final List<Note> notes = new ArrayList<>();
  final SortedMap<Long, SortedSet<String>> followers = new TreeMap<>();

  /** A record of the host's that was made for another one. */
  record Task(String title, long about) {}

  record Todo(
      long record, String ref, @Nullable Instant due, String summary, @Nullable String who) {
    @Override
    public String toString() {
      return World.told("todo", record, ref, due, summary, who);
    }
  }

  record Note(long record, String ref, String subject, String body) {
    @Override
    public String toString() {
      return World.told("note", record, ref, subject, body);
    }
  }

  SortedSet<String> followersOf(long record) {
    return followers.computeIfAbsent(record, r -> new TreeSet<>());
  }

  /** Nurture's own of one person; what was made in the host stays there. */
  void forget(long record) {
    todos.removeIf(t -> t.record == record);
    notes.removeIf(n -> n.record == record);
    followers.remove(record);
  }

  /** A line for each. */
  List<String> told() {
    List<String> told = new ArrayList<>();
    tasks.forEach(t -> told.add(World.told("task", t.about, t.title)));
    todos.forEach(t -> told.add(t.toString()));
    notes.forEach(n -> told.add(n.toString()));
    followers.forEach(
        (record, all) -> all.forEach(f -> told.add(World.told("follower", record, f))));
    return told;
  }
}
