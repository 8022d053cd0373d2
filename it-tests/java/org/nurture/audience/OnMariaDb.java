package org.nurture.audience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.exception.DataAccessException;
import org.nurture.audience.HostWriter.Assignment;
import org.nurture.audience.HostWriter.Computed;
import org.nurture.audience.HostWriter.Insertion;
import org.nurture.platform.DataSources;
import org.nurture.platform.Database;
import org.nurture.platform.Sql;
import org.nurture.platform.json.DocumentReader;
import org.nurture.platform.json.DocumentWriter;

/**
 * By hand (docs/production.md, MariaDB): a fresh Chinook on MariaDB as the CRM. Discovery, filters,
 * enrolment's pages, and all that actions write, within a branch of a distributed transaction as
 * the server opens one.
 *
 * <p>Arguments: JDBC URL of the database Chinook, user, password; the driver is on the class path.
 */
public final class OnMariaDb {
  private static final Instant NOW = Instant.parse("2026-02-01T10:00:00Z");
  private static final String BRANCH = "'nurture-by-hand'";

  private final DSLContext sql;
  private final List<TargetDefinition> targets = new ArrayList<>();
  private final HostAudience audience;
  private final HostWriter writer;

  private OnMariaDb(Connection connection) {
    this.sql = Sql.context(connection, SQLDialect.MARIADB);
    DataSources sources = new Elsewhere(sql);
    Catalogue catalogue = new Catalogue(sources);
    Database none = new Nowhere();
    audience = new HostAudience(() -> targets, catalogue, sources, none);
    writer = new SqlHostWriter(() -> targets, catalogue, sources, none);
    for (String table : List.of("Employee", "Invoice", "Wish", "Card", "Customer")) {
      targets.add(
          new Discovery(catalogue)
              .of(
                  DocumentReader.read(
                      new DocumentWriter()
                          .put("name", table.toLowerCase(Locale.ROOT))
                          .put("dataSource", "crm")
                          .put("schema", "Chinook")
                          .put("table", table)
                          .put("writable", true)
                          .build(),
                      TargetDocument::read),
                  targets));
    }
  }

  public static void main(String[] arguments) throws SQLException {
    try (Connection crm = DriverManager.getConnection(arguments[0], arguments[1], arguments[2])) {
      for (String statement : MORE) {
        Sql.context(crm, SQLDialect.MARIADB).execute(statement);
      }
      OnMariaDb story = new OnMariaDb(crm);
      story.tell("discovery", story::tablesAreUnderstood);
      story.tell("filters", story::filtersMatchWhatSqlSays);
      story.tell("branch", story::aBranchIsTold);
      story.tell("update", () -> story.inBranch(story::recordsAreWritten));
      story.tell("each", () -> story.inBranch(story::recordsAreWrittenEach));
      story.tell("insert", () -> story.inBranch(story::recordsAreMade));
      story.tell("absent", () -> story.inBranch(story::recordsAreMadeWhereThereIsNone));
      story.tell("insert each", () -> story.inBranch(story::recordsAreMadeEach));
      story.tell("refer", () -> story.inBranch(story::recordsReferToThoseMadeForThem));
      story.tell("create", story::oneRecordIsMade);
      story.tell("savepoint", () -> story.inBranch(story::whatIsRefusedIsUndoneAlone));
    }
  }

  private static final List<String> MORE =
      List.of(
          "create table Wish (WishId int auto_increment primary key, CustomerId int not null,"
              + " Title varchar(40) not null, Amount decimal(8,2), MadeOn date, MadeAt datetime,"
              + " foreign key (CustomerId) references Customer (CustomerId))",
          "create table Card (CardId int auto_increment primary key, Name varchar(40) not null)",
          "alter table Customer add CardId int, add Version int, add Vip boolean,"
              + " add foreign key (CardId) references Card (CardId),"
              + " add constraint no_eight check (CustomerId <> 8 or Fax <> 'x')");

  private void tell(String what, Runnable chapter) {
    try {
      chapter.run();
      System.out.println("OK " + what);
    } catch (RuntimeException | AssertionError e) {
      System.out.println("FAILED " + what + ": " + e);
      for (Throwable t = e.getCause(); t != null; t = t.getCause()) {
        System.out.println("  " + t);
      }
    }
  }

  private void tablesAreUnderstood() {
    assertThat(targets.get(4).roles())
        .containsEntry(Target.Role.KEY, "CustomerId")
        .containsEntry(Target.Role.EMAIL, "Email");
    assertThat(audience.fields("customer"))
        .filteredOn(f -> f.relation() != null)
        .extracting(FieldInfo::name)
        .contains("SupportRepId", "CardId", "Invoice", "Wish");
    assertThat(audience.field("customer", "Vip").orElseThrow().type()).isEqualTo(FieldType.BOOLEAN);
  }

  private void filtersMatchWhatSqlSays() {
    same("[['Country','=','USA']]", "Country = 'USA'");
    same("[['Country','in',['USA','Canada']]]", "Country in ('USA', 'Canada')");
    same("[['Company','!=',null]]", "Company is not null");
    same("[['Email','ilike','GMAIL']]", "lower(Email) like '%gmail%'");
    same("[['Vip','=',true]]", "Vip");
    same(
        "[['Invoice.Total','>',14]]",
        "exists (select 1 from Invoice i where i.CustomerId = c.CustomerId and i.Total > 14)");
    same(
        "[['Invoice.InvoiceDate','>=','2025-01-01T00:00:00Z']]",
        "exists (select 1 from Invoice i where i.CustomerId = c.CustomerId"
            + " and i.InvoiceDate >= '2025-01-01')");
    same(
        "[['SupportRepId.LastName','in',['Peacock','Park']]]",
        "SupportRepId in (select EmployeeId from Employee where LastName in ('Peacock', 'Park'))");
    assertThat(audience.existing("customer", keys(1, 2, 999_999))).hasSize(2);
    assertThat(audience.keyAfter("customer", null, 10)).contains(RecordKey.of(10));
  }

  private void same(String filter, String condition) {
    Filter parsed = Filter.parse(filter.replace('\'', '"'));
    assertThat(audience.check("customer", parsed)).isEmpty();
    assertThat(audience.count("customer", parsed, false, NOW))
        .as(filter)
        .isEqualTo(number("from Customer c where " + condition));
    assertThat(
            audience.records(
                "customer", parsed, false, List.of("Email", "SupportRepId.LastName"), 1000, NOW))
        .hasSize((int) number("from Customer c where " + condition));
  }

  /** As the server asks its pools whether they are XA. */
  private void aBranchIsTold() {
    sql.execute("start transaction");
    sql.execute("rollback");
    inBranch(
        () ->
            assertThatThrownBy(() -> sql.execute("start transaction"))
                .isInstanceOf(DataAccessException.class));
  }

  private void recordsAreWritten() {
    Map<RecordKey, Boolean> held =
        writer.hold("customer", keys(1, 2), Filter.parse("[[\"CustomerId\",\"=\",1]]"), false, NOW);
    assertThat(held).containsEntry(RecordKey.of(1), true).containsEntry(RecordKey.of(2), false);

    Set<RecordKey> there =
        writer.update(
            "customer",
            keys(1, 2, 999_999),
            List.of(
                new Assignment("Fax", "a", null),
                new Assignment("Vip", true, null),
                new Assignment("State", null, "SupportRepId.LastName")),
            NOW);

    assertThat(there).hasSize(2);
    assertThat(
            number(
                "from Customer c join Employee e on e.EmployeeId = c.SupportRepId"
                    + " where c.Fax = 'a' and c.State = e.LastName and c.Version = 1 and c.Vip"))
        .isEqualTo(2);
  }

  private void recordsAreWrittenEach() {
    assertThat(
            writer.updateEach(
                "customer",
                List.of(new Assignment("Company", "C", null)),
                List.of(
                    row(3, new Assignment("Fax", "three", null)),
                    row(4, new Assignment("Fax", null, null)),
                    row(999_999, new Assignment("Fax", "x", null))),
                NOW))
        .containsOnlyKeys(RecordKey.of(999_999));

    assertThat(
            number(
                "from Customer where Company = 'C' and Version = 1"
                    + " and (CustomerId = 3 and Fax = 'three' or CustomerId = 4 and Fax is null)"))
        .isEqualTo(2);
  }

  private void recordsAreMade() {
    writer.insert("customer", keys(4, 5, 6), wish(List.of()), NOW);

    assertThat(
            number(
                "from Wish w join Customer c on c.CustomerId = w.CustomerId where w.Title ="
                    + " c.LastName and w.Amount = 12.5 and w.MadeOn is not null"
                    + " and w.MadeAt is not null"))
        .isEqualTo(3);
  }

  private void recordsAreMadeWhereThereIsNone() {
    writer.insert("customer", keys(4, 5, 6, 7), wish(List.of("Title")), NOW);

    assertThat(number("from Wish where Amount = 12.5")).isEqualTo(4);
  }

  private static Insertion wish(List<String> ifAbsent) {
    return new Insertion(
        "wish",
        List.of(
            new Assignment("Title", null, "LastName"),
            new Assignment("Amount", new java.math.BigDecimal("12.5"), null),
            new Assignment("MadeOn", "today", null),
            new Assignment("MadeAt", "now", null)),
        "CustomerId",
        ifAbsent);
  }

  private void recordsAreMadeEach() {
    assertThat(
            writer.insertEach(
                "customer",
                List.of(
                    row(8, new Assignment("Title", "eight", null)),
                    row(9, new Assignment("Title", "nine", null))),
                new Insertion(
                    "wish", List.of(Assignment.computed("Title")), "CustomerId", List.of()),
                NOW))
        .isEmpty();

    assertThat(
            number(
                "from Wish where CustomerId = 8 and Title = 'eight'"
                    + " or CustomerId = 9 and Title = 'nine'"))
        .isEqualTo(2);
  }

  private void recordsReferToThoseMadeForThem() {
    writer.insert(
        "customer",
        keys(12, 11, 10),
        new Insertion(
            "card", List.of(new Assignment("Name", null, "LastName")), "CardId", List.of()),
        NOW);

    assertThat(
            number("from Customer c join Card d on d.CardId = c.CardId where d.Name = c.LastName"))
        .isEqualTo(3);
  }

  private void oneRecordIsMade() {
    RecordKey key = writer.create("card", List.of(new Assignment("Name", "One", null)), NOW);

    assertThat(number("from Card where Name = 'One' and CardId = " + key)).isEqualTo(1);
  }

  private void whatIsRefusedIsUndoneAlone() {
    writer.mark("customer", "nurture_action");
    assertThatThrownBy(
            () ->
                writer.update(
                    "customer", keys(7, 8), List.of(new Assignment("Fax", "x", null)), NOW))
        .isInstanceOf(DataAccessException.class)
        .hasMessageContaining("no_eight");
    writer.undo("customer", "nurture_action");
    writer.mark("customer", "nurture_action");
    writer.update("customer", keys(7), List.of(new Assignment("Fax", "x", null)), NOW);
    writer.release("customer", "nurture_action");

    assertThat(number("from Customer where Fax = 'x'")).isEqualTo(1);
  }

  private void inBranch(Runnable work) {
    sql.execute("xa start " + BRANCH);
    boolean done = false;
    try {
      work.run();
      done = true;
    } finally {
      sql.execute("xa end " + BRANCH);
      if (done) {
        sql.execute("xa prepare " + BRANCH);
        sql.execute("xa commit " + BRANCH);
      } else {
        sql.execute("xa rollback " + BRANCH);
      }
    }
  }

  private static Computed row(long key, Assignment value) {
    return new Computed(RecordKey.of(key), List.of(value));
  }

  private static List<RecordKey> keys(long... keys) {
    return java.util.Arrays.stream(keys).mapToObj(RecordKey::of).toList();
  }

  private long number(String from) {
    return sql.fetchSingle("select count(*) " + from).get(0, Long.class);
  }

  /** The CRM, never Nurture's own. */
  private record Elsewhere(DSLContext sql) implements DataSources {
    @Override
    public boolean isOurs(String name) {
      return false;
    }

    @Override
    public <T> T reading(String name, Function<DSLContext, T> work) {
      return work.apply(sql);
    }

    @Override
    public <T> T alone(String name, Function<DSLContext, T> work) {
      return work.apply(sql);
    }

    @Override
    public DSLContext joining(String name) {
      return sql;
    }
  }

  /** Nurture's own database has no part in this. */
  private static final class Nowhere implements Database {
    @Override
    public DSLContext sql() {
      throw new UnsupportedOperationException("the CRM alone is asked");
    }

    @Override
    public SQLDialect dialect() {
      return SQLDialect.POSTGRES;
    }
  }
}
