package org.nurture.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import jakarta.transaction.UserTransaction;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.nurture.campaign.CampaignLock;
import org.nurture.platform.DataSources;
import org.nurture.platform.Database;
import org.nurture.platform.Transactions;

/** Transactions and security where they really happen. */
@ExtendWith(ArquillianExtension.class)
class ServerIT {
  private static final Duration TIMEOUT = Duration.ofSeconds(20);
  private static final String BASE =
      "http://127.0.0.1:"
          + System.getProperty(
              "it.port." + System.getProperty("it.fork"), System.getProperty("it.port", "8080"))
          + "/nurture";
  private static final String MARK = "ServerIT";
  private static final int TIMES = 2_000;

  @Inject private Transactions transactions;
  @Inject private Database database;
  @Inject private DataSources dataSources;
  @Inject private CampaignLock lock;
  @Inject private UserTransaction transaction;
  @Inject private Shared shared;
  @PersistenceContext private EntityManager entities;
  @Resource private ManagedExecutorService executor;

  @Deployment
  static WebArchive nurture() {
    return NurtureWar.with(ServerIT.class, Shared.class, NurtureWar.class);
  }

  @Test
  void jpa_and_jooq_see_each_other_and_commit_together() {
    int before = rows();

    transactions.inNew(
        TIMEOUT,
        () -> {
          byJpa();
          byJooq();
          assertEquals(before + 2, rowsByJpa());
          return assertEqualsRows(before + 2);
        });

    assertEquals(before + 2, rows());
  }

  @Test
  void jpa_and_jooq_roll_back_together() {
    int before = rows();

    assertThrows(
        IllegalArgumentException.class,
        () ->
            transactions.inNew(
                TIMEOUT,
                () -> {
                  byJpa();
                  byJooq();
                  throw new IllegalArgumentException("on purpose");
                }));

    assertEquals(before, rows());
  }

  @Test
  void a_new_transaction_commits_although_the_callers_rolls_back() throws Exception {
    int before = rows();

    transaction.begin();
    byJooq();
    transactions.inNew(TIMEOUT, this::byJpa);
    transaction.rollback();

    assertEquals(before + 1, rows());
  }

  /**
   * As Jakarta Batch does for its chunk, while requests go through {@code @Transactional} beans.
   */
  @Test
  void a_threads_transaction_is_its_own_whatever_others_do() throws Exception {
    AtomicBoolean over = new AtomicBoolean();
    List<Future<Integer>> requests =
        Stream.generate(() -> executor.submit(() -> requests(over))).limit(2).toList();
    List<Future<Integer>> chunks =
        Stream.generate(() -> executor.submit(this::chunks)).limit(2).toList();
    try {
      for (Future<Integer> done : chunks) {
        assertEquals(TIMES, done.get(1, TimeUnit.MINUTES));
      }
    } finally {
      over.set(true);
    }
    for (Future<Integer> done : requests) {
      assertTrue(done.get(1, TimeUnit.MINUTES) > 0);
    }
  }

  private int requests(AtomicBoolean over) {
    int times = 0;
    while (!over.get()) {
      shared.join(() -> shared.join(() -> transactions.inNew(TIMEOUT, () -> 1)));
      times++;
    }
    return times;
  }

  private int chunks() throws Exception {
    for (int i = 0; i < TIMES; i++) {
      transaction.begin();
      transactions.inNew(TIMEOUT, () -> shared.join(() -> 1));
      transaction.commit();
    }
    return TIMES;
  }

  /** A bean that all threads share. */
  @ApplicationScoped
  public static class Shared {
    @Transactional
    public <T> T join(Supplier<T> work) {
      return work.get();
    }
  }

  @Test
  void a_new_transaction_inside_a_new_one_rolls_back_alone() {
    int before = rows();

    transactions.inNew(
        TIMEOUT,
        () -> {
          byJooq();
          assertThrows(
              IllegalStateException.class,
              () ->
                  transactions.inNew(
                      TIMEOUT,
                      () -> {
                        byJpa();
                        throw new IllegalStateException("on purpose");
                      }));
          return true;
        });

    assertEquals(before + 1, rows());
  }

  @Test
  void transactions_work_on_the_servers_other_threads() throws Exception {
    int before = rows();

    executor.submit(() -> transactions.inNew(TIMEOUT, this::byJooq)).get(30, TimeUnit.SECONDS);

    assertEquals(before + 1, rows());
  }

  @Test
  void the_campaigns_lock_is_free_again_when_its_transaction_has_rolled_back() {
    assertThrows(
        IllegalStateException.class,
        () ->
            transactions.inNew(
                TIMEOUT,
                () -> {
                  lock.exclusive(4711);
                  lock.exclusive(4711);
                  throw new IllegalStateException("on purpose");
                }));

    assertTrue(
        transactions.inNew(
            TIMEOUT,
            () -> {
              lock.shared(4711);
              lock.shared(4711);
              return true;
            }));
  }

  @Test
  void the_crm_is_known_to_be_in_our_own_database_where_nothing_else_is_said_D4() {
    assertTrue(dataSources.isOurs(DataSources.CRM));
    int one = dataSources.reading(DataSources.CRM, sql -> sql.selectOne().fetchSingle().value1());
    assertEquals(1, one);
  }

  @Test
  @RunAsClient
  void without_credentials_the_api_says_401_and_redirects_nobody() throws Exception {
    HttpResponse<String> answer = send(request("/api/session"));

    assertEquals(401, answer.statusCode());
    assertTrue(answer.headers().firstValue("Location").isEmpty());
    assertTrue(answer.body().contains("\"violations\":[]"), answer.body());
  }

  @Test
  @RunAsClient
  void a_wrong_password_is_401() throws Exception {
    assertEquals(
        401,
        send(request("/api/session").header("Authorization", basic("admin", "wrong")))
            .statusCode());
  }

  @Test
  @RunAsClient
  void basic_works_and_starts_no_session() throws Exception {
    HttpResponse<String> answer =
        send(request("/api/session").header("Authorization", basic("manager", "manager")));

    assertEquals(200, answer.statusCode());
    assertTrue(answer.body().contains("marketing-manager"), answer.body());
    assertTrue(answer.headers().firstValue("Set-Cookie").isEmpty());
  }

  @Test
  @RunAsClient
  void the_operator_may_not_see_campaigns_403() throws Exception {
    assertEquals(
        403,
        send(request("/api/campaigns").header("Authorization", basic("operator", "operator")))
            .statusCode());
  }

  @Test
  @RunAsClient
  void a_page_leads_to_the_log_in_and_back() throws Exception {
    HttpResponse<String> answer = send(request("/index.xhtml?a=b").header("Accept", "text/html"));

    assertEquals(302, answer.statusCode());
    assertTrue(
        answer
            .headers()
            .firstValue("Location")
            .orElse("")
            .endsWith("/nurture/login.xhtml?from=%2Findex.xhtml%3Fa%3Db"));
  }

  @Test
  @RunAsClient
  void a_session_that_changes_something_needs_the_token() throws Exception {
    String cookie = logIn().headers().firstValue("Set-Cookie").orElseThrow().split(";", 2)[0];
    String session = send(request("/api/session").header("Cookie", cookie)).body();
    String token = session.replaceAll(".*\"csrfToken\":\"([^\"]+)\".*", "$1");

    int without = send(change().header("Cookie", cookie)).statusCode();
    int forged = send(change().header("Cookie", cookie).header("X-CSRF-Token", "x")).statusCode();
    int with = send(change().header("Cookie", cookie).header("X-CSRF-Token", token)).statusCode();

    assertEquals(403, without);
    assertEquals(403, forged);
    assertFalse(with == 403 || with == 401, "status " + with);
  }

  @Test
  @RunAsClient
  void the_sessions_cookie_is_kept_from_scripts_and_other_sites() throws Exception {
    String cookie = logIn().headers().firstValue("Set-Cookie").orElseThrow();

    assertTrue(cookie.contains("HttpOnly"), cookie);
    assertTrue(cookie.contains("SameSite=Lax"), cookie);
  }

  @Test
  @RunAsClient
  void health_is_open_to_all() throws Exception {
    assertEquals(200, send(request("/health/ready")).statusCode());
    assertEquals(200, send(request("/api/health/live")).statusCode());
  }

  private static HttpRequest.Builder change() {
    return request("/api/campaigns")
        .POST(HttpRequest.BodyPublishers.ofString("{}"))
        .header("Content-Type", "application/json");
  }

  private static HttpResponse<String> logIn() throws Exception {
    return send(
        request("/login")
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString("name=admin&password=admin")));
  }

  private static HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(BASE + path)).timeout(Duration.ofSeconds(30));
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private static String basic(String name, String password) {
    byte[] pair = (name + ":" + password).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(pair);
  }

  private int byJpa() {
    return entities
        .createNativeQuery(
            "insert into audit (at, who, what, subject) values (current_timestamp, ?1, 'jpa', 'x')")
        .setParameter(1, MARK)
        .executeUpdate();
  }

  private int byJooq() {
    return database
        .sql()
        .execute(
            "insert into audit (at, who, what, subject) values (current_timestamp, ?, 'jooq', 'x')",
            MARK);
  }

  private boolean assertEqualsRows(int expected) {
    assertEquals(expected, rows());
    return true;
  }

  private int rows() {
    return database.sql().fetchCount(DSL.table("audit"), DSL.field("who", String.class).eq(MARK));
  }

  private int rowsByJpa() {
    return ((Number)
            entities
                .createNativeQuery("select count(*) from audit where who = ?1")
                .setParameter(1, MARK)
                .getSingleResult())
        .intValue();
  }
}
