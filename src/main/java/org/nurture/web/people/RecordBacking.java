package org.nurture.web.people;

import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nurture.platform.DatabaseAwayException;
import org.nurture.platform.NurtureException;
import org.nurture.web.filter.Fields;
import org.nurture.web.page.Page;

/** One record of the host: all its campaigns, and what happened in them. */
@Named("record")
@ViewScoped
public class RecordBacking extends TimelineBacking {
  private static final long serialVersionUID = 1L;

  @Inject private PeopleDesk desk;
  @Inject private Page page;
  @Inject private Fields fields;

  private @Nullable String target;
  private @Nullable String key;
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
    return fields.targetLabel(target);
  }

  @Override
  List<PeopleDesk.Passage> shown() {
    Long only = getCampaign();
    return getDossier().passages().stream()
        .filter(p -> only == null || only == p.campaignId())
        .toList();
  }

  public boolean isCut() {
    return getDossier().passages().stream().anyMatch(p -> p.timeline().cut());
  }

  public long getRunning() {
    return getDossier().passages().stream()
        .filter(p -> p.person().state().equals("RUNNING"))
        .count();
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
