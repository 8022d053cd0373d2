-- What grows with the number of contacts: each statement makes the rows from … to of one table out of their numbers alone.
-- "{numbers}" gives n and six numbers r1 … r6 that look random and depend on n only.

-- company
insert into company (id, name, email, phone, website, industry, employees, revenue, city, country_id, parent_id, user_id,
    active, created_at, modified_at)
select b.n,
  l.name || case mod(b.r2 / 7, 4) when 0 then ' & ' || l2.name else '' end || ' ' || c.suffix,
  case when mod(b.n, 9) = 0 then null else 'info@' || l.ascii || b.n || '.example' end,
  c.mobile_prefix || lpad(cast(mod(b.r3 / 7, c.span) as varchar), c.digits, '0'),
  'https://' || l.ascii || b.n || '.example',
  i.name,
  case when mod(b.r4, 10) = 0 then null else 1 + mod(b.r4 / 11, 500) end,
  case when mod(b.r4 / 13, 8) = 0 then null else cast(mod(b.r4 / 17, 900000000) / 100.0 as numeric(14, 2)) end,
  t.name, o.id,
  case when b.n > 100 and mod(b.n, 7) = 0 then 1 + mod(b.n - 1, 100) end,
  1 + mod(b.r5 / 7, 12),
  mod(b.r5 / 101, 40) > 0,
  timestamp with time zone '2019-01-01 00:00:00+00' + mod(b.r6, 94608000) * interval '1' second,
  timestamp with time zone '2022-01-01 00:00:00+00' + mod(b.r6 / 3, 94608000) * interval '1' second
from {numbers} b
join seed_slot p on p.slot = mod(b.n - 1, 100)
join seed_culture c on c.culture = p.culture
join country o on o.code = c.country
join seed_name l on l.culture = c.culture and l.kind = 'last' and l.pos = mod(b.r1 / 7, c.lasts)
join seed_name l2 on l2.culture = c.culture and l2.kind = 'last' and l2.pos = mod(b.r1 / 1009, c.lasts)
join seed_name t on t.culture = c.culture and t.kind = 'city' and t.pos = mod(b.r2 / 31, c.cities)
join seed_name i on i.culture = 0 and i.kind = 'industry' and i.pos = mod(b.r3 / 31, 10);

-- contact
insert into contact (id, first_name, last_name, email, phone, mobile, job_title, birthday, language, time_zone, street,
    city, country_id, company_id, user_id, stage, score, revenue, active, opt_out, last_order_at, note, created_at, modified_at)
select b.n,
  f.name, l.name,
  case
    when mod(b.n, 29) = 0 then null
    when mod(b.n, 113) = 0 then ''
    when mod(b.n, 97) = 0 then f.ascii || '.' || l.ascii || '(at)example.org'
    when mod(b.n, 211) = 0 then f.ascii || b.n || '@example.net; ' || l.ascii || b.n || '@example.org'
    else f.ascii || '.' || l.ascii || b.n || '@example.' || case mod(b.r3, 3) when 0 then 'com' when 1 then 'net' else 'org' end
  end,
  case when mod(b.r3 / 7, 5) < 2 then null else o.phone_prefix || lpad(cast(mod(b.r3 / 31, 10000000) as varchar), 8, '2') end,
  case when mod(b.r3 / 13, 7) = 0 then null
    else c.mobile_prefix || lpad(cast(mod(b.r4 / 7, c.span) as varchar), c.digits, '0') end,
  case when mod(b.r4 / 31, 6) = 0 then null else j.name end,
  case when mod(b.r5 / 11, 4) = 0 then null else date '1950-01-01' + cast(mod(b.r5 / 31, 20000) as integer) end,
  case when mod(b.n, 53) = 0 then null else c.language end,
  case when mod(b.n, 59) = 0 then null else c.zone end,
  s.name || ' ' || (1 + mod(b.r4 / 101, 180)),
  t.name, o.id,
  case when mod(b.r2 / 13, 10) = 0 then null else 1 + b.slot + 100 * mod(b.r2 / 31, {companies} / 100) end,
  1 + mod(b.r5 / 7, 12),
  g.name,
  case when mod(b.r6 / 7, 20) = 0 then null else mod(b.r6 / 11, 101) end,
  case when mod(b.r6 / 13, 3) = 0 then null else cast(mod(b.r6 / 17, 5000000) / 100.0 as numeric(14, 2)) end,
  mod(b.r5 / 1009, 33) > 0,
  mod(b.r6 / 1009, 25) = 0,
  case when mod(b.r4 / 13, 3) = 0 then null
    else timestamp with time zone '2024-01-01 00:00:00+00' + mod(b.r4, 47304000) * interval '1' second end,
  null,
  timestamp with time zone '2022-01-01 00:00:00+00' + mod(b.r5, 94608000) * interval '1' second,
  timestamp with time zone '2025-01-01 00:00:00+00' + mod(b.r6, 15552000) * interval '1' second
from (select q.n, q.r1, q.r2, q.r3, q.r4, q.r5, q.r6, mod(q.r1 / 7, 100) as slot from {numbers} q) b
join seed_slot p on p.slot = b.slot
join seed_culture c on c.culture = p.culture
join country o on o.code = c.country
join seed_name f on f.culture = c.culture and f.kind = 'first' and f.pos = mod(b.r1 / 1009, c.firsts)
join seed_name l on l.culture = c.culture and l.kind = 'last' and l.pos = mod(b.r2 / 1009, c.lasts)
join seed_name t on t.culture = c.culture and t.kind = 'city' and t.pos = mod(b.r2 / 7, c.cities)
join seed_name j on j.culture = 0 and j.kind = 'job' and j.pos = mod(b.r4 / 1009, 10)
join seed_name s on s.culture = 0 and s.kind = 'street' and s.pos = mod(b.r5 / 13, 8)
join seed_name g on g.culture = 0 and g.kind = 'stage' and g.pos = mod(b.r3 / 1009, 4);

-- contact_tag
insert into contact_tag (contact_id, tag_id)
select b.n, 1 + mod(mod(b.r1 / 7, 12) + k.step, 12)
from {numbers} b
join (select 0 as step union all select 5 as step union all select 7 as step) k
  on k.step = 0 and mod(b.r2 / 7, 10) < 6 or k.step = 5 and mod(b.r2 / 7, 10) < 3 or k.step = 7 and mod(b.r2 / 7, 10) < 1;

-- lead
insert into lead (id, name, first_name, last_name, email, mobile, language, time_zone, country_id, company_id, contact_id,
    user_id, source, stage, score, probability, expected_revenue, active, opt_out, note, created_at, modified_at)
select b.n,
  w.name || ' for ' || l.name,
  f.name, l.name,
  case when mod(b.n, 17) = 0 then null
    else f.ascii || '.' || l.ascii || '.' || b.n || '@example.' || case mod(b.r3, 2) when 0 then 'com' else 'org' end end,
  case when mod(b.r3 / 13, 4) = 0 then null
    else c.mobile_prefix || lpad(cast(mod(b.r4 / 7, c.span) as varchar), c.digits, '0') end,
  c.language, c.zone, o.id,
  case when mod(b.r2 / 13, 3) = 0 then null else 1 + b.slot + 100 * mod(b.r2 / 31, {companies} / 100) end,
  case when mod(b.r2 / 17, 2) = 0 then null else 1 + mod(b.r4 / 13, {contacts}) end,
  1 + mod(b.r5 / 7, 12),
  q.name, g.name,
  mod(b.r6 / 11, 101),
  mod(b.r6 / 7, 101),
  case when mod(b.r6 / 13, 5) = 0 then null else cast(mod(b.r6 / 17, 9000000) / 100.0 as numeric(14, 2)) end,
  mod(b.r5 / 1009, 20) > 0,
  mod(b.r6 / 1009, 40) = 0,
  null,
  timestamp with time zone '2023-01-01 00:00:00+00' + mod(b.r5, 78840000) * interval '1' second,
  timestamp with time zone '2025-01-01 00:00:00+00' + mod(b.r6, 15552000) * interval '1' second
from (select q.n, q.r1, q.r2, q.r3, q.r4, q.r5, q.r6, mod(q.r1 / 13, 100) as slot from {numbers} q) b
join seed_slot p on p.slot = b.slot
join seed_culture c on c.culture = p.culture
join country o on o.code = c.country
join seed_name f on f.culture = c.culture and f.kind = 'first' and f.pos = mod(b.r1 / 2003, c.firsts)
join seed_name l on l.culture = c.culture and l.kind = 'last' and l.pos = mod(b.r2 / 2003, c.lasts)
join seed_name w on w.culture = 0 and w.kind = 'product' and w.pos = mod(b.r4 / 1009, 8)
join seed_name q on q.culture = 0 and q.kind = 'source' and q.pos = mod(b.r5 / 13, 6)
join seed_name g on g.culture = 0 and g.kind = 'leadstage' and g.pos = mod(b.r3 / 1009, 5);

-- ticket
insert into ticket (id, number, subject, email, contact_id, user_id, priority, stage, note, created_at, closed_at, modified_at)
select b.n,
  'T-' || lpad(cast(b.n as varchar), 8, '0'),
  s.name, c.email, c.id,
  1 + mod(b.r5 / 7, 12),
  mod(b.r5 / 13, 4),
  g.name,
  null,
  timestamp with time zone '2024-01-01 00:00:00+00' + mod(b.r3, 47304000) * interval '1' second,
  case when g.pos = 3
    then timestamp with time zone '2024-01-01 00:00:00+00' + (mod(b.r3, 47304000) + mod(b.r6, 2592000)) * interval '1' second end,
  timestamp with time zone '2024-01-01 00:00:00+00' + (mod(b.r3, 47304000) + mod(b.r6, 2592000)) * interval '1' second
from {numbers} b
join contact c on c.id = 1 + mod(b.r2 / 7, {contacts})
join seed_name s on s.culture = 0 and s.kind = 'subject' and s.pos = mod(b.r4 / 7, 8)
join seed_name g on g.culture = 0 and g.kind = 'ticketstage' and g.pos = mod(b.r4 / 101, 4);
