package org.nurture.harness;

import org.nurture.support.Make;
import org.nurture.support.OnDatabase;
import org.nurture.support.TestDatabase;

/** Tests of campaigns on H2. */
@OnDatabase(Make.H2)
class CampaignTestsOnH2IT extends CampaignTestsContract {
  CampaignTestsOnH2IT(TestDatabase db) {
    super(db);
  }
}
