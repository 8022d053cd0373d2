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
      only => axe.run(document, {
        runOnly: only,
        resultTypes: ['violations'],
      }).then(result => result.violations.flatMap(rule => rule.nodes
        .filter(node => !(rule.id === 'label-content-name-mismatch' && node.html.includes('role="treeitem"')))
        .map(node =>
        rule.id + ': ' + rule.help + ' — ' + node.target.join(' ') + ' ' + node.html.slice(0, 160)
          + ' ' + node.any.concat(node.all, node.none).map(check => check.message).join('; '))))
      """;

  private static final List<String> ALL =
      List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice");

  /**
   * The rules among them that look at colours: our dark scheme differs from the light in nothing
   * else.
   */
  private static final List<String> COLOURS = List.of("color-contrast", "link-in-text-block");

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
  List<String> findings(Page page) {
    return findings(page, ALL);
  }

  /** Of a page on which all else was found well in another scheme; empty if its colours are. */
  List<String> findingsOnColours(Page page) {
    return findings(page, COLOURS);
  }

  @SuppressWarnings("unchecked")
  private List<String> findings(Page page, List<String> only) {
    if (!(Boolean) page.evaluate("() => 'axe' in window")) {
      page.evaluate(script);
    }
    return (List<String>) page.evaluate(FINDINGS, only);
  }
}
