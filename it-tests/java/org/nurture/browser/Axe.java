package org.nurture.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Whether a page as it stands is fit to be seen. The most of it is axe-core's to say: WCAG 2.2 A
 * and AA, and its best practices.
 */
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

  /**
   * What is wrong with the page in light and in dark, as wide as it is; empty if all is well.
   * Pictures of both are taken.
   */
  List<String> faults(Visitor visitor, String name) {
    Page page = visitor.page();
    List<String> faults = new ArrayList<>();
    for (ColorScheme scheme : List.of(ColorScheme.DARK, ColorScheme.LIGHT)) {
      page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
      String what =
          name + "-" + page.viewportSize().width + "-" + scheme.name().toLowerCase(Locale.ROOT);
      visitor.shoot(what);
      if (visitor.scrollsSideways()) {
        faults.add(what + " scrolls sideways");
      }
      findings(page, scheme == ColorScheme.LIGHT ? ALL : COLOURS)
          .forEach(finding -> faults.add(what + " " + finding));
    }
    return faults;
  }

  @SuppressWarnings("unchecked")
  private List<String> findings(Page page, List<String> only) {
    if (!(Boolean) page.evaluate("() => 'axe' in window")) {
      page.evaluate(script);
    }
    return (List<String>) page.evaluate(FINDINGS, only);
  }
}
