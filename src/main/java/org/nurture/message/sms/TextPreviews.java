package org.nurture.message.sms;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nurture.audience.Audience;
import org.nurture.audience.Filter;
import org.nurture.message.Values;
import org.nurture.platform.Time;
import org.nurture.template.Escape;
import org.nurture.template.Liquid;
import org.nurture.tracking.Links;

/** What an SMS would be for some records, with short links as long as the real ones. */
@ApplicationScoped
public class TextPreviews {
  /** Any: short links are of one length. */
  private static final long MESSAGE = 1_000_000;

  private final Audience audience;
  private final Links links;
  private final InstantSource clock;

  @Inject
  public TextPreviews(Audience audience, Links links, InstantSource clock) {
    this.audience = audience;
    this.links = links;
    this.clock = clock;
  }

  /** For the container's proxy. */
  @SuppressWarnings("NullAway")
  protected TextPreviews() {
    this(null, null, null);
  }

  /**
   * Renders for the first records that match, or for an empty one where none does.
   *
   * @throws org.nurture.template.LiquidException it can't be compiled or rendered
   * @throws org.nurture.platform.NurtureException INVALID: the target has no such field
   */
  public List<String> render(String target, String source, Filter which, int limit) {
    Instant now = Time.now(clock);
    Liquid text = Liquid.compile(source, Escape.TEXT);
    List<Map<String, @Nullable Object>> found =
        text.paths().isEmpty()
            ? List.of()
            : audience.records(target, which, true, text.paths(), limit, now);
    Liquid.Renderer renderer = text.renderer();
    Map<String, String> globals = Map.of("unsubscribe_url", links.shortUnsubscribe(MESSAGE));
    List<String> texts = new ArrayList<>();
    for (Map<String, @Nullable Object> record :
        found.isEmpty() ? List.of(Map.<String, @Nullable Object>of()) : found) {
      String rendered = renderer.render(Values.plain(record, text.paths()), globals, now);
      texts.add(SmsTexts.shortened(rendered, links, MESSAGE));
    }
    return texts;
  }
}
