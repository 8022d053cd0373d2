package org.nurture.campaign;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

/** An activity's row in the live version of its campaign, or what is left of a removed one. */
@Entity
@Table(name = "activity")
@SuppressWarnings("NullAway.Init") // JPA sets the fields
class Activity {
  @Id
  @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "entity_seq")
  Long id;

  @Column(name = "campaign_id", updatable = false)
  long campaignId;

  @Column(updatable = false)
  String ref;

  String name;

  @Enumerated(EnumType.STRING)
  ActivityType type;

  @Column(name = "parent_id")
  @Nullable Long parentId;

  /** Depth first, over the whole workflow. */
  int position;

  @Column(name = "trigger_type")
  @Enumerated(EnumType.STRING)
  TriggerType triggerType;

  @Column(name = "trigger_interval")
  int triggerInterval;

  @Column(name = "trigger_unit")
  @Enumerated(EnumType.STRING)
  IntervalUnit triggerUnit;

  @Column(name = "wait_interval")
  @Nullable Integer waitInterval;

  @Column(name = "wait_unit")
  @Enumerated(EnumType.STRING)
  @Nullable IntervalUnit waitUnit;

  @Column(name = "expiry_interval")
  @Nullable Integer expiryInterval;

  @Column(name = "expiry_unit")
  @Enumerated(EnumType.STRING)
  @Nullable IntervalUnit expiryUnit;

  String filter;

  @Column(name = "template_id")
  @Nullable Long templateId;

  @Column(name = "action_id")
  @Nullable Long actionId;

  /** The version of the action that is kept; null: as it is now. */
  @Column(name = "action_version")
  @Nullable Long actionVersion;

  /** Roles of whoever has it run; null with {@link #actionVersion}. */
  @Column(name = "action_by")
  @Nullable String actionBy;

  boolean removed;

  /** Participants up to this id never get it (U2, "only those enrolled from now on"); null: all. */
  @Column(name = "enrolled_after")
  @Nullable Long enrolledAfter;

  Trigger trigger() {
    return new Trigger(triggerType, new Interval(triggerInterval, triggerUnit));
  }

  void trigger(Trigger trigger) {
    triggerType = trigger.type();
    triggerInterval = trigger.interval().count();
    triggerUnit = trigger.interval().unit();
  }

  @Nullable Interval waitAtMost() {
    return interval(waitInterval, waitUnit);
  }

  void waitAtMost(@Nullable Interval interval) {
    waitInterval = interval == null ? null : interval.count();
    waitUnit = interval == null ? null : interval.unit();
  }

  @Nullable Interval expiry() {
    return interval(expiryInterval, expiryUnit);
  }

  void expiry(@Nullable Interval interval) {
    expiryInterval = interval == null ? null : interval.count();
    expiryUnit = interval == null ? null : interval.unit();
  }

  private static @Nullable Interval interval(@Nullable Integer count, @Nullable IntervalUnit unit) {
    return count == null || unit == null ? null : new Interval(count, unit);
  }
}
