-- Small tables that the rows are made of; they vanish with the connection or are dropped at the end.

create local temporary table seed_culture (
  culture integer primary key, country varchar(2), language varchar(10), zone varchar(60), mobile_prefix varchar(12),
  digits integer, span bigint, suffix varchar(40), firsts integer, lasts integer, cities integer);
create local temporary table seed_slot (slot bigint primary key, culture integer);
create local temporary table seed_name (
  culture integer, kind varchar(12), pos bigint, name varchar(100), ascii varchar(100), primary key (culture, kind, pos));
