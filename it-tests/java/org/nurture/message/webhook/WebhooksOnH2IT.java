package org.nurture.message.webhook;

import org.nurture.support.Make;
import org.nurture.support.OnDatabase;
import org.nurture.support.TestDatabase;

@OnDatabase(Make.H2)
class WebhooksOnH2IT extends WebhooksContract {
  WebhooksOnH2IT(TestDatabase db) {
    super(db);
  }
}
