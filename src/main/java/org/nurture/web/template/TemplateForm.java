package org.nurture.web.template;

import jakarta.json.JsonObject;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.nurture.campaign.ActivityType;
import org.nurture.message.sms.Segments;
import org.nurture.platform.NurtureException;
import org.nurture.platform.Violation;
import org.nurture.template.CompiledMail;
import org.nurture.template.LiquidException;
import org.nurture.template.MailContent;
import org.nurture.web.page.FieldErrors;
import org.nurture.web.page.Say;

/**
 * What {@code WEB-INF/templates/template-fields.xhtml} edits: a template, what is wrong with it,
 * and what it becomes for a record.
 */
public final class TemplateForm implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final Pattern UNKNOWN = Pattern.compile("object\\.([\\w.]+): ");
  private static final Pattern LIQUID = Pattern.compile("\\{[{%].*?[%}]}", Pattern.DOTALL);

  private final TemplateDesk desk;
  private final Say say;
  private final SmsCost cost;
  private ContentDraft draft = new ContentDraft(ActivityType.EMAIL, "");
  private String opened = "";
  private final FieldErrors errors = new FieldErrors();
  private final Map<String, List<Near>> near = new LinkedHashMap<>();
  private final Map<String, String> recordNames = new LinkedHashMap<>();
  private @Nullable String record;
  private @Nullable Mail mail;
  private @Nullable Text text;
  private @Nullable String trouble;

  public TemplateForm(TemplateDesk desk, Say say) {
    this.desk = desk;
    this.say = say;
    this.cost = new SmsCost(desk, say);
  }

  /** A field that may have been meant. */
  public record Near(String wrong, String right) implements Serializable {
    public String getRight() {
      return right;
    }
  }

  /** A mail as its recipient would get it; {@code frame}: name of its HTML; empty: it has none. */
  public record Mail(String subject, String from, String preview, String frame, String plain)
      implements Serializable {}

  /** An SMS, its segments, and in words what they come to. */
  public record Text(
      String shown, String count, String others, String cost, List<String> foreign, boolean plainer)
      implements Serializable {}

  void open(ContentDraft of) {
    open(of, null);
  }

  /**
   * Begins to edit.
   *
   * @param audience how many records it is for; null: all of its target
   */
  public void open(ContentDraft of, @Nullable Long audience) {
    draft = of;
    cost.audience(audience);
    errors.clear();
    near.clear();
    record = null;
    opened = draft.write().toString();
    refresh();
  }

  public boolean isTouched() {
    return !draft.write().toString().equals(opened);
  }

  /** The document as it stands. */
  public JsonObject write() {
    errors.clear();
    near.clear();
    return draft.write();
  }

  /** Puts what was refused at its fields; where it names none, over the form. */
  public void tell(NurtureException refused) {
    tell(refused.violations());
    if (refused.violations().isEmpty()) {
      errors.add(null, String.valueOf(refused.getMessage()));
    }
  }

  /** Puts what is wrong at its fields; unknown placeholders with those that are named alike. */
  public void tell(List<Violation> wrong) {
    for (Violation violation : wrong) {
      String field = ContentDraft.fieldOf(violation.path());
      errors.add(field, violation.message());
      Matcher unknown = UNKNOWN.matcher(violation.message());
      if (field != null && unknown.lookingAt()) {
        String path = unknown.group(1);
        desk.near(draft.getTarget(), path)
            .forEach(
                right ->
                    near.computeIfAbsent(field, f -> new ArrayList<>()).add(new Near(path, right)));
      }
    }
  }

  public boolean isNear(String field) {
    return near.containsKey(field);
  }

  /** Names that were perhaps meant by the unknown ones in a field. */
  public List<Near> nearOf(String field) {
    return near.getOrDefault(field, List.of());
  }

  /** Replaces a placeholder's field by the one that was meant. */
  public void mean(String field, Near meant) {
    String source = draft.text(field);
    String wrong = "object\\." + Pattern.quote(meant.wrong()) + "(?![\\w.])";
    draft.put(field, source.replaceAll(wrong, Matcher.quoteReplacement("object." + meant.right())));
    errors.remove(field);
    near.remove(field);
    refresh();
  }

  /** A field was changed: its old error is gone, the preview anew. */
  public void changed(String field) {
    errors.remove(field);
    near.remove(field);
    refresh();
  }

  /** Renders the template for the chosen record. */
  public void refresh() {
    trouble = null;
    if (draft.getTarget().isBlank()) {
      trouble = say.of("template.preview.target");
      return;
    }
    try {
      if (draft.getType() == ActivityType.SMS) {
        text = text(desk.texts(draft.getTarget(), draft.text("text"), record));
      } else {
        mail = mail(desk.mail(draft.getTarget(), content(), record));
      }
    } catch (LiquidException e) {
      trouble = String.valueOf(e.getMessage());
    } catch (NurtureException e) {
      trouble =
          e.violations().isEmpty()
              ? String.valueOf(e.getMessage())
              : e.violations().get(0).message();
    }
  }

  private @Nullable String given(String member) {
    String given = draft.text(member);
    return given.isBlank() ? null : given;
  }

  private MailContent content() {
    String subject = given("subject");
    return new MailContent(
        subject == null ? draft.title() : subject,
        given("from"),
        given("replyTo"),
        given("preview"),
        given("html"),
        given("text"));
  }

  private Mail mail(CompiledMail.Rendered made) {
    String html = made.html();
    return new Mail(
        made.subject(),
        made.from() == null ? say.of("template.preview.sender") : made.from(),
        made.preview() == null ? "" : made.preview(),
        html == null ? "" : desk.frame(html),
        made.text() == null ? "" : made.text());
  }

  private Text text(List<String> texts) {
    Segments first = Segments.of(texts.get(0));
    int least = texts.stream().mapToInt(t -> Segments.of(t).count()).min().orElse(0);
    int most = texts.stream().mapToInt(t -> Segments.of(t).count()).max().orElse(0);
    String shape = say.of(first.gsm() ? "template.sms.gsm" : "template.sms.ucs");
    String count =
        say.of(
            "template.sms.count",
            first.count(),
            shape,
            texts.get(0).codePointCount(0, texts.get(0).length()),
            first.room());
    String others = least == most ? "" : say.of("template.sms.others", least, most);
    Segments source = Segments.of(LIQUID.matcher(draft.text("text")).replaceAll(""));
    return new Text(
        texts.get(0),
        count,
        others,
        cost.words(draft.getTarget(), texts),
        List.copyOf(first.foreign()),
        source.foreign().stream().anyMatch(c -> !Segments.plain(c).equals(c)));
  }

  /** “’ by '”: what would be replaced. */
  public String getPlainer() {
    Segments source = Segments.of(LIQUID.matcher(draft.text("text")).replaceAll(""));
    return String.join(
        ", ",
        source.foreign().stream()
            .filter(c -> !Segments.plain(c).equals(c))
            .map(c -> say.of("template.sms.replace.one", c, Segments.plain(c)))
            .toList());
  }

  /** Replaces what forces UCS-2 and has a plain form; placeholders stay as they are. */
  public void makePlainer() {
    String source = draft.text("text");
    StringBuilder out = new StringBuilder();
    Matcher liquid = LIQUID.matcher(source);
    int at = 0;
    while (liquid.find()) {
      out.append(Segments.transliterated(source.substring(at, liquid.start())))
          .append(liquid.group());
      at = liquid.end();
    }
    draft.put("text", out.append(Segments.transliterated(source.substring(at))).toString());
    refresh();
  }

  /** Keys of records to preview with. */
  public List<String> suggestRecords(String typed) {
    if (draft.getTarget().isBlank()) {
      return List.of();
    }
    Map<String, String> found = desk.records(draft.getTarget(), typed);
    recordNames.putAll(found);
    return List.copyOf(found.keySet());
  }

  public String recordLabel(@Nullable String key) {
    return key == null ? "" : recordNames.getOrDefault(key, key);
  }

  public @Nullable String getRecord() {
    return record;
  }

  public void setRecord(@Nullable String record) {
    this.record = record == null || record.isBlank() ? null : record;
  }

  public ContentDraft getDraft() {
    return draft;
  }

  public FieldErrors getErrors() {
    return errors;
  }

  public @Nullable Mail getMail() {
    return mail;
  }

  public @Nullable Text getText() {
    return text;
  }

  /** Why the preview stands still; null: it does not. */
  public @Nullable String getTrouble() {
    return trouble;
  }
}
