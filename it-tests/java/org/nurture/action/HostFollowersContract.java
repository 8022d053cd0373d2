package org.nurture.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.nurture.action.ActionWorld.trace;

import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nurture.audience.HostChangedException;
import org.nurture.audience.TargetDefinition.GivenFollowers;
import org.nurture.platform.Violation;
import org.nurture.support.TestDatabase;

/** Followers that a target maps to a table of the CRM (SPEC section 9), in sets (D15). */
abstract class HostFollowersContract extends ActionContract {
  private static final String ADD = followers("add_followers", "'ann', 'bob'");
  private static final String REMOVE = followers("remove_followers", "'ann'");

  HostFollowersContract(TestDatabase db) {
    super(db);
  }

  @BeforeEach
  void map() {
    db.execute(
        "create table crm.clerk (id integer primary key, login varchar(20))",
        "insert into crm.clerk (id, login) values (1, 'ann'), (2, 'bob'), (3, 'cid'), (4, 'cid')",
        """
        create table crm.watcher (
          contact_id bigint not null references crm.contact (id),
          clerk_id integer not null references crm.clerk (id) check (clerk_id <> 2 or contact_id <> 13),
          since timestamp default current_timestamp)
        """);
    world.mapFollowers(new GivenFollowers("watcher", "contact_id", "clerk_id", "login"));
  }

  @ParameterizedTest(name = "{0} records")
  @ValueSource(ints = {1, 7, RECORDS})
  void followers_are_rows_of_the_crm_s_own_table_added_once_and_removed(int n) {
    db.execute("insert into crm.watcher (contact_id, clerk_id) values (1, 1)");
    db.execute("alter table crm.watcher drop constraint if exists watcher_check");
    long add = world.create(followers("add_followers", "'ann'"));

    assertThat(world.execute(add, LongStream.rangeClosed(1, n))).isEmpty();
    assertThat(world.execute(add, LongStream.rangeClosed(1, n))).isEmpty();
    assertThat(world.count("crm.watcher", "clerk_id = 1 and since is not null")).isEqualTo(n);

    assertThat(world.execute(world.create(REMOVE), LongStream.rangeClosed(2, n))).isEmpty();
    assertThat(world.count("crm.watcher", "1 = 1")).isEqualTo(1);
    assertThat(world.count("record_follower", "1 = 1")).as("Nurture's own").isZero();
  }

  @Test
  void a_record_shows_those_of_the_crm_whoever_made_them() {
    db.execute("insert into crm.watcher (contact_id, clerk_id) values (5, 3)");

    world.execute(world.create(ADD), LongStream.of(5, 6));

    assertThat(following(5)).containsExactly("ann", "bob", "cid");
    assertThat(following(6)).containsExactly("ann", "bob");
    assertThat(following(7)).isEmpty();
  }

  @Test
  void what_the_crm_refuses_is_the_error_of_that_record_alone_X7() {
    Map<Long, String> failures =
        world.execute(world.create(ADD), LongStream.rangeClosed(1, RECORDS));

    assertThat(failures).containsOnlyKeys(trace(13));
    assertThat(failures.get(trace(13))).containsIgnoringCase("check constraint");
    assertThat(world.count("crm.watcher", "contact_id = 13")).as("all or nothing").isZero();
    assertThat(world.count("crm.watcher", "1 = 1")).isEqualTo(2 * (RECORDS - 1));
  }

  @Test
  void a_record_that_is_gone_fails_alone() {
    Map<Long, String> failures = world.execute(world.create(ADD), LongStream.of(1, RECORDS + 5));

    assertThat(failures).containsOnlyKeys(trace(RECORDS + 5));
    assertThat(failures.get(trace(RECORDS + 5))).contains("deleted");
    assertThat(following(1)).containsExactly("ann", "bob");
  }

  @Test
  void a_user_that_is_not_there_or_that_several_are_is_refused_where_it_stands() {
    assertThat(refused(followers("add_followers", "'ann', 'dan'"))).containsExactly("/followers/1");
    assertThat(refused(followers("remove_followers", "'cid'"))).containsExactly("/followers/0");
    assertThat(refusal(followers("add_followers", "'dan'")).violations())
        .extracting(Violation::message)
        .containsExactly("There is no crm.clerk “dan”");
  }

  @Test
  void a_user_who_left_is_told_at_the_start_and_when_it_runs() {
    long add = world.create(ADD);
    db.execute("update crm.clerk set login = 'bobby' where id = 2");

    assertThat(world.obstacles(add)).containsExactly("“F”: There is no crm.clerk “bob”");
    assertThat(world.execute(add, LongStream.of(1)))
        .containsEntry(trace(1), "There is no crm.clerk “bob”");
    assertThat(world.count("crm.watcher", "1 = 1")).isZero();
  }

  @Test
  void a_table_that_is_gone_blocks_the_run_and_is_told_at_the_start() {
    long add = world.create(ADD);
    db.execute("drop table crm.watcher");

    assertThatExceptionOfType(HostChangedException.class)
        .isThrownBy(() -> world.execute(add, LongStream.of(1)))
        .withMessageContaining("watcher");
    assertThat(world.obstacles(add))
        .containsExactly("“F”: There is no table “watcher” in data source crm");
  }

  @Test
  void where_no_transaction_of_ours_reaches_the_start_says_so_D4() {
    long add = world.create(ADD);

    world.putOutOfReach();

    assertThat(world.obstacles(add)).singleElement().asString().contains("another database");
  }

  @Test
  void a_trial_shows_who_would_follow_and_leaves_nobody() {
    db.execute("insert into crm.watcher (contact_id, clerk_id) values (5, 3)");

    Trial.Result result = world.attempt(ADD, 5);

    assertThat(result.failure()).isNull();
    assertThat(result.lines()).hasSize(1);
    Trial.Line line = result.lines().get(0);
    assertThat(line.what()).isEqualTo("followers");
    assertThat(line.before()).isEqualTo(List.of("cid"));
    assertThat(line.after()).isEqualTo(List.of("ann", "bob", "cid"));
    assertThat(world.count("crm.watcher", "1 = 1")).isEqualTo(1);
  }

  @Test
  void users_are_named_as_the_column_holds_them_where_it_leads_nowhere() {
    db.execute(
        "create table crm.fan (contact bigint, who varchar(20))",
        "create table crm.number (contact bigint, who integer)");
    world.mapFollowers(new GivenFollowers("crm.fan", "contact", "who", null));
    world.execute(world.create(ADD), LongStream.of(5, 6));
    assertThat(following(5)).containsExactly("ann", "bob");
    world.execute(world.create(REMOVE), LongStream.of(5));
    assertThat(following(5)).containsExactly("bob");

    world.mapFollowers(new GivenFollowers("number", "contact", "who", null));
    assertThat(refused(followers("add_followers", "'7', 'ann'"))).containsExactly("/followers/1");
    world.execute(
        world.create(
            json(
                "{'name': 'N', 'target': 'contact', 'kind': 'add_followers', 'followers': ['7']}")),
        LongStream.of(5));
    assertThat(following(5)).containsExactly("7");
  }
}
