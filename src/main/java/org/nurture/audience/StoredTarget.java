package org.nurture.audience;

import jakarta.json.JsonObject;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import org.jspecify.annotations.Nullable;

/** A target as it is kept. Changed through {@link Targets}. */
@Entity
@Table(name = "target")
public class StoredTarget {
  @Id
  @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "target_seq")
  @SequenceGenerator(name = "target_seq", sequenceName = "entity_seq", allocationSize = 50)
  private Long id;

  @Column(nullable = false)
  private String name = "";

  @Column(nullable = false)
  private String label = "";

  @Column(name = "data_source", nullable = false)
  private String dataSource = "";

  @Column(name = "schema_name")
  private @Nullable String schema;

  @Column(name = "table_name", nullable = false)
  private String table = "";

  @Column(nullable = false)
  private boolean writable;

  @Column(nullable = false)
  private String roles = "{}";

  @Column(nullable = false)
  private String relations = "[]";

  @Column(nullable = false)
  private String labels = "{}";

  private @Nullable String followers;

  private @Nullable String seen;

  @Version private long version;

  /** For JPA. */
  protected StoredTarget() {}

  static StoredTarget named(String name) {
    StoredTarget target = new StoredTarget();
    target.name = name;
    return target;
  }

  String name() {
    return name;
  }

  long version() {
    return version;
  }

  /** What its table looked like when it was saved; null: that was not kept. */
  @Nullable Seen seen() {
    return Seen.read(seen);
  }

  /** Remembers what its table looks like now. */
  void saw(Seen now) {
    seen = now.json();
  }

  /** Takes all but the name. */
  void take(TargetDefinition definition) {
    label = definition.label();
    dataSource = definition.dataSource();
    schema = definition.schema();
    table = definition.table();
    writable = definition.writable();
    roles = TargetJson.roles(definition).toString();
    relations = TargetJson.kept(definition, TargetJson.relations(relations)).toString();
    labels = TargetJson.labels(definition).toString();
    JsonObject given = TargetJson.followers(definition);
    followers = given == null ? null : given.toString();
  }

  TargetDefinition definition() {
    return new TargetDefinition(
        name,
        label,
        dataSource,
        schema,
        table,
        writable,
        TargetJson.roles(roles),
        TargetJson.relations(relations),
        TargetJson.labels(labels),
        TargetJson.followers(followers),
        version);
  }
}
