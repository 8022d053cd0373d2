package org.nurture.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.PlaywrightException;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** Somebody with a browser. Errors of scripts and answers of 500 are remembered. */
final class Visitor implements AutoCloseable {
  private static final String AGENT =
      "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0"
          + " Safari/537.36";
  private static final Path SCREENSHOTS = Path.of("target", "screenshots");
  private static final int WIDE = 1440;
  private static final int NARROW = 390;

  /** A desk's screen and a phone's. */
  static final List<Integer> WIDTHS = List.of(WIDE, NARROW);

  private static final int HEIGHT = 900;
  private static final double PATIENCE = 60_000;

  private static final int MOST_SEEN = 300;

  /** All that have not gone yet. */
  private static final List<Visitor> HERE = new CopyOnWriteArrayList<>();

  private final Playwright playwright;
  private final Browser browser;
  private final BrowserContext context;
  private final Page page;
  private final String url;
  private final List<String> errors = new ArrayList<>();

  Visitor(String url) {
    this(url, "en-GB");
  }

  /**
   * @param language what the browser asks for
   */
  Visitor(String url, String language) {
    this.url = url;
    Path chromium = Path.of(System.getProperty("it.chromium", "/usr/bin/chromium"));
    assertThat(chromium).as("Chromium; it-tests/run installs it").isExecutable();
    playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    browser =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(chromium)
                    .setArgs(List.of("--no-sandbox", "--disable-gpu", "--disable-quic")));
    context =
        browser.newContext(
            new Browser.NewContextOptions()
                .setViewportSize(WIDE, HEIGHT)
                .setLocale(language)
                .setTimezoneId("UTC")
                .setUserAgent(AGENT));
    context.setDefaultTimeout(PATIENCE);
    PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE);
    // where the links of mails lead: nothing of the tests leaves this machine
    context.route(
        address -> !address.startsWith("http://127.0.0.1"),
        route ->
            route.fulfill(
                new Route.FulfillOptions()
                    .setContentType("text/html")
                    .setBody("<h1>The shop's own page</h1>")));
    page = context.newPage();
    page.onPageError(error -> errors.add(page.url() + " " + error));
    page.onResponse(
        response -> {
          if (response.status() >= 500) {
            errors.add(response.status() + " " + response.url());
          }
        });
    HERE.add(this);
  }

  Page page() {
    return page;
  }

  void go(String path) {
    page.navigate(url + path);
  }

  /** The page as it stands, wide and narrow, under target/screenshots. */
  void picture(String name) {
    for (int width : List.of(NARROW, WIDE)) {
      width(width);
      shoot(name + "-" + width);
    }
  }

  void width(int pixels) {
    page.setViewportSize(pixels, HEIGHT);
  }

  /** The page as it stands, as wide as it is. */
  void shoot(String name) {
    page.waitForLoadState();
    page.evaluate(
        "() => document.fonts.ready.then(() => new Promise(done =>"
            + " requestAnimationFrame(() => requestAnimationFrame(() => done(true)))))");
    try {
      Files.createDirectories(SCREENSHOTS);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    page.screenshot(
        new Page.ScreenshotOptions().setPath(SCREENSHOTS.resolve(name + ".png")).setFullPage(true));
  }

  /** Whether something is wider than the window, or than the dialog that it is in. */
  boolean scrollsSideways() {
    return (Boolean)
        page.evaluate(
            """
            () => document.documentElement.scrollWidth > window.innerWidth
              || [...document.querySelectorAll('.ui-dialog-content')]
                .some(content => content.scrollWidth > content.clientWidth)
            """);
  }

  List<String> errors() {
    return errors;
  }

  /**
   * Waits until the page is ready for what was pressed on it, and its Ajax at rest. Not for {@code
   * PrimeFaces.animationActive}: it stays true for ever where an answer replaces a panel that is
   * just being hidden.
   */
  void settle() {
    page.waitForFunction(
        """
        () => {
          if (document.readyState === 'loading' || !window.jQuery) {
            return document.readyState !== 'loading';
          }
          jQuery(() => { window.wasReady = true; });
          return window.wasReady && PrimeFaces.ajax.Queue.isEmpty();
        }
        """);
  }

  /** Where everybody is, and the beginning of what they read there; a picture of it is taken. */
  static List<String> seen() {
    return HERE.stream().map(Visitor::sight).toList();
  }

  private String sight() {
    String words;
    try {
      shoot("failed-" + HERE.indexOf(this));
      words =
          (String)
              page.evaluate("() => (document.querySelector('main') || document.body).innerText");
    } catch (PlaywrightException e) {
      words = e.getMessage();
    }
    String line = words.replaceAll("\\s+", " ");
    return "%s shows “%s”, errors %s"
        .formatted(page.url(), line.substring(0, Math.min(line.length(), MOST_SEEN)), errors);
  }

  @Override
  public void close() {
    HERE.remove(this);
    context.close();
    browser.close();
    playwright.close();
  }
}
