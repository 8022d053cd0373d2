package org.nurture.audience;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record1;
import org.jooq.Select;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.nurture.audience.Operating.Caller;
import org.nurture.audience.Target.Role;
import org.nurture.platform.DataSources;
import org.nurture.platform.Database;
import org.nurture.platform.Violation;

/** {@link Audience} over SQL: our own database in the caller's transaction, others outside it. */
@ApplicationScoped
public class HostAudience implements Audience {
  private final Hosts hosts;

  @Inject
  public HostAudience(
      TargetDefinitions definitions, Catalogue catalogue, DataSources sources, Database database) {
    this.hosts = new Hosts(definitions, catalogue, sources, database);
  }

  /** For CDI's proxy alone. */
  @SuppressWarnings("NullAway")
  protected HostAudience() {
    this(null, null, null, null);
  }

  @Override
  public void reread(String target) {
    hosts
        .definitions()
        .find(target)
        .ifPresent(known -> hosts.catalogue().forget(known.dataSource()));
  }

  @Override
  public Target target(String name) {
    Operating on = hosts.operating(name);
    TargetDefinition found = on.definition();
    boolean numeric = on.key().type() == FieldType.INTEGER;
    return new Target(
        found.name(),
        found.label(),
        numeric,
        found.writable(),
        found.roles(),
        DisplayName.of(on.root().table(), found.roles()));
  }

  @Override
  public boolean namesActive(String target, Filter filter) {
    return Terms.names(filter, hosts.operating(target).definition().roles().get(Role.ACTIVE));
  }

  @Override
  public List<Violation> check(String target, Filter filter) {
    return hosts.operating(target).check(filter);
  }

  @Override
  public List<FieldInfo> fields(String target) {
    Operating on = hosts.operating(target);
    return new Fields(on.root(), on.shapes()).all();
  }

  @Override
  public Optional<FieldInfo> field(String target, String path) {
    Operating on = hosts.operating(target);
    return on.find(path).map(found -> Fields.of(found, on.shapes()));
  }

  @Override
  public String describe(String target, Filter filter) {
    Operating on = hosts.operating(target);
    return new FilterWords(on.root(), on.shapes()).of(filter);
  }

  @Override
  public RuntimeException explain(String target, RuntimeException failure) {
    return hosts.operating(target).explain(failure);
  }

  @Override
  public long count(String target, Filter filter, boolean includeInactive, Instant now) {
    Operating on = hosts.operating(target, now);
    Condition matches = on.matches(filter, includeInactive, Caller.PERSON);
    return on.read(
        sql -> sql.selectCount().from(on.at().table()).where(matches).fetchSingle(0, long.class));
  }

  @Override
  public List<Map<String, @Nullable Object>> records(
      String target,
      Filter filter,
      boolean includeInactive,
      Collection<String> paths,
      int limit,
      Instant now) {
    return records(target, filter, includeInactive, paths, limit, now, 0);
  }

  @Override
  public List<Map<String, @Nullable Object>> records(
      String target,
      Filter filter,
      boolean includeInactive,
      Collection<String> paths,
      int limit,
      Instant now,
      int seconds) {
    Operating on = hosts.operating(target, now);
    Condition matches = on.matches(filter, includeInactive, Caller.PERSON);
    RecordQuery query = on.query();
    PathValues values = new PathValues(on, query, paths, Caller.PERSON);
    List<Field<?>> fields = values.after(query.recordKey());
    return on.read(
        sql ->
            query
                .select(sql, fields, matches)
                .orderBy(query.keyOrder())
                .limit(limit)
                .queryTimeout(seconds)
                .fetch(values::of));
  }

  @Override
  public boolean local(String target) {
    return hosts.operating(target).local();
  }

  @Override
  public Optional<RecordKey> keyAfter(String target, @Nullable RecordKey after, int n) {
    Operating on = hosts.operating(target);
    RecordQuery query = on.query();
    Condition condition = after == null ? DSL.noCondition() : query.after(after);
    return on.read(
        sql ->
            query
                .select(sql, List.of(query.recordKey()), condition)
                .orderBy(query.keyOrder())
                .limit(1)
                .offset(n - 1)
                .fetchOptional(query::keyOf));
  }

  @Override
  public Select<? extends Record1<?>> keys(
      String target, Filter filter, boolean includeInactive, KeyRange range, Instant now) {
    Operating on = hosts.operating(target, now);
    Condition matches = on.matches(filter, includeInactive, Caller.ENGINE);
    RecordQuery query = on.query();
    Condition condition = matches.and(query.within(range));
    return DSL.select(query.recordKey()).from(on.at().table()).where(condition);
  }

  @Override
  public Condition exists(String target, Field<?> ourKey) {
    Operating on = hosts.operating(target);
    RecordQuery query = on.query();
    return DSL.exists(DSL.selectOne().from(on.at().table()).where(query.equals(ourKey)));
  }

  @Override
  public long rows(String target) {
    Operating on = hosts.operating(target);
    return hosts.catalogue().rows(on.definition().dataSource(), on.root().table().name());
  }

  @Override
  public Optional<Instant> modifiedUpTo(String target) {
    return Modified.of(hosts.operating(target)).flatMap(Modified::upTo);
  }

  @Override
  public List<Candidate> modifiedSince(
      String target,
      Filter filter,
      boolean includeInactive,
      Instant since,
      int limit,
      @Nullable String path,
      Instant now) {
    return new Candidates(hosts.operating(target, now), filter, includeInactive, path)
        .modifiedSince(since, limit);
  }

  @Override
  public List<Candidate> page(
      String target,
      Filter filter,
      boolean includeInactive,
      KeyRange range,
      int limit,
      @Nullable String path,
      Instant now) {
    return new Candidates(hosts.operating(target, now), filter, includeInactive, path)
        .within(range, limit);
  }

  @Override
  public Set<RecordKey> existing(String target, Collection<RecordKey> keys) {
    return keys.isEmpty() ? Set.of() : new KnownRecords(hosts.operating(target), keys).existing();
  }

  @Override
  public Map<RecordKey, Examined> examine(
      String target,
      Collection<RecordKey> keys,
      Filter filter,
      boolean includeInactive,
      Collection<String> paths,
      Instant now) {
    return keys.isEmpty()
        ? Map.of()
        : new KnownRecords(hosts.operating(target, now), keys)
            .examine(filter, includeInactive, paths);
  }

  @Override
  public Map<RecordKey, String> whyNot(
      String target,
      Collection<RecordKey> keys,
      Filter filter,
      boolean includeInactive,
      Instant now) {
    return keys.isEmpty()
        ? Map.of()
        : new KnownRecords(hosts.operating(target, now), keys).whyNot(filter, includeInactive);
  }
}
