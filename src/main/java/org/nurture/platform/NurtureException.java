package org.nurture.platform;

import jakarta.ejb.ApplicationException;
import java.util.List;

/**
 * A refusal that the caller can understand and act on. It rolls the transaction back.
 *
 * <p>REST answers {@link Kind#status}, screens show the message and mark the places of the
 * violations.
 */
@ApplicationException(rollback = true)
public final class NurtureException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Why it was refused, with the HTTP status that says so (API.md, Conventions). */
  public enum Kind {
    MALFORMED(400),
    FORBIDDEN(403),
    NOT_FOUND(404),
    CONFLICT(409),
    STALE(412),
    INVALID(422),
    UNAVAILABLE(503);

    private final int status;

    Kind(int status) {
      this.status = status;
    }

    public int status() {
      return status;
    }
  }

  private final Kind kind;
  private final transient List<Violation> violations;

  public NurtureException(Kind kind, String message, List<Violation> violations) {
    super(message);
    this.kind = kind;
    this.violations = List.copyOf(violations);
  }

  public static NurtureException invalid(List<Violation> violations) {
    return new NurtureException(
        Kind.INVALID,
        violations.size() == 1
            ? violations.get(0).message()
            : Text.of("{0,number,integer} things need a look", violations.size()),
        violations);
  }

  public static NurtureException invalid(String path, String message) {
    return invalid(List.of(new Violation(path, message)));
  }

  public static NurtureException conflict(String message) {
    return new NurtureException(Kind.CONFLICT, message, List.of());
  }

  public static NurtureException conflict(String message, List<Violation> violations) {
    return new NurtureException(Kind.CONFLICT, message, violations);
  }

  public static NurtureException notFound(String what, Object id) {
    return new NurtureException(
        Kind.NOT_FOUND, Text.of("There is no {0} “{1}”", Text.of(what), id.toString()), List.of());
  }

  public Kind kind() {
    return kind;
  }

  /** Empty where the message says it all. */
  public List<Violation> violations() {
    return violations == null ? List.of() : violations;
  }
}
