package org.nurture.campaign;

import java.text.Normalizer;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;

/** Makes refs for activities that have none, from their names. Pure. */
final class Refs {
  private static final int LONGEST_MADE = 40;

  private final Set<String> taken;
  private final boolean neverUsed;

  private Refs(Set<String> taken, boolean neverUsed) {
    this.taken = taken;
    this.neverUsed = neverUsed;
  }

  /**
   * @param used refs that the campaign has or had
   */
  static CampaignDocument complete(CampaignDocument document, Set<String> used) {
    return complete(document, used, false);
  }

  /** Where it is not known which refs the campaign had: those made are like none before. */
  static CampaignDocument completeAnew(CampaignDocument document) {
    return complete(document, Set.of(), true);
  }

  private static CampaignDocument complete(
      CampaignDocument document, Set<String> used, boolean neverUsed) {
    Set<String> taken = new HashSet<>(used);
    for (CampaignDocument.Place place : document.places()) {
      String ref = place.activity().ref();
      if (ref != null) {
        taken.add(ref);
      }
    }
    return document.withActivities(new Refs(taken, neverUsed).complete(document.activities()));
  }

  private List<ActivityDocument> complete(List<ActivityDocument> activities) {
    return activities.stream()
        .map(a -> a.ref() == null ? a.withRef(make(a.name())) : a)
        .map(a -> a.withChildren(complete(a.children())))
        .toList();
  }

  private String make(String name) {
    String slug =
        Normalizer.normalize(name, Normalizer.Form.NFD)
            .toLowerCase(Locale.ROOT)
            .replaceAll("\\p{M}+", "")
            .replaceAll("[^\\p{IsAlphabetic}\\p{IsDigit}]+", "-")
            .replaceAll("^-|-$", "");
    String base = slug.substring(0, Math.min(slug.length(), LONGEST_MADE));
    String plain = base.isEmpty() ? "activity" : base;
    String ref = neverUsed ? plain + "-" + UUID.randomUUID().toString().substring(0, 8) : plain;
    for (int n = 2; !taken.add(ref); n++) {
      ref = plain + "-" + n;
    }
    return ref;
  }
}
