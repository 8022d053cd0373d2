package org.nurture.browser;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

/** Tells of a test that failed what its visitors saw: who reads a log has no browser to look at. */
final class Witness implements TestExecutionExceptionHandler {
  @Override
  public void handleTestExecutionException(ExtensionContext test, Throwable failure) {
    throw new AssertionError(
        "%s%n%s".formatted(String.join("; ", Visitor.seen()), failure.getMessage()), failure);
  }
}
