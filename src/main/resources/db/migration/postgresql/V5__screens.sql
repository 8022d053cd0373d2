-- How each user left the screens: what is folded, which period is shown. Never anything that somebody else must see.
create table user_preference (
  user_name varchar(200) not null,
  name varchar(100) not null,
  setting varchar(16000) not null,
  primary key (user_name, name)
);
