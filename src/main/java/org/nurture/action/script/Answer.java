package org.nurture.action.script;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.nurture.platform.Text;

/**
 * What became of a script on one record.
 *
 * @param text the JSON that it returned; null: it failed
 * @param why it failed; null: it did not
 */
public record Answer(@Nullable String text, @Nullable Supplier<String> why) {
  static Answer of(String text) {
    return new Answer(text, null);
  }

  /** What the script itself threw. */
  static Answer thrown(String words) {
    return new Answer(null, () -> words);
  }

  /**
   * @param english a pattern of {@link Text}; it is said by whoever asks, as scripts run on threads
   *     that know no language
   */
  static Answer failed(String english, Object... parameters) {
    return new Answer(null, () -> Text.of(english, parameters));
  }

  /** Why it failed, in words of the caller's language; null: it did not. */
  public @Nullable String failure() {
    return why == null ? null : why.get();
  }
}
