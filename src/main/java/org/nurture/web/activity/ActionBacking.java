package org.nurture.web.activity;

import jakarta.annotation.PostConstruct;
import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.json.JsonObject;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;
import org.nurture.platform.NurtureException;
import org.nurture.platform.json.JsonText;
import org.nurture.web.action.ActionDesk;
import org.nurture.web.action.ActionDraft;
import org.nurture.web.action.ActionFields;
import org.nurture.web.action.ActionForm;
import org.nurture.web.campaign.ActivityDraft;
import org.nurture.web.campaign.CampaignBacking;
import org.nurture.web.filter.Fields;
import org.nurture.web.page.Page;

/**
 * “Create and edit” of a server action without leaving the activity's dialog. What is made here
 * belongs to the campaign, and is saved with it.
 */
@Named("action")
@ViewScoped
public class ActionBacking implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final String DIALOG = "actionDialog";

  @Inject private CampaignBacking campaign;
  @Inject private ActivityBacking activity;
  @Inject private ActionDesk desk;
  @Inject private Fields fields;
  @Inject private ActionFields more;
  @Inject private Page page;

  private @Nullable ActionForm form;

  @PostConstruct
  void start() {
    form = new ActionForm(fields, more, desk);
  }

  /** A new one, by the name that was typed. */
  public void create(String target) {
    ActivityDraft of = activity.getEdited();
    ActionDraft draft = new ActionDraft(target);
    draft.setName(of.getContent() == null ? of.getName() : of.getContent());
    open(draft);
  }

  /** The one that is chosen; a new one if there is none of that name. */
  public void edit(String target, String name) {
    String own = activity.getEdited().getContentDocument();
    JsonObject document =
        own != null ? JsonText.object(own) : desk.find(campaign.getId(), name).orElse(null);
    if (document == null) {
      create(target);
    } else {
      open(ActionDraft.read(document));
    }
  }

  private void open(ActionDraft draft) {
    getForm().open(draft);
    page.dialog(DIALOG, true);
  }

  public void save() {
    JsonObject document = getForm().write();
    ActionDraft draft = getForm().getDraft();
    try {
      getForm().tell(desk.check(campaign.getId(), draft.getTarget(), document));
    } catch (NurtureException e) {
      getForm().tell(e);
    }
    if (!getForm().getErrors().isAny()) {
      activity.getEdited().setContentDocument(draft.getName().strip(), document);
      activity.getErrors().clear();
      page.dialog(DIALOG, false);
    }
  }

  public void discard() {
    page.dialog(DIALOG, false);
  }

  public ActionForm getForm() {
    return page.required(form);
  }
}
