package org.nurture.template;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.nurture.platform.Violation;

/** A mail's parts, compiled once. Immutable; a {@link Renderer} is for one thread. */
public final class CompiledMail {
  private final Liquid subject;
  private final @Nullable Liquid from;
  private final @Nullable Liquid replyTo;
  private final @Nullable Liquid preview;
  private final @Nullable Liquid html;
  private final @Nullable Liquid text;

  private CompiledMail(MailContent content) {
    subject = Liquid.compile(content.subject(), Escape.HEADER);
    from = compile(content.from(), Escape.HEADER);
    replyTo = compile(content.replyTo(), Escape.HEADER);
    preview = compile(content.preview(), Escape.HTML);
    html = compile(content.html(), Escape.HTML);
    text = compile(content.text(), Escape.TEXT);
  }

  /**
   * @throws LiquidException if it was not checked before it was stored
   */
  public static CompiledMail of(MailContent content) {
    return new CompiledMail(content);
  }

  /** What is wrong with the parts, each with its path: {@code /subject}, {@code /html} … */
  public static List<Violation> check(MailContent content) {
    List<Violation> violations = new ArrayList<>();
    check("/subject", content.subject(), Escape.HEADER, violations);
    check("/from", content.from(), Escape.HEADER, violations);
    check("/replyTo", content.replyTo(), Escape.HEADER, violations);
    check("/preview", content.preview(), Escape.HTML, violations);
    check("/html", content.html(), Escape.HTML, violations);
    check("/text", content.text(), Escape.TEXT, violations);
    return violations;
  }

  /** Fields of the record that any part speaks of. */
  public Set<String> paths() {
    Set<String> paths = new LinkedHashSet<>(subject.paths());
    for (Liquid part : new Liquid[] {from, replyTo, preview, html, text}) {
      if (part != null) {
        paths.addAll(part.paths());
      }
    }
    return paths;
  }

  public Renderer renderer() {
    return new Renderer(this);
  }

  static void check(
      String path, @Nullable String source, Escape escape, List<Violation> violations) {
    if (source == null) {
      return;
    }
    try {
      Liquid.compile(source, escape);
    } catch (LiquidException e) {
      violations.add(new Violation(path, String.valueOf(e.getMessage())));
    }
  }

  private static @Nullable Liquid compile(@Nullable String source, Escape escape) {
    return source == null ? null : Liquid.compile(source, escape);
  }

  /** A mail for one record, before links are tracked. */
  public record Rendered(
      String subject,
      @Nullable String from,
      @Nullable String replyTo,
      @Nullable String preview,
      @Nullable String html,
      @Nullable String text) {}

  /** Renders one record after another; not for several threads at once. */
  public static final class Renderer {
    private final Liquid.Renderer subject;
    private final Liquid.@Nullable Renderer from;
    private final Liquid.@Nullable Renderer replyTo;
    private final Liquid.@Nullable Renderer preview;
    private final Liquid.@Nullable Renderer html;
    private final Liquid.@Nullable Renderer text;

    private Renderer(CompiledMail mail) {
      subject = mail.subject.renderer();
      from = of(mail.from);
      replyTo = of(mail.replyTo);
      preview = of(mail.preview);
      html = of(mail.html);
      text = of(mail.text);
    }

    /**
     * @param globals {@code unsubscribe_url}
     * @throws LiquidException naming the placeholder
     */
    public Rendered render(
        Map<String, @Nullable Object> values, Map<String, String> globals, Instant now) {
      return new Rendered(
          subject.render(values, globals, now),
          part(from, values, globals, now),
          part(replyTo, values, globals, now),
          part(preview, values, globals, now),
          part(html, values, globals, now),
          part(text, values, globals, now));
    }

    private static @Nullable String part(
        Liquid.@Nullable Renderer renderer,
        Map<String, @Nullable Object> values,
        Map<String, String> globals,
        Instant now) {
      return renderer == null ? null : renderer.render(values, globals, now);
    }

    private static Liquid.@Nullable Renderer of(@Nullable Liquid part) {
      return part == null ? null : part.renderer();
    }
  }
}
