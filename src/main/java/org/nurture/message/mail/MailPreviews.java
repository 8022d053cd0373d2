package org.nurture.message.mail;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.jsoup.Jsoup;
import org.jspecify.annotations.Nullable;
import org.nurture.audience.Audience;
import org.nurture.audience.Filter;
import org.nurture.message.Values;
import org.nurture.platform.Time;
import org.nurture.template.CompiledMail;
import org.nurture.template.MailContent;

/** What a mail would be for a record, composing and sending nothing. */
@ApplicationScoped
public class MailPreviews {
  private static final Map<String, String> GLOBALS =
      Map.of("unsubscribe_url", "https://unsubscribe.invalid/");

  private final Audience audience;
  private final InstantSource clock;

  @Inject
  public MailPreviews(Audience audience, InstantSource clock) {
    this.audience = audience;
    this.clock = clock;
  }

  /** For the container's proxy. */
  @SuppressWarnings("NullAway")
  protected MailPreviews() {
    this(null, null);
  }

  /**
   * Renders for the first record that matches, or for an empty one where none does; the plain text
   * as it would be made from the HTML.
   *
   * @throws org.nurture.template.LiquidException it can't be compiled or rendered; the text says
   *     where
   * @throws org.nurture.platform.NurtureException INVALID: the target has no such field
   */
  public CompiledMail.Rendered render(String target, MailContent content, Filter which) {
    Instant now = Time.now(clock);
    CompiledMail mail = CompiledMail.of(content);
    List<Map<String, @Nullable Object>> found =
        mail.paths().isEmpty()
            ? List.of()
            : audience.records(target, which, true, mail.paths(), 1, now);
    Map<String, @Nullable Object> values =
        Values.plain(found.isEmpty() ? Map.of() : found.get(0), mail.paths());
    CompiledMail.Rendered made = mail.renderer().render(values, GLOBALS, now);
    String text = made.text();
    if (text == null && made.html() != null) {
      text = PlainText.of(Jsoup.parse(made.html()));
    }
    return new CompiledMail.Rendered(
        made.subject(), made.from(), made.replyTo(), made.preview(), made.html(), text);
  }
}
