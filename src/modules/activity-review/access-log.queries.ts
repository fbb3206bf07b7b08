import { whoLooked } from './who-looked.ts';

/**
 * Who looked at a client ($1) and what went to others, the latest first: $2 the time zone of the site, $3 from, $4 to, $5 and
 * $6 the moment of the one before, $7 how many. An entry is known by its first look, so that it stays in its place while it grows.
 */
export const ACCESS_LOG = `
  with looks as (
    select e.id, e.at, e.account_id, e.role, e.action, (e.at at time zone $2)::date as day,
           row_number() over (order by e.at, e.id) - row_number() over (partition by e.account_id, (e.at at time zone $2)::date order by e.at, e.id) as run
      from app.audit_events e
     where e.client_ids @> array[$1::uuid] and e.kind = 'access' and e.account_id is not null
       and ($3::timestamptz is null or e.at >= $3) and ($4::timestamptz is null or e.at < $4)
  ), entries as (
    select (array_agg(id order by at, id))[1] as id, 'look' as kind, min(at) as at, max(at) as until, account_id, (array_agg(role order by at, id))[1] as role,
           array_agg(distinct action) as actions, count(*)::integer as looks, null as recipient, null as purpose, null::text[] as categories
      from looks group by account_id, day, run
    union all
    select d.id, 'disclosure', coalesce(d.disclosed_at, d.sent_at), coalesce(d.disclosed_at, d.sent_at), null, null, null, 1,
           concat_ws(', ', coalesce(d.recipient_name, r.name), d.recipient_affiliation), d.purpose, d.categories
      from app.disclosures d left join app.recipients r on r.id = d.recipient_id
     where d.client_id = $1 and d.status = 'sent' and ($3::timestamptz is null or coalesce(d.disclosed_at, d.sent_at) >= $3)
       and ($4::timestamptz is null or coalesce(d.disclosed_at, d.sent_at) < $4)
  ), paged as (
    select * from entries where $5::timestamptz is null or (at, id) < ($5, $6::uuid) order by at desc, id desc limit $7
  )
  select p.id, p.kind, p.at, p.until, coalesce(p.recipient, ${whoLooked('p.account_id')}) as who, p.role, p.actions, p.looks, p.purpose, p.categories,
         case when exists (select from app.assignments s join app.peer_specialists n on n.id = s.peer_specialist_id
                            where s.client_id = $1 and n.account_id = p.account_id and s.starts_at <= p.at and (s.ends_at is null or s.ends_at > p.at)) then 'assigned'
              when exists (select from app.assignments s join app.supervisions v on v.peer_specialist_id = s.peer_specialist_id
                            where s.client_id = $1 and v.supervisor_id = p.account_id and s.starts_at <= p.at and (s.ends_at is null or s.ends_at > p.at)
                              and v.starts_at <= p.at and (v.ends_at is null or v.ends_at > p.at)) then 'supervises'
              when exists (select from app.care_team_members m
                            where m.client_id = $1 and m.account_id = p.account_id and m.starts_at <= p.at and (m.ends_at is null or m.ends_at > p.at)) then 'care-team'
         end as tie
    from paged p left join app.accounts a on a.id = p.account_id order by p.at desc, p.id desc`;
