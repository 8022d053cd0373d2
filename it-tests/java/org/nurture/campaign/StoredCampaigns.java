package org.nurture.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.nurture.platform.schema.Tables.PARTICIPANT;

import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.nurture.action.ActionDocument;
import org.nurture.platform.NurtureException;
import org.nurture.platform.json.DocumentReader;
import org.nurture.platform.json.JsonText;
import org.nurture.security.CurrentUser;
import org.nurture.security.Role;
import org.nurture.support.TestDatabase;

/** Campaigns on a real database, as Ann edits them. */
abstract class StoredCampaigns {
  final TestDatabase db;
  private final Role role;
  CampaignWorld world;
  Campaigns campaigns;
  CampaignLife life;

  /**
   * @param role Ann's
   */
  StoredCampaigns(TestDatabase db, Role role) {
    this.db = db;
    this.role = role;
  }

  @BeforeEach
  void open() {
    db.wipe();
    world = new CampaignWorld(db, CurrentUser.of("ann", role));
    campaigns = world.campaigns();
    life = world.life();
  }

  @AfterEach
  void close() {
    world.close();
  }

  /** Enrols the first record, and nothing else. */
  long enrol(long campaign) {
    return db.<Long>ask(
        sql ->
            sql.insertInto(PARTICIPANT)
                .set(PARTICIPANT.CAMPAIGN_ID, campaign)
                .set(PARTICIPANT.RECORD_NUM, 1L)
                .set(PARTICIPANT.ROUND, 0L)
                .set(PARTICIPANT.STATE, (short) 0)
                .set(PARTICIPANT.TEST, false)
                .set(PARTICIPANT.BY_HAND, false)
                .set(PARTICIPANT.ENROLLED_AT, db.clock().instant())
                .returningResult(PARTICIPANT.ID)
                .fetchSingle()
                .value1());
  }

  static ActionDocument action(String json) {
    return DocumentReader.read(JsonText.object(json.replace('\'', '"')), ActionDocument::read);
  }

  NurtureException refused(Supplier<?> call) {
    NurtureException e = catchThrowableOfType(NurtureException.class, () -> in(call));
    assertThat(e).as("a refusal").isNotNull();
    return e;
  }

  <T> T in(Supplier<T> call) {
    return world.in(call);
  }
}
