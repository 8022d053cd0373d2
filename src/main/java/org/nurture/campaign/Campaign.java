package org.nurture.campaign;

import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.nurture.platform.InstantColumn;

/** A campaign's row: its settings and state. What others see is {@link CampaignView}. */
@Entity
@Table(name = "campaign")
@SuppressWarnings("NullAway.Init") // JPA sets the fields
class Campaign {
  @Id
  @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "entity_seq")
  @SequenceGenerator(name = "entity_seq", sequenceName = "entity_seq", allocationSize = 50)
  Long id;

  String name;
  String target;
  String filter;

  @Column(name = "unique_field")
  @Nullable String uniqueField;

  @Column(name = "time_zone")
  @Nullable String timeZone;

  @Enumerated(EnumType.STRING)
  CampaignState state = CampaignState.NEW;

  boolean archived;
  @Nullable String responsible;

  /** JSON list. */
  String tags;

  @Column(name = "once_per_address")
  boolean oncePerAddress;

  boolean tracking;
  @Nullable String description;

  /** Optimistic locking, by {@link CampaignStore#flush}: an activity's change counts too. */
  @Column(updatable = false)
  long version;

  @Column(name = "created_at", updatable = false)
  @Convert(converter = InstantColumn.class)
  Instant createdAt;

  @Column(name = "state_since")
  @Convert(converter = InstantColumn.class)
  Instant stateSince;
}
