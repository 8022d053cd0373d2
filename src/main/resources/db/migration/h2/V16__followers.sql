-- the CRM's table of who follows a target's records, as JSON; null: Nurture keeps them in record_follower
alter table target add column followers text;
