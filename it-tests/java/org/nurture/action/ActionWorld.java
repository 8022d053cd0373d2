package org.nurture.action;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.persistence.EntityManager;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.nurture.action.ServerActions.Occasion;
import org.nurture.action.ServerActions.Subject;
import org.nurture.action.script.Sandbox;
import org.nurture.audience.HostWriter;
import org.nurture.audience.RecordKey;
import org.nurture.audience.TargetDefinition.GivenFollowers;
import org.nurture.audience.TestHost;
import org.nurture.message.Contents;
import org.nurture.message.MessageComposer;
import org.nurture.message.OutboxRows;
import org.nurture.message.webhook.Destinations;
import org.nurture.message.webhook.Webhooks;
import org.nurture.platform.Config;
import org.nurture.platform.Violation;
import org.nurture.platform.json.DocumentReader;
import org.nurture.platform.json.JsonText;
import org.nurture.security.CurrentUser;
import org.nurture.security.Role;
import org.nurture.support.JpaDatabase;
import org.nurture.support.TestDatabase;
import org.nurture.template.Channel;
import org.nurture.template.Placeholders;
import org.nurture.template.StoredTemplates;

/** A small CRM, and server actions on it. */
class ActionWorld implements AutoCloseable {
  /** The campaign and activity that actions are executed for. */
  static final long CAMPAIGN = 77;

  static final long ACTIVITY = 78;

  private final TestDatabase db;
  private final JpaDatabase jpa;
  private final TestHost host;
  private final Actions actions;
  private final SetBasedActions executor;
  private final Todos todos;
  private final Performers performers;
  private final WhoFollows followers;
  private final Notes notes;
  private final StoredTemplates templates;
  private boolean reachable = true;

  ActionWorld(TestDatabase db) {
    this(db, true);
  }

  /**
   * @param scripts whether they are allowed
   */
  ActionWorld(TestDatabase db, boolean scripts) {
    this(db, fresh(db), scripts, Sandbox.SHARED);
  }

  private static TestHost fresh(TestDatabase db) {
    db.wipe();
    return TestHost.in(db);
  }

  private ActionWorld(TestDatabase db, TestHost host, boolean scripts, Sandbox sandbox) {
    this.db = db;
    this.host = host;
    jpa = new JpaDatabase(db);
    EntityManager entities = jpa.entities();
    todos = new Todos(db.database(), db.clock());
    followers = new WhoFollows(new FollowerRows(db.database()), host.followers());
    notes = new Notes(db.database());
    templates = new StoredTemplates(entities, new Placeholders(host.audience()));
    Messages messages =
        new Messages(
            templates,
            templates,
            new MessageComposer(db.database(), templates, host.audience(), db.clock()),
            new OutboxRows(db.database()),
            notes);
    performers =
        new Performers(
            host.audience(),
            reaching(host.writer()),
            todos,
            followers,
            messages,
            db.database(),
            new Webhooks(
                new Destinations(new Config(key -> null)),
                new Contents(db.database()),
                new OutboxRows(db.database())),
            () -> scripts,
            sandbox);
    actions = actionsFor(Role.ADMIN);
    executor =
        new SetBasedActions(
            db.database(),
            new KeptActions(entities, CurrentUser.of("ann", Role.ADMIN)),
            performers);
  }

  Actions actionsFor(Role role) {
    return new Actions(
        jpa.entities(),
        host.audience(),
        performers,
        (id, name, library) -> List.of(),
        CurrentUser.of("ann", role));
  }

  /** As if the CRM lay where no transaction of ours reaches. */
  void putOutOfReach() {
    reachable = false;
  }

  private HostWriter reaching(HostWriter writer) {
    return (HostWriter)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {HostWriter.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("joins")) {
                return reachable;
              }
              try {
                return method.invoke(writer, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  void contacts(int n) {
    db.run(
        sql -> {
          for (int i = 1; i <= n; i++) {
            sql.execute(
                "insert into crm.contact (id, first_name, email, mobile, country, score)"
                    + " values (?, ?, ?, ?, 'IT', 0)",
                i,
                "Ann " + i,
                "a" + i + "@example.org",
                "347 " + (1_000_000 + i));
          }
        });
  }

  /** The same CRM under another configuration; closing it leaves the CRM. */
  ActionWorld reopened(boolean scripts, Sandbox sandbox) {
    return new ActionWorld(db, host, scripts, sandbox) {
      @Override
      public void close() {
        jpa().close();
      }
    };
  }

  /** Its table was made meanwhile; its key is {@code id}. */
  void addTarget(String name) {
    host.addTarget(name, true);
  }

  /** From now on the CRM keeps who follows a contact, in a table that was made meanwhile. */
  void mapFollowers(GivenFollowers to) {
    host.mapFollowers("contact", to);
  }

  void makeReadOnly(String name) {
    host.addTarget(name, false);
  }

  JpaDatabase jpa() {
    return jpa;
  }

  Actions actions() {
    return actions;
  }

  /** What it would change. */
  Trial.Result attempt(String json, long record) {
    return attemptAs(Role.ADMIN, json, record);
  }

  Trial.Result attemptAs(Role role, String json, long record) {
    Trial trial =
        new Trial(
            db.transactions(), actionsFor(role), executor, performers, host.audience(), db.clock());
    return jpa.ask(() -> trial.on(document(json), RecordKey.of(record)));
  }

  Todos todos() {
    return todos;
  }

  Notes notes() {
    return notes;
  }

  /** A mail template of the library. */
  void mail(String json) {
    jpa.ask(() -> templates.create(Channel.MAIL, JsonText.object(json)));
  }

  /** An SMS template of the library. */
  void sms(String json) {
    jpa.ask(() -> templates.create(Channel.SMS, JsonText.object(json)));
  }

  /** The statements that an action takes for these. */
  List<String> statements(long action, LongStream records) {
    List<Subject> subjects = subjects(records);
    return db.statements(() -> assertThat(execute(action, subjects)).isEmpty());
  }

  WhoFollows followers() {
    return followers;
  }

  long create(String json) {
    return jpa.ask(() -> actions.create(document(json)).id());
  }

  /** What stands in the way of a campaign that uses it. */
  List<String> obstacles(long action) {
    return jpa.ask(() -> actions.obstacles(action).stream().map(Violation::message).toList());
  }

  /** As REST shows it. */
  String shown(long action) {
    return jpa.ask(() -> actions.get(action).toJson().toString());
  }

  void put(long action, String json) {
    jpa.ask(() -> actions.put(action, document(json), null));
  }

  void delete(long action) {
    jpa.ask(
        () -> {
          actions.delete(action, null);
          return action;
        });
  }

  static ActionDocument document(String json) {
    return DocumentReader.read(JsonText.object(json), ActionDocument::read);
  }

  /** In a transaction of its own; the reason of each trace that failed. */
  Map<Long, String> execute(long action, LongStream records) {
    return execute(action, subjects(records));
  }

  Map<Long, String> execute(long action, List<Subject> subjects) {
    Map<Long, String> failed = new TreeMap<>();
    List<Subject> open = subjects;
    while (!open.isEmpty()) {
      // what there was no time for is done by the next chunk
      ServerActions.Result result = result(action, open);
      failed.putAll(result.failed());
      open = open.stream().filter(s -> result.released().contains(s.traceId())).toList();
    }
    return failed;
  }

  /** In a transaction of its own. */
  ServerActions.Result result(long action, List<Subject> subjects) {
    return jpa.ask(() -> joined(action, subjects));
  }

  /** In the transaction that is open; the reason of each trace that failed. */
  Map<Long, String> join(long action, List<Subject> subjects) {
    return joined(action, subjects).failed();
  }

  /** As a step of a test. */
  Map<Long, String> test(long action, long record, Map<org.nurture.message.Kind, String> to) {
    Occasion occasion =
        new Occasion(
            CAMPAIGN,
            ACTIVITY,
            ZoneOffset.UTC,
            db.clock().instant(),
            new ServerActions.Terms(null, null, to));
    List<Subject> subjects =
        List.of(new Subject(trace(record), record, RecordKey.of(record), true));
    return jpa.ask(() -> executor.execute(action, occasion, subjects)).failed();
  }

  private ServerActions.Result joined(long action, List<Subject> subjects) {
    return executor.execute(
        action, new Occasion(CAMPAIGN, ACTIVITY, ZoneOffset.UTC, db.clock().instant()), subjects);
  }

  static List<Subject> subjects(LongStream records) {
    return records.mapToObj(i -> new Subject(trace(i), i, RecordKey.of(i))).toList();
  }

  static long trace(long record) {
    return 10_000 + record;
  }

  int count(String table, String condition) {
    return db.ask(
        sql ->
            sql.fetchSingle("select count(*) from " + table + " where " + condition)
                .get(0, Integer.class));
  }

  @Override
  public void close() {
    jpa.close();
    host.drop();
  }
}
