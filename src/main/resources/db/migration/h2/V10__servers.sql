-- What several servers share (E6, E7, D18), and what a purge leaves (P3).

-- how far the walks of a campaign's enrolment have come; its lock is what servers hand out ranges under
create table enrol_cursor (
  campaign_id bigint not null,
  -- 0: over its participants (E4); 1: over the target's records (E1)
  kind smallint not null,
  -- how often the walk has begun again at the lowest key
  lap bigint not null,
  -- ranges that were handed out so far
  handed bigint not null,
  -- the last key that was handed out in this lap; none: it begins
  after_num bigint,
  after_text varchar(400),
  primary key (campaign_id, kind)
);

-- ranges that were handed out and are not done; who does one holds its row's lock
create table enrol_range (
  campaign_id bigint not null,
  kind smallint not null,
  -- enrol_cursor.handed when it was handed out
  seq bigint not null,
  after_num bigint,
  after_text varchar(400),
  up_to_num bigint,
  up_to_text varchar(400),
  primary key (campaign_id, kind, seq)
);

-- what the last enrolments of a campaign have seen (E7)
create table enrol_mark (
  campaign_id bigint primary key,
  -- of the target, the filter and the unique field that the mark was made with: another one starts afresh
  basis varchar(64) not null,
  -- the target's newest modification when the walk began; null: the target does not tell
  modified_to timestamp(3) with time zone,
  -- when E4 was last done in full
  walked_at timestamp(3) with time zone
);

-- per cent of its work; null: not known
alter table job_run add column progress smallint;

-- when traces, events and contents of messages were purged (P3); null: they are there
alter table participant add column purged_at timestamp(3) with time zone;

-- what purged traces and messages count for in the figures: a recount adds it
create table counter_purged (
  campaign_id bigint not null,
  activity_id bigint not null,
  kind smallint not null,
  n bigint not null,
  primary key (campaign_id, activity_id, kind)
);
