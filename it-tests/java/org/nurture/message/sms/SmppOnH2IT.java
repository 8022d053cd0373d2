package org.nurture.message.sms;

import org.nurture.support.Make;
import org.nurture.support.OnDatabase;
import org.nurture.support.TestDatabase;

@OnDatabase(Make.H2)
class SmppOnH2IT extends SmppContract {
  SmppOnH2IT(TestDatabase db) {
    super(db);
  }
}
