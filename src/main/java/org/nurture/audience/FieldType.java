package org.nurture.audience;

import java.util.Locale;

/** What a field holds, as filters and templates see it. */
public enum FieldType {
  TEXT("a text"),
  /** Whole numbers that fit 64 bits. */
  INTEGER("a whole number"),
  DECIMAL("a number"),
  BOOLEAN("true or false"),
  DATE("a date like \"2026-01-31\", or a word like \"today -30d\""),
  /** With or without a zone in the database; without one it is taken as UTC. */
  DATETIME("an instant like \"2026-01-31T09:00:00Z\", a date, or a word like \"now -2h\""),
  TIME("a time like \"09:30\""),
  UUID("a UUID like \"0f8fad5b-d9cb-469f-a165-70867728950e\""),
  /** Lists, documents, pictures …: only whether they are empty can be asked. */
  OTHER("nothing but null");

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
    return allowed;
  }

  boolean ordered() {
    return this != BOOLEAN && this != UUID && this != OTHER;
  }
}
