package org.nurture.message.mail;

import org.nurture.support.Make;
import org.nurture.support.OnDatabase;
import org.nurture.support.TestDatabase;

@OnDatabase(Make.POSTGRESQL)
class SendMailOnPostgresIT extends SendMailContract {
  SendMailOnPostgresIT(TestDatabase db) {
    super(db);
  }
}
