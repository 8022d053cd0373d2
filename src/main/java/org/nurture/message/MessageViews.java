package org.nurture.message;

import static org.nurture.platform.schema.Tables.OUTBOX;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jspecify.annotations.Nullable;
import org.nurture.platform.Database;
import org.nurture.platform.schema.tables.records.OutboxRecord;
import org.nurture.template.CompiledMail;
import org.nurture.template.Liquid;

/**
 * Composed messages as their recipients read them: rendered again from what they keep, with plain
 * links. Joins the caller's transaction.
 */
@ApplicationScoped
public class MessageViews {
  private static final Pattern URL = Pattern.compile("https?://[^\\s<>\"]*[^\\s<>\".,;:!?)\\]']");

  /** Nothing happens where it is followed. */
  private static final Map<String, String> GLOBALS =
      Map.of("unsubscribe_url", "https://unsubscribe.invalid/");

  private final Database database;
  private final Contents contents;

  @Inject
  public MessageViews(Database database, Contents contents) {
    this.database = database;
    this.contents = contents;
  }

  /** For the container's proxy. */
  @SuppressWarnings("NullAway")
  protected MessageViews() {
    this(null, null);
  }

  /** A link in a message: where it leads, and what it says. */
  public record Link(String url, String words) {}

  /**
   * A message.
   *
   * @param subject empty for an SMS
   * @param preview what mailboxes show beside the subject
   * @param html null for an SMS, or a mail of text alone; may say anything: show it in a sandbox
   * @param text of an SMS, or of a mail that has its own
   */
  public record Shown(
      long id,
      long campaignId,
      Kind kind,
      @Nullable String to,
      String subject,
      @Nullable String from,
      @Nullable String preview,
      @Nullable String html,
      @Nullable String text,
      List<Link> links) {
    public Shown {
      links = List.copyOf(links);
    }
  }

  /** Empty: there is no such message, or it is no mail and no SMS. */
  public Optional<Shown> find(long messageId) {
    OutboxRecord row = database.sql().selectFrom(OUTBOX).where(OUTBOX.ID.eq(messageId)).fetchOne();
    if (row == null || Kind.of(row.getKind()) == Kind.WEBHOOK) {
      return Optional.empty();
    }
    Contents.Content content = contents.load(row.getContentId());
    if (content.mail() != null) {
      return Optional.of(mail(row, content.mail()));
    }
    return Optional.ofNullable(content.sms()).map(sms -> text(row, sms));
  }

  private static Shown mail(OutboxRecord row, CompiledMail mail) {
    CompiledMail.Rendered rendered =
        mail.renderer().render(Values.read(row.getData()), GLOBALS, row.getQueuedAt());
    return new Shown(
        row.getId(),
        row.getCampaignId(),
        Kind.MAIL,
        row.getAddress(),
        rendered.subject().strip(),
        rendered.from(),
        rendered.preview() == null ? null : Jsoup.parse(rendered.preview()).text(),
        rendered.html(),
        rendered.text(),
        rendered.html() == null ? links(rendered.text()) : links(Jsoup.parse(rendered.html())));
  }

  private static Shown text(OutboxRecord row, Liquid sms) {
    String text = sms.renderer().render(Values.read(row.getData()), GLOBALS, row.getQueuedAt());
    return new Shown(
        row.getId(),
        row.getCampaignId(),
        Kind.SMS,
        row.getAddress(),
        "",
        null,
        null,
        null,
        text,
        links(text));
  }

  private static List<Link> links(Document html) {
    List<Link> links = new ArrayList<>();
    for (Element a : html.select("a[href], area[href]")) {
      String url = a.attr("href").strip();
      boolean tracked =
          URL.matcher(url).matches() && !url.startsWith("https://unsubscribe.invalid");
      if (tracked && links.stream().noneMatch(l -> l.url().equals(url))) {
        links.add(new Link(url, a.text().isBlank() ? url : a.text()));
      }
    }
    return links;
  }

  private static List<Link> links(@Nullable String text) {
    return text == null
        ? List.of()
        : URL.matcher(text)
            .results()
            .map(MatchResult::group)
            .distinct()
            .filter(url -> !url.startsWith("https://unsubscribe.invalid"))
            .map(url -> new Link(url, url))
            .toList();
  }
}
