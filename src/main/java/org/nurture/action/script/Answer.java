package org.nurture.action.script;

import org.jspecify.annotations.Nullable;

/**
 * What became of a script on one record.
 *
 * @param text the JSON that it returned; null: it failed
 * @param failure why it failed, in words; null: it did not
 */
public record Answer(@Nullable String text, @Nullable String failure) {
  static Answer of(String text) {
    return new Answer(text, null);
  }

  static Answer failed(String why) {
    return new Answer(null, why);
  }
}
