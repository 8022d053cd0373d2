package org.nurture.action;

import jakarta.json.JsonObject;
import org.nurture.platform.json.DocumentReader;

/** One line of {@code set}. */
public sealed interface Change permits Setting, Linking {

  /** The field or relation. */
  String field();

  JsonObject toJson();

  static Change read(DocumentReader in) {
    return in.mentions("add") || in.mentions("remove") ? Linking.read(in) : Setting.read(in);
  }
}
