package org.nurture.action;

import java.util.List;
import org.nurture.platform.Text;
import org.nurture.platform.json.DocumentReader;
import org.nurture.platform.json.DocumentWriter;

/**
 * {@code add_followers} and {@code remove_followers}.
 *
 * @param followers names of users, or mail addresses
 */
public record Followers(boolean add, List<String> followers) implements Effect {
  private static final int MOST = 50;

  public Followers {
    followers = followers.stream().map(String::strip).distinct().toList();
  }

  static Followers adding(DocumentReader in) {
    return new Followers(true, named(in));
  }

  static Followers removing(DocumentReader in) {
    return new Followers(false, named(in));
  }

  private static List<String> named(DocumentReader in) {
    List<String> named = in.texts("followers", FollowerRows.LONGEST);
    if (named.isEmpty() || named.size() > MOST) {
      in.problems()
          .invalid(
              in.at("followers"),
              Text.of("“followers” needs 1 to {0} names of users or mail addresses", MOST));
    }
    for (int i = 0; i < named.size(); i++) {
      if (named.get(i).isBlank()) {
        in.problems()
            .invalid(in.at("followers") + "/" + i, Text.of("A name or a mail address is needed"));
      }
    }
    return named;
  }

  @Override
  public ActionKind kind() {
    return add ? ActionKind.ADD_FOLLOWERS : ActionKind.REMOVE_FOLLOWERS;
  }

  @Override
  public DocumentWriter put(DocumentWriter out) {
    return out.put("followers", followers);
  }
}
