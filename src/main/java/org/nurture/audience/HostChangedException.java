package org.nurture.audience;

import org.jspecify.annotations.Nullable;

/**
 * The host's table or a column that a target, filter or template needs is no longer there. The
 * message names it. A campaign that meets this is shown as blocked; others go on.
 */
public final class HostChangedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public HostChangedException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
