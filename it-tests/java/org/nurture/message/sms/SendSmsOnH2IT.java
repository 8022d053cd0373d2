package org.nurture.message.sms;

import org.nurture.support.Make;
import org.nurture.support.OnDatabase;
import org.nurture.support.TestDatabase;

@OnDatabase(Make.H2)
class SendSmsOnH2IT extends SendSmsContract {
  SendSmsOnH2IT(TestDatabase db) {
    super(db);
  }
}
