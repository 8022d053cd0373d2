package org.nurture.audience;

import java.util.Locale;
import org.nurture.platform.Text;

/** What a field holds, as filters and templates see it. */
public enum FieldType {
  TEXT(Text.mark("a text")),
  /** Whole numbers that fit 64 bits. */
  INTEGER(Text.mark("a whole number")),
  DECIMAL(Text.mark("a number")),
  BOOLEAN(Text.mark("true or false")),
  DATE(Text.mark("a date like \"2026-01-31\", or a word like \"today -30d\"")),
  /** With or without a zone in the database; without one it is taken as UTC. */
  DATETIME(
      Text.mark("an instant like \"2026-01-31T09:00:00Z\", a date, or a word like \"now -2h\"")),
  TIME(Text.mark("a time like \"09:30\"")),
  UUID(Text.mark("a UUID like \"0f8fad5b-d9cb-469f-a165-70867728950e\"")),
  /** Lists, documents, pictures …: only whether they are empty can be asked. */
  OTHER(Text.mark("nothing but null"));

  private final String allowed;

  FieldType(String allowed) {
    this.allowed = allowed;
  }

  /** As the REST interface names it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What may be compared with it, for messages. */
  String allowed() {
    return Text.of(allowed);
  }

  boolean ordered() {
    return this != BOOLEAN && this != UUID && this != OTHER;
  }
}
