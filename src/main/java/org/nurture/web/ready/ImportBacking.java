package org.nurture.web.ready;

import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nurture.campaign.CampaignDocument;
import org.nurture.campaign.Campaigns;
import org.nurture.platform.NurtureException;
import org.nurture.platform.Violation;
import org.nurture.platform.json.DocumentReader;
import org.nurture.platform.json.JsonText;
import org.nurture.web.page.Page;
import org.primefaces.model.file.UploadedFile;

/** Takes in a campaign document, from a file or pasted; what is wrong is told by its place. */
@Named("importing")
@ViewScoped
public class ImportBacking implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final String DIALOG = "importDialog";

  /** As REST takes it. */
  private static final int LARGEST = 5 * 1024 * 1024;

  @Inject private Campaigns campaigns;
  @Inject private ReadyBacking ready;
  @Inject private Page page;

  private String text = "";
  private transient @Nullable UploadedFile file;
  private List<Wrong> errors = List.of();
  private boolean fittable;

  /**
   * Something that is wrong.
   *
   * @param place in words; empty: the whole
   * @param line 0: not known
   */
  public record Wrong(String place, String pointer, long line, String message)
      implements Serializable {}

  public void open() {
    text = "";
    file = null;
    errors = List.of();
    fittable = false;
    page.dialog(DIALOG, true);
  }

  /** Makes the campaign, whole, or says all that is wrong. */
  public void take() throws IOException {
    UploadedFile given = file;
    errors = List.of();
    fittable = false;
    if (given != null && given.getSize() > 0) {
      if (given.getSize() > LARGEST) {
        refuse("importing.error.large");
        return;
      }
      text = new String(given.getContent(), StandardCharsets.UTF_8);
    }
    if (text.isBlank()) {
      refuse("importing.error.none");
      return;
    }
    if (text.length() > LARGEST) {
      refuse("importing.error.large");
      return;
    }
    JsonObject json = null;
    CampaignDocument document = null;
    try {
      json = JsonText.object(text);
      document = DocumentReader.read(json, CampaignDocument::read);
      long id = campaigns.create(document).id();
      page.go("/campaigns/campaign.xhtml?id=" + id);
    } catch (NurtureException e) {
      tell(e, json);
      // what is well in itself may only be meant for another target
      fittable = document != null && e.kind() == NurtureException.Kind.INVALID;
    }
  }

  private void refuse(String key) {
    errors = List.of(new Wrong("", "", 0, page.say(key)));
  }

  private void tell(NurtureException refusal, @Nullable JsonObject json) {
    JsonLines lines = JsonLines.of(text);
    errors =
        refusal.violations().isEmpty()
            ? List.of(new Wrong("", "", 0, String.valueOf(refusal.getMessage())))
            : refusal.violations().stream().map(v -> wrong(v, json, lines)).toList();
  }

  private static Wrong wrong(Violation v, @Nullable JsonObject json, JsonLines lines) {
    boolean whole = v.path().isEmpty();
    return new Wrong(
        PointerWords.of(v.path(), json), v.path(), whole ? 0 : lines.at(v.path()), v.message());
  }

  /** Fits what was read to another target. */
  public void fit() {
    page.dialog(DIALOG, false);
    ready.adopt(DocumentReader.read(JsonText.object(text), CampaignDocument::read));
  }

  public boolean isFittable() {
    return fittable;
  }

  public List<Wrong> getErrors() {
    return errors;
  }

  public String getText() {
    return text;
  }

  public void setText(@Nullable String text) {
    this.text = text == null ? "" : text;
  }

  public @Nullable UploadedFile getFile() {
    return file;
  }

  public void setFile(@Nullable UploadedFile file) {
    this.file = file;
  }
}
