package org.nurture.action;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.nurture.platform.NurtureException;
import org.nurture.platform.Text;
import org.nurture.platform.json.Problems;

/**
 * What sequences name: resolved by name whenever they are looked at, so that a later edit of a part
 * is an edit of them all.
 */
final class Sequences {
  /** Parts of all levels together. */
  private static final int MOST_PARTS = 50;

  private final ActionStore store;

  Sequences(ActionStore store) {
    this.store = store;
  }

  /**
   * Notes parts that are not there, or for another target, and circles.
   *
   * @param was the action's name until now, which others follow where it gets another one
   */
  void check(long campaignId, ActionDocument action, String was, Problems problems) {
    Set<String> home = Set.copyOf(List.of(was, action.name()));
    if (!(action.effect() instanceof Sequence sequence)) {
      return;
    }
    for (int i = 0; i < sequence.actions().size(); i++) {
      String name = sequence.actions().get(i);
      String place = "/actions/" + i;
      Optional<ServerAction> part = store.visible(campaignId, name);
      if (home.contains(name)) {
        problems.invalid(place, Text.of("“{0}” can't execute itself", name));
      } else if (part.isEmpty()) {
        problems.invalid(place, Text.of("There is no action named “{0}”", name));
      } else if (!part.get().target.equals(action.target())) {
        problems.invalid(
            place,
            Text.of(
                "“{0}” is for the target “{1}”, this action for “{2}”",
                name, part.get().target, action.target()));
      } else {
        String circle = circle(campaignId, home, part.get());
        if (circle != null) {
          problems.invalid(place, circle);
        }
      }
    }
  }

  /** A way from the part back to the action, in words. */
  private @Nullable String circle(long campaignId, Set<String> home, ServerAction part) {
    Set<String> seen = new LinkedHashSet<>();
    List<ServerAction> open = new ArrayList<>(List.of(part));
    while (!open.isEmpty()) {
      ServerAction at = open.remove(open.size() - 1);
      if (!seen.add(at.name) || !(ActionStore.document(at).effect() instanceof Sequence sequence)) {
        continue;
      }
      for (String name : sequence.actions()) {
        if (home.contains(name)) {
          return Text.of("“{0}” executes “{1}” itself: that would never end", at.name, name);
        }
        store.visible(campaignId, name).ifPresent(open::add);
      }
    }
    return null;
  }

  /**
   * All that it executes, in order; each sequence, which may have groups of its own, before its
   * parts.
   *
   * @throws NurtureException CONFLICT: a part is gone, or they go round in circles
   */
  List<Versions.Part> parts(ServerAction row) {
    return parts(row.campaignId, row.id, ActionStore.document(row));
  }

  /**
   * @param id of the action; 0: it is not stored
   */
  List<Versions.Part> parts(long campaignId, long id, ActionDocument action) {
    List<Versions.Part> parts = new ArrayList<>();
    collect(campaignId, id, action, new LinkedHashSet<>(), parts);
    return parts;
  }

  /** What there is to do. */
  static List<ActionDocument> steps(List<Versions.Part> parts) {
    return parts.stream()
        .map(Versions.Part::document)
        .filter(action -> !(action.effect() instanceof Sequence))
        .toList();
  }

  private void collect(
      long campaignId,
      long id,
      ActionDocument action,
      Set<String> within,
      List<Versions.Part> parts) {
    parts.add(new Versions.Part(id, action));
    if (!(action.effect() instanceof Sequence sequence)) {
      if (steps(parts).size() > MOST_PARTS) {
        throw NurtureException.conflict(
            Text.of("“{0}” is more than {1} actions", action.name(), MOST_PARTS));
      }
      return;
    }
    if (!within.add(action.name())) {
      throw NurtureException.conflict(Text.of("“{0}” executes itself", action.name()));
    }
    for (String name : sequence.actions()) {
      ServerAction part =
          store
              .visible(campaignId, name)
              .orElseThrow(
                  () ->
                      NurtureException.conflict(
                          Text.of(
                              "“{0}” executes “{1}”, which is no longer there",
                              action.name(), name)));
      collect(campaignId, part.id, ActionStore.document(part), within, parts);
    }
    within.remove(action.name());
  }

  /** Names of the sequences that execute it. */
  List<String> naming(ServerAction part) {
    return store.sequences(part.campaignId).stream()
        .filter(row -> names(row, part.name))
        .map(row -> row.name)
        .toList();
  }

  private static boolean names(ServerAction row, String name) {
    return ActionStore.document(row).effect() instanceof Sequence sequence
        && sequence.actions().contains(name);
  }

  /** They name it as it is called now. */
  void renamed(ServerAction part, String was) {
    if (was.equals(part.name)) {
      return;
    }
    for (ServerAction row : store.sequences(part.campaignId)) {
      boolean own = row.campaignId == part.campaignId || store.named(row.campaignId, was).isEmpty();
      if (own
          && !Objects.equals(row.id, part.id)
          && ActionStore.document(row).effect() instanceof Sequence sequence
          && sequence.actions().contains(was)) {
        ActionDocument document = ActionStore.document(row);
        List<String> names =
            sequence.actions().stream()
                .map(name -> name.equals(was) ? part.name : name)
                .collect(Collectors.toList());
        store.replace(
            row,
            new ActionDocument(
                document.name(), document.target(), new Sequence(names), document.groups()));
      }
    }
  }
}
