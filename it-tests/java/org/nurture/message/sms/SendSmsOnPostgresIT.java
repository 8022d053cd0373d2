package org.nurture.message.sms;

import org.nurture.support.Make;
import org.nurture.support.OnDatabase;
import org.nurture.support.TestDatabase;

@OnDatabase(Make.POSTGRESQL)
class SendSmsOnPostgresIT extends SendSmsContract {
  SendSmsOnPostgresIT(TestDatabase db) {
    super(db);
  }
}
