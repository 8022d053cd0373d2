package org.nurture.chinook;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.nurture.support.EmptyPostgres;
import org.nurture.support.RestClient;

/** Chinook in a database of its own, reached through a second pool (D4). */
class MainJobInAnotherDatabaseIT extends MainJob {
  MainJobInAnotherDatabaseIT() {
    super("chinook-other");
  }

  @Override
  EmptyPostgres crm(EmptyPostgres nurtures) {
    return EmptyPostgres.create();
  }

  @Override
  boolean writable() {
    return false;
  }

  @Test
  @Order(2)
  void an_action_on_another_database_is_refused_at_start_with_the_reason_D4() {
    String refused = rest().post("/campaigns", campaignDocument(true)).expect(201).getString("id");

    RestClient.Answer answer = rest().post("/campaigns/" + refused + "/start");

    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.violations())
        .singleElement()
        .asString()
        .startsWith("/activities/0/children/1/action")
        .contains("another database", "max_prepared_transactions");
    assertThat(rest().get("/campaigns/" + refused).expect(200).getString("state")).isEqualTo("NEW");
  }
}
