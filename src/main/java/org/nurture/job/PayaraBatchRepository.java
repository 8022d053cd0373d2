package org.nurture.job;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.table;
import static org.jooq.impl.DSL.unquotedName;

import jakarta.batch.runtime.BatchStatus;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.util.Collection;
import java.util.List;
import org.jooq.Field;
import org.jooq.Table;
import org.nurture.platform.Database;

/**
 * Payara's and GlassFish's tables (JBatch), where the batch runtime's data source is Nurture's own.
 * Elsewhere there are none of that name, and nothing is done.
 */
@Dependent
class PayaraBatchRepository implements BatchRepository {
  private static final String EXECUTIONS = "jbatchexecutioninstancedata";
  private static final Field<Long> ID = field(unquotedName("jobexecid"), Long.class);
  private static final Field<String> BATCH_STATUS =
      field(unquotedName("batchstatus"), String.class);
  private static final Field<String> EXIT_STATUS = field(unquotedName("exitstatus"), String.class);

  private final Database database;

  @Inject
  PayaraBatchRepository(Database database) {
    this.database = database;
  }

  @Override
  public void fail(Collection<Long> executions) {
    if (executions.isEmpty() || !exists()) {
      return;
    }
    Table<?> rows = table(unquotedName(EXECUTIONS));
    database
        .sql()
        .update(rows)
        .set(BATCH_STATUS, BatchStatus.FAILED.name())
        .set(EXIT_STATUS, BatchStatus.FAILED.name())
        .where(ID.in(executions))
        .and(
            BATCH_STATUS.in(
                List.of(
                    BatchStatus.STARTING.name(),
                    BatchStatus.STARTED.name(),
                    BatchStatus.STOPPING.name())))
        .execute();
  }

  private boolean exists() {
    return database
        .sql()
        .fetchExists(
            database
                .sql()
                .selectOne()
                .from(table(name("information_schema", "tables")))
                .where(
                    org.jooq
                        .impl
                        .DSL
                        .lower(field(name("table_name"), String.class))
                        .eq(EXECUTIONS)));
  }
}
