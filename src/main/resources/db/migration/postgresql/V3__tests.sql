-- What a test of a campaign is, beside being a participant (T1–T6).
create table campaign_test (
  participant_id bigint primary key,
  campaign_id bigint not null,
  -- JSON: the live version at its launch, which it keeps
  workflow text not null,
  -- addresses that the tester typed (T3); null: the record's own
  email_to varchar(400),
  phone_to varchar(400),
  launched_by varchar(100) not null
);
-- a campaign's tests, the newest first, and how many there are
create index campaign_test_campaign on campaign_test (campaign_id, participant_id);
