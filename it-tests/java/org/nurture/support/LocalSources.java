package org.nurture.support;

import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jooq.DSLContext;
import org.nurture.platform.DataSources;
import org.nurture.platform.NurtureException;
import org.nurture.platform.Sql;

/** Data sources of tests: {@code crm} is the test's own database, others may be added. */
public final class LocalSources implements DataSources {
  private final TestDatabase own;
  private final Map<String, TestDatabase> others;

  public LocalSources(TestDatabase own) {
    this(own, Map.of());
  }

  public LocalSources(TestDatabase own, Map<String, TestDatabase> others) {
    this.own = own;
    this.others = Map.copyOf(others);
  }

  private TestDatabase named(String name) {
    TestDatabase other = others.get(name);
    if (other == null && !Set.of(CRM, "nurture").contains(name)) {
      throw NurtureException.invalid("/dataSource", "There is no data source “" + name + "”");
    }
    return other == null ? own : other;
  }

  @Override
  public boolean isOurs(String name) {
    return named(name) == own;
  }

  @Override
  public <T> T reading(String name, Function<DSLContext, T> work) {
    return alone(name, work);
  }

  @Override
  public <T> T alone(String name, Function<DSLContext, T> work) {
    TestDatabase db = named(name);
    return work.apply(Sql.context(db.dataSource(), db.make().dialect()));
  }

  @Override
  public DSLContext joining(String name) {
    return named(name).database().sql();
  }
}
