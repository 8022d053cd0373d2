package org.nurture.web.people;

import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nurture.platform.DatabaseAwayException;
import org.nurture.platform.NurtureException;
import org.nurture.web.filter.Fields;
import org.nurture.web.page.Page;

/** One record of the host: all its campaigns, and what happened in them. */
@Named("record")
@ViewScoped
public class RecordBacking implements Serializable {
  private static final long serialVersionUID = 1L;

  @Inject private PeopleDesk desk;
  @Inject private Page page;
  @Inject private Fields fields;
  @Inject private TimelineLines lines;

  private @Nullable String target;
  private @Nullable String key;
  private @Nullable Long campaign;
  private TimelineLines.Part part = TimelineLines.Part.ALL;
  private transient PeopleDesk.@Nullable Dossier dossier;

  /** When the page is asked for. */
  public void load() throws IOException {
    try {
      getDossier();
    } catch (NurtureException | IllegalStateException | DatabaseAwayException e) {
      page.notFound(e.getMessage());
    }
  }

  public PeopleDesk.Dossier getDossier() {
    PeopleDesk.Dossier read = dossier;
    if (read == null) {
      read = desk.dossier(page.required(target), page.required(key));
      dossier = read;
    }
    return read;
  }

  public void refresh() {
    dossier = null;
  }

  /** Whether this user may export and erase what we have of the person. */
  public boolean isMayErase() {
    return desk.mayErase();
  }

  /** Erases the person from all campaigns (P3). */
  public void erase() throws IOException {
    desk.erase(page.required(target), page.required(key));
    refresh();
    page.info("record.erased");
    try {
      getDossier();
    } catch (NurtureException e) {
      // the CRM does not know it either: there is no page of it any more
      page.go("/campaigns/list.xhtml");
    }
  }

  /** The target's label. */
  public String getKind() {
    return fields.targets().stream()
        .filter(t -> t.name().equals(target))
        .map(Fields.Choice::label)
        .findFirst()
        .orElse(String.valueOf(target));
  }

  private List<PeopleDesk.Passage> shown() {
    return getDossier().passages().stream()
        .filter(p -> campaign == null || campaign == p.campaignId())
        .toList();
  }

  public List<TimelineLines.Day> getDays() {
    return lines.days(shown(), part);
  }

  public TimelineLines.Sums getSums() {
    return lines.sums(shown());
  }

  public boolean isCut() {
    return getDossier().passages().stream().anyMatch(p -> p.timeline().cut());
  }

  public long getRunning() {
    return getDossier().passages().stream()
        .filter(p -> p.person().state().equals("RUNNING"))
        .count();
  }

  public String getPart() {
    return part.name();
  }

  /** Narrows the timeline. */
  public void show(String name) {
    part = TimelineLines.Part.valueOf(name);
  }

  public @Nullable Long getCampaign() {
    return campaign;
  }

  public void setCampaign(@Nullable Long campaign) {
    this.campaign = campaign;
  }

  public @Nullable String getTarget() {
    return target;
  }

  public void setTarget(@Nullable String target) {
    this.target = target;
  }

  public @Nullable String getKey() {
    return key;
  }

  public void setKey(@Nullable String key) {
    this.key = key;
  }
}
