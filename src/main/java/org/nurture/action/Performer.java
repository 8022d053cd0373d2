package org.nurture.action;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nurture.action.ServerActions.Occasion;
import org.nurture.action.ServerActions.Result;
import org.nurture.action.ServerActions.Subject;
import org.nurture.platform.json.Problems;

/** Knows how to check and execute one kind of effect. In the caller's transaction. */
interface Performer<E extends Effect> {

  /** Notes what does not fit the target as it is now; places are those of the whole document. */
  void check(String target, E effect, Problems problems);

  /** Whether it may write the host's rows: that has to be one transaction with ours (D4). */
  default boolean writesHost(String target, E effect) {
    return false;
  }

  /** Why no campaign may start with it as it is, though it may be kept; null: nothing. */
  default @Nullable String obstacle(E effect) {
    return null;
  }

  /**
   * What a person sees of one record that the effect may change, for trying it out.
   *
   * @param after whether it was performed meanwhile
   * @return from what is looked at (a path, or a member of the effect) to its value; null: none
   */
  Map<String, @Nullable Object> observe(
      String target, E effect, Occasion occasion, Subject subject, boolean after);

  /**
   * Does it for all, in sets; kinds that need much time leave some records for a later chunk.
   *
   * @param slot of the outbox that its messages take (D7)
   * @return traces for which nothing was done
   * @throws org.jooq.exception.DataAccessException where a row makes the set fail: the caller
   *     halves it
   */
  Result perform(String target, E effect, Occasion occasion, int slot, List<Subject> subjects);
}
