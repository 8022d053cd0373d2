package org.nurture.campaign;

import org.nurture.support.Make;
import org.nurture.support.OnDatabase;
import org.nurture.support.TestDatabase;

@OnDatabase(Make.POSTGRESQL)
class CampaignUpdatesOnPostgresIT extends CampaignUpdatesContract {
  CampaignUpdatesOnPostgresIT(TestDatabase db) {
    super(db);
  }
}
