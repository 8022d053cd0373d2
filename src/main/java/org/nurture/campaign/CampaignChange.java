package org.nurture.campaign;

import jakarta.json.JsonNumber;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nurture.platform.InstantColumn;
import org.nurture.platform.json.DocumentWriter;
import org.nurture.platform.json.JsonText;

/** The staged version of a campaign (U1). */
@Entity
@Table(name = "campaign_change")
@SuppressWarnings("NullAway.Init") // JPA sets the fields
class CampaignChange {
  @Id
  @Column(name = "campaign_id")
  Long campaignId;

  /** JSON of a {@link CampaignDocument}. */
  String document;

  /** Ids of the templates and actions that it names, by ref: their titles may change. */
  @Nullable String contents;

  String author;

  @Column(name = "changed_at")
  @Convert(converter = InstantColumn.class)
  Instant changedAt;

  @Version long version;

  void take(CampaignDocument staged, Map<String, Long> named) {
    document = staged.toJson().toString();
    DocumentWriter ids = new DocumentWriter();
    named.forEach(ids::put);
    contents = ids.build().toString();
  }

  /** By ref; without those that the document brings itself. */
  Map<String, Long> contents() {
    Map<String, Long> ids = new HashMap<>();
    if (contents != null) {
      JsonText.object(contents)
          .forEach((ref, id) -> ids.put(ref, ((JsonNumber) id).longValueExact()));
    }
    return ids;
  }
}
