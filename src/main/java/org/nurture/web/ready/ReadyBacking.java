package org.nurture.web.ready;

import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.IOException;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nurture.campaign.CampaignDocument;
import org.nurture.campaign.ReadyMade;
import org.nurture.platform.Language;
import org.nurture.platform.NurtureException;
import org.nurture.platform.Violation;
import org.nurture.platform.json.JsonText;
import org.nurture.web.page.BrowserPreferences;
import org.nurture.web.page.Page;

/**
 * Ready-made campaigns, in the reader's language, and the dialog that fits a document to a target.
 */
@Named("ready")
@ViewScoped
public class ReadyBacking implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final String DIALOG = "readyDialog";
  private static final int MOST_TRIED = 20;
  private static final String COOKIE = "nurture-ready";
  private static final Map<ReadyMade, String> ICONS =
      Map.of(
          ReadyMade.TAG_HOT_CONTACTS, "pi-tag",
          ReadyMade.WELCOME_FLOW, "pi-heart",
          ReadyMade.DOUBLE_OPT_IN, "pi-verified",
          ReadyMade.COMMERCIAL_PROSPECTION, "pi-briefcase",
          ReadyMade.SCHEDULE_CALLS, "pi-phone",
          ReadyMade.PRIORITISE_HOT_LEADS, "pi-bolt");

  @Inject private ReadyDesk desk;
  @Inject private Page page;
  @Inject private BrowserPreferences preferences;

  private @Nullable Boolean shown;
  private @Nullable List<Card> cards;
  private @Nullable String document;
  private String name = "";
  private String description = "";
  private String target = "";
  private List<ReadyDesk.Choice> targets = List.of();
  private List<ReadyDesk.Row> rows = List.of();
  private List<String> errors = List.of();

  /** One of them. */
  public record Card(String key, String icon, int activities) implements Serializable {}

  /** Whether they are offered; they can be put away and brought back. */
  public boolean isShown() {
    if (shown == null) {
      shown = !"closed".equals(preferences.get(COOKIE));
    }
    return shown;
  }

  public void show(boolean open) {
    preferences.put(COOKIE, open ? "open" : "closed");
    shown = open;
  }

  public List<Card> getCards() {
    if (cards == null) {
      cards =
          Arrays.stream(ReadyMade.values())
              .map(
                  r ->
                      new Card(
                          r.word(),
                          String.valueOf(ICONS.get(r)),
                          r.document(Language.current()).places().size()))
              .toList();
    }
    return cards;
  }

  /** Asks what one shall be used for. */
  public void choose(String key) {
    Arrays.stream(ReadyMade.values())
        .filter(r -> r.word().equals(key))
        .findFirst()
        .ifPresent(
            r -> {
              adopt(r.document(Language.current()));
              name = page.say("ready." + key + ".title");
            });
  }

  /** Any document that may need another target. */
  void adopt(CampaignDocument adopted) {
    document = adopted.toJson().toString();
    name = adopted.name();
    description = adopted.description() == null ? "" : adopted.description();
    errors = List.of();
    targets = desk.targets(adopted);
    target = best(adopted);
    fit();
    page.dialog(DIALOG, true);
  }

  /** Its own target, or the one that most of its fields are found in. */
  private String best(CampaignDocument adopted) {
    List<String> able =
        targets.stream().filter(t -> t.lacks().isEmpty()).map(ReadyDesk.Choice::name).toList();
    if (able.contains(adopted.target())) {
      return adopted.target();
    }
    return able.stream()
        .limit(MOST_TRIED)
        .max(Comparator.comparingLong(t -> found(adopted, t)))
        .orElse("");
  }

  private long found(CampaignDocument adopted, String in) {
    return desk.rows(adopted, in).stream().filter(r -> !r.getField().isEmpty()).count();
  }

  /** Another target: its fields are guessed anew. */
  public void fit() {
    errors = List.of();
    rows = target.isEmpty() ? List.of() : desk.rows(read(), target);
  }

  /** Makes the campaign, and opens it. */
  public void create() throws IOException {
    errors = List.of();
    if (name.isBlank()) {
      errors = List.of(page.say("ready.error.name"));
      return;
    }
    try {
      long id = desk.create(read(), name.strip(), target, rows);
      page.go("/campaigns/campaign.xhtml?id=" + id);
    } catch (NurtureException e) {
      errors =
          e.violations().isEmpty()
              ? List.of(String.valueOf(e.getMessage()))
              : e.violations().stream().map(this::told).toList();
    }
  }

  private String told(Violation violation) {
    return violation.path().isEmpty()
        ? violation.message()
        : PointerWords.of(violation.path(), JsonText.object(page.required(document)))
            + ": "
            + violation.message();
  }

  private CampaignDocument read() {
    return ReadyDesk.read(page.required(document));
  }

  public boolean isChosen() {
    return document != null;
  }

  /** Fields that have another name here, or none: those that somebody should look at. */
  public boolean isFitting() {
    return rows.stream().allMatch(ReadyDesk.Row::isSame);
  }

  public List<ReadyDesk.Row> getRows() {
    return rows;
  }

  public List<ReadyDesk.Choice> getTargets() {
    return targets;
  }

  public List<String> getErrors() {
    return errors;
  }

  public String getDescription() {
    return description;
  }

  public String getName() {
    return name;
  }

  public void setName(@Nullable String name) {
    this.name = name == null ? "" : name;
  }

  public String getTarget() {
    return target;
  }

  public void setTarget(@Nullable String target) {
    this.target = target == null ? "" : target;
  }
}
