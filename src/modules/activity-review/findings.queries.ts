const TREATS = `
  exists (select from app.assignments s join app.peer_specialists p on p.id = s.peer_specialist_id
           where s.client_id = o.client_id and s.starts_at <= o.at and (s.ends_at is null or s.ends_at > o.at)
             and (p.account_id = o.account_id
                  or exists (select from app.supervisions v where v.peer_specialist_id = p.id and v.supervisor_id = o.account_id
                                and v.starts_at <= o.at and (v.ends_at is null or v.ends_at > o.at))))
  or exists (select from app.care_team_members m
              where m.client_id = o.client_id and m.account_id = o.account_id and m.starts_at <= o.at and (m.ends_at is null or m.ends_at > o.at))`;

/**
 * What the rules find in the days from $1 to $2 at the site ($3), one row for each rule, person and day, and where the rule
 * is about one record, client. $4 rule, $5 account, $6 judged or not, $7 and $8 the moment of the one before, $9 how many,
 * $10 one of them alone.
 *
 * Opening a record is a look that shows one client; a list that he stands in is none. Of how many clients somebody saw something within the hour
 * up to a moment is how many are present at it, where each is present for an hour after a look. The rules are about people: a
 * system works at night and reads many records.
 */
export const FINDINGS = `
  with days as materialized (
    select d::date as day, p.* from generate_series($1::date, $2::date, interval '1 day') d
      cross join lateral (select most_clients_an_hour, opens_at, closes_at, workdays, make_interval(mins => grace_minutes) as grace
                            from app.activity_policies where valid_from <= d order by version desc limit 1) p
  ), looks as materialized (
    -- An hour that ends on the first day may begin on the one before.
    select e.id, e.at, e.kind, e.account_id, e.client_ids, (e.at at time zone $3)::date as day, (e.at at time zone $3)::time as clock
      from app.audit_events e
     where e.at >= $1::date::timestamp at time zone $3 - interval '1 hour' and e.at < ($2::date + 1)::timestamp at time zone $3
       and e.kind in ('access', 'refusal') and e.account_id is not null and e.client_ids <> '{}' and e.role is distinct from 'machine' and ($5::uuid is null or e.account_id = $5)
  ), opened as materialized (
    select id, at, kind, account_id, client_ids[1] as client_id, day from looks
     where cardinality(client_ids) = 1 and day >= $1::date and ($4::text is null or $4 in ('own-record', 'relative', 'co-worker'))
       and client_ids[1] in (select client_id from app.own_records union select client_id from app.conflicts_of_interest)
  ), close as (
    select 'own-record' as rule, o.id, o.at, o.kind, o.account_id, o.client_id, o.day, null as conflict
      from opened o join app.own_records r on r.account_id = o.account_id and r.client_id = o.client_id and (r.ends_at is null or r.ends_at > o.at)
    union all
    select 'relative', o.id, o.at, o.kind, o.account_id, o.client_id, o.day, c.kind
      from opened o join app.peer_specialists p on p.account_id = o.account_id
      join app.conflicts_of_interest c on c.peer_specialist_id = p.id and c.client_id = o.client_id and (c.ends_at is null or c.ends_at > o.at)
     where c.kind <> 'client-declined'
    union all
    select 'co-worker', o.id, o.at, o.kind, o.account_id, o.client_id, o.day, null
      from opened o join app.own_records r on r.client_id = o.client_id and r.account_id <> o.account_id and (r.ends_at is null or r.ends_at > o.at)
     where not (${TREATS})
  ), shifts as materialized (
    select a.account_id, a.day, s.opens_at, s.closes_at, d.grace
      from (select distinct account_id, day from looks where kind = 'access') a join days d using (day)
      left join lateral (select w.hours from app.work_hours w join app.peer_specialists p on p.id = w.peer_specialist_id
                          where p.account_id = a.account_id and w.starts_on <= a.day order by w.starts_on desc, w.id desc limit 1) w on true
      cross join lateral (
        select (h ->> 'startsAt')::time as opens_at, (h ->> 'endsAt')::time as closes_at from jsonb_array_elements(w.hours) h
         where (h ->> 'weekday')::integer = extract(isodow from a.day)
        union all select d.opens_at, d.closes_at where w.hours is null and extract(isodow from a.day)::integer = any (d.workdays)) s
  ), late as materialized (
    select l.* from looks l where l.kind = 'access' and l.day >= $1::date and ($4::text is null or $4 = 'after-hours')
       and not exists (select from shifts s where s.account_id = l.account_id and s.day = l.day
                          and l.clock - time '00:00' between s.opens_at - time '00:00' - s.grace and s.closes_at - time '00:00' + s.grace)
  ), hourly as (
    select account_id, date_trunc('hour', at) as hour, sum(cardinality(client_ids)) as shown from looks
     where kind = 'access' and ($4::text is null or $4 = 'mass-read') group by 1, 2
  ), busy as materialized (
    -- Where two hours together do not show that many, no hour within them does.
    select account_id, hour from (
      select account_id, hour, sum(shown) over (partition by account_id order by hour range between interval '1 hour' preceding and current row) as with_before,
             sum(shown) over (partition by account_id order by hour range between current row and interval '1 hour' following) as with_after from hourly) sums
     where greatest(with_before, with_after) > (select min(most_clients_an_hour) from days)
  ), shown as (
    select account_id, at, lag(at) over same as before, lead(at) over same as after from (
        select l.account_id, l.at, c.client_id from looks l join busy b on b.account_id = l.account_id and b.hour = date_trunc('hour', l.at)
          cross join unnest(l.client_ids) c (client_id) where l.kind = 'access') each
    window same as (partition by account_id, client_id order by at)
  ), present as (
    select account_id, at, sum(step) over (partition by account_id order by at, step) as clients from (
      select account_id, at, 1 as step from shown where before is null or at - before >= interval '1 hour'
      union all select account_id, at + interval '1 hour', -1 from shown where after is null or after - at >= interval '1 hour') steps
  ), crowded as materialized (
    select distinct on (p.account_id, d.day) p.account_id, d.day, p.at, p.clients
      from present p join days d on d.day = (p.at at time zone $3)::date where p.clients > d.most_clients_an_hour
     order by p.account_id, d.day, p.clients desc, p.at
  ), found as (
    select rule, account_id, client_id, day, count(distinct id) as looks, count(distinct id) filter (where kind = 'refusal') as refused, 1::bigint as clients,
           min(at) as first_at, max(at) as last_at, array_agg(id order by at, id) as events, array_agg(distinct conflict order by conflict) as conflicts
      from close group by rule, account_id, client_id, day
    union all
    select 'after-hours', account_id, null, day, count(*), 0, max(n.clients), min(at), max(at), array_agg(id order by at, id), null
      from late join (select account_id, day, count(*) as clients from (select distinct account_id, day, c from late cross join unnest(client_ids) c) each
                       group by account_id, day) n using (account_id, day)
     group by account_id, day
    union all
    select 'mass-read', c.account_id, null, c.day, count(*), 0, max(c.clients), min(l.at), max(l.at), array_agg(l.id order by l.at, l.id), null
      from crowded c join looks l on l.account_id = c.account_id and l.at > c.at - interval '1 hour' and l.at <= c.at and l.kind = 'access'
     group by c.account_id, c.day
  ), named as (
    select md5(concat_ws(' ', rule, account_id, client_id, day))::uuid as id, found.* from found where $4::text is null or rule = $4
  )
  select f.id, f.rule, f.day as "on", f.account_id as "accountId", a.name as "accountName", f.client_id as "clientId", f.looks::integer, f.refused::integer,
         f.clients::integer, f.first_at as "firstAt", f.last_at as "lastAt", (array(select e from unnest(f.events) with ordinality u (e, n) group by e order by min(n)))[1:50] as "eventIds",
         f.conflicts, d.most_clients_an_hour as "limit",
         case when r.id is not null then jsonb_build_object('id', r.id, 'outcome', r.outcome, 'words', r.words, 'reviewedBy', r.reviewed_by,
           'reviewedAt', to_char(r.reviewed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) end as review
    from named f join app.accounts a on a.id = f.account_id join days d using (day) left join app.finding_reviews r on r.finding_id = f.id
   where ($6::boolean is null or (r.id is not null) = $6) and ($10::uuid is null or f.id = $10)
     and ($7::timestamptz is null or (f.first_at, f.id) < ($7, $8::uuid))
   order by f.first_at desc, f.id desc limit $9`;

export const REVIEW = `select id, finding_id as "findingId", rule, found_on as "on", account_id as "accountId", client_id as "clientId", looks, outcome, words,
    reviewed_by as "reviewedBy", reviewed_at as "reviewedAt" from app.finding_reviews`;
