package org.nurture.support;

import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

/**
 * For a class whose tests are chapters of one story, told in order: what comes after a chapter that
 * failed fails at once, naming it, instead of waiting for what cannot come.
 */
public final class Story implements BeforeEachCallback, TestExecutionExceptionHandler {
  private static final Namespace HERE = Namespace.create(Story.class);

  @Override
  public void handleTestExecutionException(ExtensionContext chapter, Throwable failure)
      throws Throwable {
    chapters(chapter).put("failed", chapter.getDisplayName());
    throw failure;
  }

  @Override
  public void beforeEach(ExtensionContext chapter) {
    Object failed = chapters(chapter).get("failed");
    if (failed != null) {
      throw new IllegalStateException("An earlier chapter failed: " + failed);
    }
  }

  private static ExtensionContext.Store chapters(ExtensionContext chapter) {
    return chapter.getParent().orElseThrow().getStore(HERE);
  }
}
