package org.nurture.message.mail;

import org.nurture.support.Make;
import org.nurture.support.OnDatabase;
import org.nurture.support.TestDatabase;

@OnDatabase(Make.H2)
class SendMailOnH2IT extends SendMailContract {
  SendMailOnH2IT(TestDatabase db) {
    super(db);
  }
}
