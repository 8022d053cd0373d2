package org.nurture.campaign;

import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import org.nurture.platform.InstantColumn;

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

  String author;

  @Column(name = "changed_at")
  @Convert(converter = InstantColumn.class)
  Instant changedAt;

  @Version long version;
}
