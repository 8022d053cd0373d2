package org.nurture.web.filter;

import jakarta.json.JsonArray;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Optional;
import org.nurture.web.filter.FilterDraft.Group;
import org.nurture.web.filter.FilterDraft.Item;

/** Reads a filter's prefix notation as groups and rules, where the builder can show it so. */
final class DomainReader {
  private final List<JsonValue> tokens;
  private int at;

  /** It has something that only the text form shows. */
  private static final class OnlyText extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private DomainReader(JsonArray domain) {
    tokens = domain;
  }

  /** Empty: it has something that only the text form shows. */
  static Optional<Group> read(JsonArray domain) {
    try {
      Group root = new DomainReader(domain).all();
      joinSpans(root);
      return Optional.of(root);
    } catch (OnlyText e) {
      return Optional.empty();
    }
  }

  private Group all() {
    Group root = new Group(true);
    while (at < tokens.size()) {
      root.items.add(next());
    }
    return root.items.size() == 1 && root.items.get(0) instanceof Group only ? only : root;
  }

  private Item next() {
    if (at >= tokens.size()) {
      throw new OnlyText();
    }
    JsonValue token = tokens.get(at++);
    if (token instanceof JsonString sign) {
      return switch (sign.getString()) {
        case "&" -> pair(true);
        case "|" -> pair(false);
        default -> throw new OnlyText();
      };
    }
    if (token instanceof JsonArray term) {
      return FilterValues.rule(term).orElseThrow(OnlyText::new);
    }
    throw new OnlyText();
  }

  private Group pair(boolean all) {
    Group group = new Group(all);
    for (int i = 0; i < 2; i++) {
      Item item = next();
      if (item instanceof Group inner && inner.all == all) {
        group.items.addAll(inner.items);
      } else {
        group.items.add(item);
      }
    }
    return group;
  }

  /** Pairs of terms that one rule says become that rule. */
  private static void joinSpans(Group group) {
    for (int i = 0; i < group.items.size(); i++) {
      if (group.items.get(i) instanceof Group inner) {
        joinSpans(inner);
        if (inner.items.size() == 1) {
          group.items.set(i, inner.items.get(0));
        }
      }
    }
    for (int i = 0; group.all && i + 1 < group.items.size(); i++) {
      int at = i;
      FilterValues.span(group.items.get(i), group.items.get(i + 1))
          .ifPresent(
              span -> {
                group.items.set(at, span);
                group.items.remove(at + 1);
              });
    }
  }
}
