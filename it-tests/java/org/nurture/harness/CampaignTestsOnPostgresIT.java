package org.nurture.harness;

import org.nurture.support.Make;
import org.nurture.support.OnDatabase;
import org.nurture.support.TestDatabase;

/** Tests of campaigns on PostgreSQL. */
@OnDatabase(Make.POSTGRESQL)
class CampaignTestsOnPostgresIT extends CampaignTestsContract {
  CampaignTestsOnPostgresIT(TestDatabase db) {
    super(db);
  }
}
