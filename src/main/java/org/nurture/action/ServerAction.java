package org.nurture.action;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;

/** A server action's row. What others see is {@link ActionDocument}. */
@Entity
@Table(name = "server_action")
@SuppressWarnings("NullAway.Init") // JPA sets the fields
class ServerAction {
  @Id
  @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "entity_seq")
  Long id;

  /** {@link Actions#LIBRARY}, or the campaign that it belongs to alone. */
  @Column(name = "campaign_id", updatable = false)
  long campaignId;

  String name;
  String target;
  String kind;

  /** JSON of the {@link ActionDocument}. */
  String document;

  /** JSON list. */
  @Column(name = "allowed_groups")
  String allowedGroups;

  @Version long version;
}
