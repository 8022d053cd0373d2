package org.nurture.action.script;

/** A text that is no JavaScript; the message says where and why. */
public final class ScriptRefused extends Exception {
  private static final long serialVersionUID = 1L;

  ScriptRefused(String message) {
    super(message);
  }
}
