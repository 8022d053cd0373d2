-- What running campaigns keep of server actions until they are updated (U1, U7): an action as it was, its parts where it
-- is a sequence. H2; the PostgreSQL folder holds the same catalogue.

create table action_version (
  id bigint not null primary key,
  action_id bigint not null,
  -- JSON: the parts in order, each with the action's id and document
  parts text not null
);
-- the latest of an action
create index action_version_of on action_version (action_id, id);

-- null: as the action is now
alter table activity add column action_version bigint;
-- roles of whoever started or updated the campaign: in their name the action runs
alter table activity add column action_by varchar(200);
