package org.nurture.harness;

import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.selectOne;
import static org.nurture.harness.ContactTable.CONTACT;
import static org.nurture.harness.ContactTable.ID;
import static org.nurture.harness.ContactTable.column;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Record1;
import org.jooq.Select;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.nurture.audience.Audience;
import org.nurture.audience.FieldInfo;
import org.nurture.audience.Filter;
import org.nurture.audience.RecordKey;
import org.nurture.audience.Target;
import org.nurture.audience.Target.Role;
import org.nurture.platform.Database;
import org.nurture.platform.Violation;

/** The least {@link Audience} over {@link ContactTable}; only the operators that tests use. */
final class ContactAudience implements Audience {
  static final Target TARGET =
      new Target(
          "contact",
          "Contact",
          true,
          true,
          Map.of(
              Role.KEY, "id",
              Role.NAME, "name",
              Role.EMAIL, "email",
              Role.PHONE, "phone",
              Role.COUNTRY, "country",
              Role.ACTIVE, "active",
              Role.OPT_OUT, "opt_out"));

  private final Database db;
  private final boolean local;

  ContactAudience(Database db, boolean local) {
    this.db = db;
    this.local = local;
  }

  @Override
  public Target target(String name) {
    return TARGET;
  }

  @Override
  public boolean namesActive(String target, Filter filter) {
    return filter.terms().stream().anyMatch(t -> t.path().equals("active"));
  }

  @Override
  public List<Violation> check(String target, Filter filter) {
    return List.of();
  }

  @Override
  public List<FieldInfo> fields(String target) {
    throw new UnsupportedOperationException("not the engine's business");
  }

  @Override
  public Optional<FieldInfo> field(String target, String path) {
    throw new UnsupportedOperationException("not the engine's business");
  }

  @Override
  public String describe(String target, Filter filter) {
    return filter.toJson();
  }

  @Override
  public RuntimeException explain(String target, RuntimeException failure) {
    return failure;
  }

  @Override
  public long count(String target, Filter filter, boolean includeInactive, Instant now) {
    return db.sql().fetchCount(CONTACT, where(filter, includeInactive));
  }

  @Override
  public List<Map<String, @Nullable Object>> records(
      String target,
      Filter filter,
      boolean includeInactive,
      Collection<String> paths,
      int limit,
      Instant now) {
    throw new UnsupportedOperationException("not the engine's business");
  }

  @Override
  public boolean local(String target) {
    return local;
  }

  @Override
  public Optional<RecordKey> keyAfter(String target, @Nullable RecordKey after, int n) {
    return db.sql()
        .select(ID)
        .from(CONTACT)
        .where(in(new KeyRange(after, null)))
        .orderBy(ID)
        .offset(n - 1)
        .limit(1)
        .fetchOptional(row -> RecordKey.of(row.value1()));
  }

  @Override
  public Select<? extends Record1<?>> keys(
      String target, Filter filter, boolean includeInactive, KeyRange range, Instant now) {
    return DSL.select(ID.as("record_key"))
        .from(CONTACT)
        .where(where(filter, includeInactive))
        .and(in(range));
  }

  @Override
  public Condition exists(String target, Field<?> ourKey) {
    Field<Long> id = DSL.field(DSL.name("h", "id").unquotedName(), Long.class);
    return DSL.exists(
        selectOne()
            .from(CONTACT.as(DSL.name("h").unquotedName()))
            .where(id.eq((Field<Long>) ourKey)));
  }

  @Override
  public List<Candidate> page(
      String target,
      Filter filter,
      boolean includeInactive,
      @Nullable RecordKey after,
      int limit,
      @Nullable String path,
      Instant now) {
    Field<?> value = path == null ? DSL.inline((Object) null) : column(path);
    return db.sql()
        .select(ID, value)
        .from(CONTACT)
        .where(where(filter, includeInactive))
        .and(in(new KeyRange(after, null)))
        .orderBy(ID)
        .limit(limit)
        .fetch(row -> new Candidate(RecordKey.of(row.value1()), row.get(1)));
  }

  @Override
  public Set<RecordKey> existing(String target, Collection<RecordKey> keys) {
    return db
        .sql()
        .select(ID)
        .from(CONTACT)
        .where(ID.in(keys.stream().map(RecordKey::number).toList()))
        .fetch(row -> RecordKey.of(row.value1()))
        .stream()
        .collect(Collectors.toSet());
  }

  @Override
  public Map<RecordKey, Examined> examine(
      String target,
      Collection<RecordKey> keys,
      Filter filter,
      boolean includeInactive,
      Collection<String> paths,
      Instant now) {
    List<Field<?>> fields = new java.util.ArrayList<>();
    fields.add(ID);
    fields.add(DSL.field(where(filter, includeInactive)).as("matches"));
    paths.forEach(p -> fields.add(column(p).as("p_" + p)));
    Map<RecordKey, Examined> found = new HashMap<>();
    for (Record row :
        db.sql()
            .select(fields)
            .from(CONTACT)
            .where(ID.in(keys.stream().map(RecordKey::number).toList()))
            .fetch()) {
      Map<String, @Nullable Object> values = new LinkedHashMap<>();
      paths.forEach(p -> values.put(p, row.get("p_" + p)));
      found.put(
          RecordKey.of(row.get(ID)), new Examined(Boolean.TRUE.equals(row.get("matches")), values));
    }
    return found;
  }

  private static Condition in(KeyRange range) {
    Condition after = range.after() == null ? noCondition() : ID.gt(range.after().number());
    return range.upTo() == null ? after : after.and(ID.le(range.upTo().number()));
  }

  private static Condition where(Filter filter, boolean includeInactive) {
    Condition matches = condition(filter.root());
    return includeInactive
        ? matches
        : matches.and(DSL.condition((Field<Boolean>) (Field<?>) column("active")));
  }

  private static Condition condition(Filter.Node node) {
    if (node instanceof Filter.All all) {
      return DSL.and(all.parts().stream().map(ContactAudience::condition).toList());
    }
    if (node instanceof Filter.Any any) {
      return DSL.or(any.parts().stream().map(ContactAudience::condition).toList());
    }
    if (node instanceof Filter.Not not) {
      return DSL.not(condition(not.part()));
    }
    return node instanceof Filter.Term term ? term(term) : DSL.trueCondition();
  }

  /** True or false, never unknown. */
  private static Condition term(Filter.Term term) {
    Field<Object> field = column(term.path());
    Object value = term.value();
    Condition condition =
        switch (term.operator()) {
          case EQUAL -> value == null ? field.isNull() : field.eq(value);
          case NOT_EQUAL -> value == null ? field.isNotNull() : field.ne(value).or(field.isNull());
          case AT_LEAST -> field.ge(value);
          case LESS -> field.lt(value);
          case IN -> field.in((List<?>) value);
          case NOT_IN -> field.notIn((List<?>) value).or(field.isNull());
          default -> throw new UnsupportedOperationException(term.operator().symbol());
        };
    return DSL.coalesce(DSL.field(condition), DSL.inline(false)).isTrue();
  }
}
