package org.nurture.web.campaign;

import jakarta.annotation.PostConstruct;
import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.nurture.audience.FieldInfo;
import org.nurture.platform.NurtureException;
import org.nurture.platform.Violation;
import org.nurture.web.filter.Fields;
import org.nurture.web.filter.FilterEditor;
import org.nurture.web.page.FieldErrors;
import org.nurture.web.page.Page;

/** A campaign's facts: read as words, edited in place. */
@Named("facts")
@ViewScoped
public class FactsBacking implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int MOST_ZONES = 20;

  @Inject private CampaignBacking campaign;
  @Inject private LiveBacking figures;
  @Inject private CampaignDesk store;
  @Inject private Fields fields;
  @Inject private Page page;

  private @Nullable FilterEditor filter;
  private boolean editing;
  private String filterWords = "";
  private String targetLabel = "";
  private String uniqueLabel = "";

  @PostConstruct
  void start() {
    filter = new FilterEditor(fields);
  }

  /** Another version was read. */
  void open(boolean edit) {
    CampaignDraft draft = campaign.draft();
    editor().open(draft.getTarget(), draft.filter());
    editing = edit;
    tell();
  }

  /** The words, once and not at each reading. */
  private void tell() {
    CampaignDraft draft = campaign.draft();
    String target = draft.getTarget();
    boolean known = target != null && !target.isBlank();
    targetLabel = fields.targetLabel(target);
    filterWords = known ? editor().words() : "";
    String unique = draft.getUniqueField();
    uniqueLabel =
        !known || unique == null || unique.isBlank()
            ? ""
            : fields.label(String.valueOf(target), unique);
  }

  public void edit() {
    editing = true;
  }

  /** Edits, beginning with one of the fields. */
  public void edit(String field) {
    editing = true;
    page.focus(
        "form:"
            + switch (field) {
              case "uniqueField" -> "unique";
              case "timeZone" -> "zone_input";
              case "description", "filter", "" -> "target";
              default -> field;
            });
  }

  /** Back to the words; what was changed stays in the form until it is saved. */
  public void close() {
    editing = false;
    tell();
  }

  /** A field changed: its message goes if it was mended. */
  public void touched(String field) {
    campaign.touched();
    FieldErrors errors = campaign.getErrors();
    if (!errors.has(field)) {
      return;
    }
    errors.remove(field);
    try {
      store.check(campaign.draft().write());
    } catch (NurtureException e) {
      for (Violation violation : e.violations()) {
        Pointers.Place at = Pointers.resolve(violation.path(), List.of());
        if (at.field().equals(field)) {
          errors.add(field, violation.message());
        }
      }
    }
    page.update(field.equals("name") ? "form:nameBox" : "form:settings");
  }

  /** Another target: its fields, no old unique field. */
  public void targetChanged() {
    campaign.draft().setUniqueField(null);
    editor().useTarget(campaign.draft().getTarget());
    touched("target");
  }

  public List<String> suggestZones(String query) {
    String sought = query.toLowerCase(Locale.ROOT).replace(' ', '_');
    return ZoneId.getAvailableZoneIds().stream()
        .filter(z -> z.toLowerCase(Locale.ROOT).contains(sought))
        .filter(z -> z.contains("/") || z.equals("UTC"))
        .sorted()
        .limit(MOST_ZONES)
        .toList();
  }

  /** Whether target and unique field can no longer change (U8). */
  public boolean isTargetFixed() {
    return figures.getParticipants() > 0;
  }

  public List<Fields.Choice> getTargets() {
    return fields.targets();
  }

  /** Own fields of the target that hold one value. */
  public List<FieldInfo> getUniqueFields() {
    String target = campaign.draft().getTarget();
    return target == null || target.isBlank() ? List.of() : fields.plain(target);
  }

  public List<String> getTags() {
    return Arrays.stream(campaign.draft().getTags().split(","))
        .map(String::strip)
        .filter(t -> !t.isEmpty())
        .toList();
  }

  public String getServerZone() {
    return page.serverZone();
  }

  FilterEditor editor() {
    return page.required(filter);
  }

  public boolean isEditing() {
    return editing;
  }

  /** Empty: all records. */
  public String getFilterWords() {
    return filterWords;
  }

  public String getTargetLabel() {
    return targetLabel;
  }

  public String getUniqueLabel() {
    return uniqueLabel;
  }
}
