package org.nurture.audience;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;
import jakarta.persistence.Version;

/** A filter that people gave a name, to be copied into others. Kept by {@link SavedFilters}. */
@Entity
@Table(name = "saved_filter")
public class SavedFilter {
  @Id
  @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "saved_filter_seq")
  @SequenceGenerator(name = "saved_filter_seq", sequenceName = "entity_seq", allocationSize = 50)
  private Long id;

  @Column(nullable = false)
  private String target = "";

  @Column(nullable = false)
  private String name = "";

  @Column(nullable = false)
  private String filter = "[]";

  @Column(nullable = false)
  private String owner = "";

  @Version private long version;

  /** For JPA. */
  protected SavedFilter() {}

  static SavedFilter of(String target, String name, String filter, String owner) {
    SavedFilter made = new SavedFilter();
    made.target = target;
    made.name = name;
    made.filter = filter;
    made.owner = owner;
    return made;
  }

  String filter() {
    return filter;
  }
}
