package org.nurture.platform;

import static java.util.Objects.requireNonNull;

/**
 * One thing that is wrong with what somebody gave us.
 *
 * @param path where: a JSON Pointer (RFC 6901) into the document, {@code ?name} for a query
 *     parameter, or empty for the whole
 * @param message what is wrong and what is allowed, as a sentence
 */
public record Violation(String path, String message) {
  public Violation {
    requireNonNull(path, "path");
    requireNonNull(message, "message");
  }

  /** The same violation seen from one level further out. */
  public Violation under(String prefix) {
    return new Violation(prefix + path, message);
  }
}
