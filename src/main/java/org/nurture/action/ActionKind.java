package org.nurture.action;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The nine kinds of server actions (SPEC section 9), and running several in order. */
public enum ActionKind {
  UPDATE_RECORD(true),
  CREATE_ACTIVITY(false),
  SEND_EMAIL(false),
  SEND_SMS(false),
  ADD_FOLLOWERS(false),
  REMOVE_FOLLOWERS(false),
  CREATE_RECORD(false),
  EXECUTE_CODE(false),
  WEBHOOK(false),
  SEQUENCE(false);

  private final boolean available;

  ActionKind(boolean available) {
    this.available = available;
  }

  /** Whether this server can execute it. */
  public boolean available() {
    return available;
  }

  /** As documents write it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static String availableWords() {
    return Arrays.stream(values())
        .filter(ActionKind::available)
        .map(ActionKind::word)
        .collect(Collectors.joining(", "));
  }
}
