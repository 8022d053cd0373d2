package org.nurture.action;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/**
 * An action as it was when a campaign began to keep it. It never comes to do anything else; it
 * follows where a template is called otherwise.
 */
@Entity
@Table(name = "action_version")
@SuppressWarnings("NullAway.Init") // JPA sets the fields
class ActionVersion {
  @Id
  @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "entity_seq")
  Long id;

  @Column(name = "action_id", updatable = false)
  long actionId;

  /** JSON of {@link Versions}. */
  String parts;
}
