package org.nurture.campaign;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import org.nurture.platform.json.DocumentReader;
import org.nurture.platform.json.JsonText;

/**
 * Campaigns to begin with: documents with all their texts, that run on the demo CRM as they are and
 * can be made to fit others ({@link Retarget}).
 */
public enum ReadyMade {
  TAG_HOT_CONTACTS,
  WELCOME_FLOW,
  DOUBLE_OPT_IN,
  COMMERCIAL_PROSPECTION,
  SCHEDULE_CALLS,
  PRIORITISE_HOT_LEADS;

  /** As keys and files name it: {@code welcome-flow}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * Read anew with each call: documents can be large, and are seldom asked for.
   *
   * @param language of its texts; English for those that we do not have
   */
  public CampaignDocument document(Locale language) {
    boolean italian = language.getLanguage().equals("it");
    String resource = "ready/" + word() + (italian ? "_it" : "") + ".json";
    try (InputStream in = ReadyMade.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException(resource + " is not in the application");
      }
      return DocumentReader.read(JsonText.object(in.readAllBytes()), CampaignDocument::read);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
