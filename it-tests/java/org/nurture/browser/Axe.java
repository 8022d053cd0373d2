package org.nurture.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** axe-core: WCAG 2.2 A and AA, and its best practices, on the page as it stands. */
final class Axe {
  private static final Path SCRIPT =
      Path.of(System.getProperty("it.axe", "target/npm/node_modules/axe-core/axe.min.js"));

  /**
   * What it says of a page: one line a rule and place. A treeitem's visible text is that of its
   * whole branch, which its name must not be: there the rule on names (an experimental one) is
   * wrong.
   */
  private static final String FINDINGS =
      """
      () => axe.run(document, {
        runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
        resultTypes: ['violations'],
      }).then(result => result.violations.flatMap(rule => rule.nodes
        .filter(node => !(rule.id === 'label-content-name-mismatch' && node.html.includes('role="treeitem"')))
        .map(node =>
        rule.id + ': ' + rule.help + ' — ' + node.target.join(' ') + ' ' + node.html.slice(0, 160)
          + ' ' + node.any.concat(node.all, node.none).map(check => check.message).join('; '))))
      """;

  private final String script;

  Axe() {
    assertThat(SCRIPT).as("axe-core; the build fetches it by npm").isReadable();
    try {
      script = Files.readString(SCRIPT);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Empty if all is well. */
  @SuppressWarnings("unchecked")
  List<String> findings(Page page) {
    page.evaluate(script);
    return (List<String>) page.evaluate(FINDINGS);
  }
}
