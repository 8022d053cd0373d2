package org.nurture.web.target;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.transaction.Transactional;
import java.io.Serializable;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nurture.audience.Audience;
import org.nurture.audience.Filter;
import org.nurture.audience.HostChange;
import org.nurture.audience.Survey;
import org.nurture.audience.Surveys;
import org.nurture.audience.TableInfo;
import org.nurture.audience.TargetDefinition;
import org.nurture.audience.Targets;
import org.nurture.platform.Time;
import org.nurture.security.CurrentUser;
import org.nurture.security.Role;

/** What the pages of targets ask for; for admins alone. */
@ApplicationScoped
public class TargetDesk {
  private final Targets targets;
  private final Surveys surveys;
  private final Audience audience;
  private final CurrentUser user;
  private final InstantSource clock;

  @Inject
  public TargetDesk(
      Targets targets, Surveys surveys, Audience audience, CurrentUser user, InstantSource clock) {
    this.targets = targets;
    this.surveys = surveys;
    this.audience = audience;
    this.user = user;
    this.clock = clock;
  }

  /** For CDI's proxy. */
  @SuppressWarnings("NullAway")
  protected TargetDesk() {
    this(null, null, null, null, null);
  }

  /** A line of the list. */
  public record Row(
      String name, String label, String source, String table, boolean writable, List<String> users)
      implements Serializable {
    private static final long serialVersionUID = 1L;
  }

  /** All of them by label, with who needs each. */
  @Transactional
  List<Row> rows() {
    user.demand(Role.ADMIN);
    Map<String, List<String>> users = targets.users();
    return targets.all().stream()
        .map(t -> row(t, users.getOrDefault(t.name(), List.of())))
        .sorted(
            java.util.Comparator.comparing(row -> row.label().toLowerCase(java.util.Locale.ROOT)))
        .toList();
  }

  private static Row row(TargetDefinition target, List<String> users) {
    String table =
        target.schema() == null ? target.table() : target.schema() + "." + target.table();
    return new Row(
        target.name(), target.label(), target.dataSource(), table, target.writable(), users);
  }

  /** How many records a target has, inactive ones included. */
  @Transactional
  long count(String target) {
    return audience.count(target, Filter.ALL, true, Time.now(clock));
  }

  void delete(String name) {
    user.demand(Role.ADMIN);
    targets.delete(name);
  }

  Targets.Stored open(String name) {
    user.demand(Role.ADMIN);
    return targets.document(name);
  }

  void demand() {
    user.demand(Role.ADMIN);
  }

  List<String> names() {
    return targets.all().stream().map(TargetDefinition::name).toList();
  }

  List<String> sources() {
    return surveys.sources();
  }

  List<String> schemas(String source) {
    user.demand(Role.ADMIN);
    return surveys.schemas(source);
  }

  String likelySchema(String source) {
    return surveys.likelySchema(source).orElse("");
  }

  List<TableInfo> tables(String source, @Nullable String schema) {
    user.demand(Role.ADMIN);
    return surveys.tables(source, schema);
  }

  Survey survey(JsonObject document, boolean fresh) {
    user.demand(Role.ADMIN);
    return surveys.of(document, fresh);
  }

  Map<String, List<String>> samples(JsonObject document, Collection<String> secrets) {
    user.demand(Role.ADMIN);
    return surveys.samples(document, secrets);
  }

  @Transactional
  Surveys.First first(JsonObject document, int limit) {
    user.demand(Role.ADMIN);
    return surveys.first(document, limit);
  }

  List<HostChange> changes(String name) {
    user.demand(Role.ADMIN);
    return targets.changes(name);
  }

  /**
   * @param version null: it is a new one
   */
  void save(String name, JsonObject document, @Nullable Long version) {
    user.demand(Role.ADMIN);
    if (version == null) {
      targets.create(document);
    } else {
      targets.update(name, document, version);
    }
  }
}
