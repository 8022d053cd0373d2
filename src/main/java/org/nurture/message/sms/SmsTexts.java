package org.nurture.message.sms;

import static org.nurture.platform.schema.Tables.OUTBOX;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.nurture.message.Claimed;
import org.nurture.message.Contents;
import org.nurture.message.Contents.Content;
import org.nurture.message.Kind;
import org.nurture.message.Values;
import org.nurture.platform.Database;
import org.nurture.template.Liquid;
import org.nurture.template.LiquidException;
import org.nurture.tracking.Links;
import org.nurture.tracking.ShortLinks;

/**
 * The text of an SMS: its URLs are short links, which lead back by rendering the message again: no
 * table holds them.
 */
@ApplicationScoped
public class SmsTexts implements ShortLinks {
  private static final Pattern URL = Pattern.compile("https?://[^\\s<>\"]*[^\\s<>\".,;:!?)\\]']");

  private final Database database;
  private final Contents contents;
  private final Links links;

  @Inject
  public SmsTexts(Database database, Contents contents, Links links) {
    this.database = database;
    this.contents = contents;
    this.links = links;
  }

  /** For the container's proxy. */
  @SuppressWarnings("NullAway")
  protected SmsTexts() {
    this(null, null, null);
  }

  /**
   * What is sent.
   *
   * @throws LiquidException it can't be rendered
   */
  String text(Claimed message) {
    Content content = contents.load(message.contentId());
    String rendered = rendered(message.id(), content, message.data(), message.queuedAt());
    return content.tracking() ? shortened(rendered, links, message.id()) : rendered;
  }

  /** The text with its URLs as short links; those of our own stay. */
  static String shortened(String rendered, Links links, long messageId) {
    Matcher url = URL.matcher(rendered);
    StringBuilder out = new StringBuilder();
    for (int i = 0; url.find(); i++) {
      url.appendReplacement(
          out,
          Matcher.quoteReplacement(
              links.isOurs(url.group()) ? url.group() : links.shortLink(messageId, i)));
    }
    return url.appendTail(out).toString();
  }

  @Override
  public Optional<String> resolve(long messageId, int index) {
    return database
        .sql()
        .select(OUTBOX.CONTENT_ID, OUTBOX.DATA, OUTBOX.QUEUED_AT)
        .from(OUTBOX)
        .where(OUTBOX.ID.eq(messageId))
        .and(OUTBOX.KIND.eq(Kind.SMS.code()))
        .fetchOptional()
        .flatMap(
            row -> {
              String text =
                  rendered(messageId, contents.load(row.value1()), row.value2(), row.value3());
              return URL.matcher(text)
                  .results()
                  .skip(index)
                  .findFirst()
                  .map(found -> found.group());
            });
  }

  private String rendered(long messageId, Content content, String data, Instant queuedAt) {
    Liquid sms = content.sms();
    if (sms == null) {
      throw LiquidException.of("message " + messageId + " is no SMS");
    }
    return sms.renderer()
        .render(
            Values.read(data),
            Map.of("unsubscribe_url", links.shortUnsubscribe(messageId)),
            queuedAt);
  }
}
