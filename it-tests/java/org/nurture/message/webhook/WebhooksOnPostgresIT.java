package org.nurture.message.webhook;

import org.nurture.support.Make;
import org.nurture.support.OnDatabase;
import org.nurture.support.TestDatabase;

@OnDatabase(Make.POSTGRESQL)
class WebhooksOnPostgresIT extends WebhooksContract {
  WebhooksOnPostgresIT(TestDatabase db) {
    super(db);
  }
}
