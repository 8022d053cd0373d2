package org.nurture.action.script;

import org.nurture.platform.Text;

/** A text that is no JavaScript; the message says where and why, in the language of who asks. */
public final class ScriptRefused extends Exception {
  private static final long serialVersionUID = 1L;

  private final String english;
  private final transient Object[] parameters;

  /**
   * @param english a pattern of {@link Text}
   */
  ScriptRefused(String english, Object... parameters) {
    super(english);
    this.english = english;
    this.parameters = parameters;
  }

  @Override
  public String getMessage() {
    return Text.of(english, parameters);
  }
}
