import type { MigrationInterface, QueryRunner } from 'typeorm';

const inForce = (row: string) => `${row}.starts_at <= now() and (${row}.ends_at is null or ${row}.ends_at > now())`;
const CONTACT = `outcome = 'completed' and status in ('signed', 'pending-cosignature', 'cosigned')`;
const IN_CARE = 'e.discharged_at is null and e.admitted_at <= now()';
const PRIMARY = `a.client_id = e.client_id and a.role = 'primary' and ${inForce('a')}`;

/** Each rule answers (kind, dedupe_key, client_id, episode_id, peer_specialist_id, supervisor_id, subject_id, cause_at, due_at). */
const RULES = {
  /** Also of those who are not late yet: so it is seen whether somebody was reached or the rule has changed. Nothing of those on hold. */
  'overdue-contact': `
    select 'overdue-contact', 'overdue-contact:' || e.client_id, e.client_id, e.id, null::uuid, null::uuid, e.client_id, c.since, (due.due_on + 1)::timestamp at time zone zone
      from app.episodes e
      join app.assignments a on ${PRIMARY}
      left join lateral (select n.started_at from app.session_notes n where n.client_id = e.client_id and n.${CONTACT} and n.started_at <= now()
                          order by n.started_at desc limit 1) last on true
      cross join lateral (select coalesce(last.started_at, a.starts_at) as since) c
      cross join lateral app.contact_due(e.client_id, a.starts_at, now(), zone) due
     where due.due_on is not null and ${IN_CARE}`,
  'hand-off': `
    select 'hand-off', 'hand-off:' || h.id, h.client_id, h.episode_id, null, null, h.id, h.opened_at, h.due_at
      from app.hand_offs h join app.episodes e on e.id = h.episode_id
     where h.confirmed_at is null and h.closed_at is null and h.opened_at <= now() and ${IN_CARE}`,
  'unsigned-note': `
    select 'unsigned-note', 'unsigned-note:' || n.id, n.client_id, null, n.author_id, null, n.id, n.ended_at, n.ended_at + interval '24 hours'
      from app.session_notes n where n.status = 'draft' and n.returned_at is null and n.ended_at <= now() - interval '24 hours'`,
  'returned-note': `
    select 'returned-note', 'returned-note:' || n.id, n.client_id, null, n.author_id, null, n.id, n.returned_at, n.returned_at + interval '24 hours'
      from app.session_notes n where n.status = 'draft' and n.returned_at is not null`,
  cosignature: `
    select 'cosignature', 'cosignature:' || n.id, n.client_id, null, n.author_id, null, n.id, n.signed_at, n.signed_at + interval '24 hours'
      from app.session_notes n where n.status = 'pending-cosignature' and n.signed_at <= now() - interval '24 hours'`,
  /** A later one of the same kind takes a credential's place; each band of the policy in force warns once. */
  'expiring-credential': `
    select 'expiring-credential', 'expiring-credential:' || k.id || ':' || band.name, null, null, k.peer_specialist_id, null, k.id, k.verified_at, (k.expires_on + 1)::timestamp at time zone zone
      from given cross join app.credentials k join app.peer_specialists p on p.id = k.peer_specialist_id join app.accounts holder on holder.id = p.account_id
      cross join lateral (select case when k.expires_on < given.today then 'expired'
                                      else (select min(days)::text from unnest(given.warning_days) days where k.expires_on - given.today <= days) end as name) band
     where k.verified_at is not null and k.expires_on is not null and band.name is not null and holder.disabled_at is null and holder.role = 'peer-specialist'
       and not exists (select from app.credentials later where later.peer_specialist_id = k.peer_specialist_id and later.kind = k.kind and later.verified_at is not null
                          and (later.expires_on is null or later.expires_on > k.expires_on))`,
  'unsigned-supervision': `
    select 'unsigned-supervision', 'unsigned-supervision:' || s.id || ':' || sides.side, null, null, s.peer_specialist_id,
           case when sides.side = 'supervisor' then s.supervisor_id end, s.id, s.ended_at, s.ended_at + interval '24 hours'
      from app.supervision_sessions s cross join (values ('supervisor'), ('peer-specialist')) sides (side)
     where s.status in ('draft', 'partly-signed') and s.ended_at <= now()
       and not exists (select from app.supervision_session_signatures g where g.session_id = s.id and g.side = sides.side)`,
  /** Whoever is in the placement queue. */
  'needs-peer': `
    select 'needs-peer', 'needs-peer:' || w.client_id, w.client_id, w.episode_id, null, null, w.client_id, w.since, w.since + interval '24 hours'
      from (select e.client_id, e.id as episode_id,
                   case when a.id is null then coalesce(before.ended_at, e.admitted_at) else coalesce(gone.at, named.since, a.starts_at) end as since
              from given cross join app.episodes e
              left join app.assignments a on ${PRIMARY}
              left join lateral (select max(b.ended_at) as ended_at from (select p.ends_at as ended_at from app.assignments p
                                  where a.id is null and p.client_id = e.client_id and p.role = 'primary' and p.ends_at <= now() and p.ends_at > e.admitted_at) b) before on true
              left join lateral (select app.specialist_left_at(a.peer_specialist_id, a.starts_at) as at where a.id is not null) gone on true
              left join lateral (select greatest(min(c.starts_at), a.starts_at) as since from app.conflicts_of_interest c
                                  where c.client_id = e.client_id and c.peer_specialist_id = a.peer_specialist_id and ${inForce('c')} having count(*) > 0) named on true
             where ${IN_CARE} and (a.id is null or gone.at is not null or named.since is not null or a.id = any (given.beyond))) w`,
  /** A goal that rests asks for nothing; taken up again, it has its two weeks. */
  'goal-check-in': `
    select 'goal-check-in', 'goal-check-in:' || g.id, g.client_id, e.id, null, null, g.id, last.on_day::timestamp at time zone zone, (last.on_day + 14)::timestamp at time zone zone
      from given cross join app.episodes e join app.goals g on g.client_id = e.client_id and g.status = 'active'
      cross join lateral (select greatest(g.agreed_on, (select max(c.checked_on) from app.goal_check_ins c where c.goal_id = g.id),
                                          (select max((p.ends_at at time zone zone)::date) from app.goal_pauses p where p.goal_id = g.id)) as on_day) last
     where ${IN_CARE} and last.on_day <= given.today - 14`,
};

/** What the functions read that they could not read before. */
const READ = {
  session_notes: '(service_on, signed_at)',
  supervision_sessions: '(peer_specialist_id, supervisor_id, ended_at)',
};
const DECIDE = ['supervision_policies', 'supervision_session_signatures'];
const DUE = 'app.contact_due(uuid, timestamptz, timestamptz, text)';

/** Compares what the rules ask for with what is open, and opens and closes the difference; once a minute, by whichever process comes first. */
export class ReconcileTasks1760000026100 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    for (const [table, columns] of Object.entries(READ)) await db.query(`grant select ${columns} on app.${table} to app_authz`);
    for (const table of DECIDE)
      await db.query(`grant select on app.${table} to app_authz; create policy decide on app.${table} for select to app_authz using (true)`);
    await db.query(`
      create type app.wanted_task as (kind text, dedupe_key text, client_id uuid, episode_id uuid, peer_specialist_id uuid, supervisor_id uuid, subject_id uuid,
        cause_at timestamptz, due_at timestamptz);

      create function app.wanted_tasks(zone text) returns setof app.wanted_task
        language plpgsql stable security definer set search_path = app, pg_temp set enable_nestloop = on as $$
      begin
        return query
        with given as materialized (
          select today.today, (select p.warning_days from app.supervision_policies p where p.valid_from <= today.today order by p.version desc limit 1) as warning_days,
                 app.assignments_beyond_limit() as beyond
            from (select (now() at time zone zone)::date as today) today)
        ${Object.values(RULES).join('\n        union all ')};
      end $$;

      -- Nothing when another process is at it: the round of the next minute will do. Opening comes first and waits for
      -- whoever is ending an episode's client; closing passes over what somebody else is just closing, and so never waits.
      -- How many things are asked for is not known when this is planned: thousands, which are not to be compared with thousands one by one.
      create function app.reconcile_tasks(zone text, out opened integer, out closed integer, out moved integer, out client_ids uuid[])
        language plpgsql security definer set search_path = app, pg_temp set enable_nestloop = off as $$
      declare
        asked app.wanted_task[];
        new_ones uuid[];
        over uuid[];
      begin
        if not pg_try_advisory_xact_lock(hashtextextended('tasks', 26)) then
          return;
        end if;
        select array_agg(w) into asked from app.wanted_tasks(zone) w;

        with missing as (
          select w.* from unnest(asked) w
           where (w.kind <> 'overdue-contact' or w.due_at <= now()) and not exists (select from app.tasks t where t.dedupe_key = w.dedupe_key and t.closed_at is null)),
        -- Whoever is discharged at this very moment gets no task after it.
        held as (select e.id from app.episodes e where e.id in (select m.episode_id from missing m) and e.discharged_at is null order by e.id for share skip locked),
        made as (
          insert into app.tasks (id, kind, dedupe_key, client_id, episode_id, peer_specialist_id, supervisor_id, subject_id, cause_at, due_at, opened_at)
          select gen_random_uuid(), m.kind, m.dedupe_key, m.client_id, m.episode_id, m.peer_specialist_id, m.supervisor_id, m.subject_id, m.cause_at, m.due_at, clock_timestamp()
            from missing m where m.episode_id is null or m.episode_id in (select h.id from held h)
              on conflict (dedupe_key) where closed_at is null do nothing
          returning client_id)
        select count(*), array_agg(distinct made.client_id) filter (where made.client_id is not null) into opened, new_ones from made;

        -- The rule has changed, where a new one is in force since and nobody was reached, or where so many days ahead are not warned of any more.
        with gone as (
          select t.id, case when w.cause_at = t.cause_at and exists (select from app.contact_policies p where p.created_at > t.opened_at or p.valid_from > (t.opened_at at time zone zone)::date
                                                                        and p.valid_from <= (now() at time zone zone)::date)
                              or t.kind = 'expiring-credential' and split_part(t.dedupe_key, ':', 3) <> 'expired' and not split_part(t.dedupe_key, ':', 3) = any (
                                   select unnest(p.warning_days)::text from app.supervision_policies p
                                    where p.version = (select max(q.version) from app.supervision_policies q where q.valid_from <= (now() at time zone zone)::date))
                            then 'rule-changed' else 'cause-ended' end as because
            from app.tasks t left join unnest(asked) w on w.dedupe_key = t.dedupe_key
           where t.closed_at is null and (w.kind is null or w.kind = 'overdue-contact' and w.due_at > now())
           order by t.id for update of t skip locked),
        ended as (update app.tasks t set closed_at = clock_timestamp(), closed_because = gone.because from gone where t.id = gone.id and t.closed_at is null returning t.client_id)
        select count(*), array_agg(distinct ended.client_id) filter (where ended.client_id is not null) into closed, over from ended;

        -- Another date, by another rule, for what is still so.
        with due as (
          select t.id, w.cause_at, w.due_at from app.tasks t join unnest(asked) w on w.dedupe_key = t.dedupe_key
           where t.closed_at is null and (w.cause_at, w.due_at) is distinct from (t.cause_at, t.due_at) and (w.kind <> 'overdue-contact' or w.due_at <= now())
           order by t.id for update of t skip locked)
        update app.tasks t set cause_at = due.cause_at, due_at = due.due_at from due where t.id = due.id;
        get diagnostics moved = row_count;
        client_ids := array(select distinct unnest(new_ones || over));
      end $$;
    `);
    await db.query(`
      grant create on schema app to app_authz;
      alter function app.wanted_tasks(text) owner to app_authz;
      alter function app.reconcile_tasks(text) owner to app_authz;
      revoke create on schema app from app_authz;
      revoke execute on function app.wanted_tasks(text), app.reconcile_tasks(text) from public;
      grant execute on function app.reconcile_tasks(text) to app_worker;
      grant execute on function ${DUE} to app_authz;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(
      `drop function app.reconcile_tasks(text), app.wanted_tasks(text); drop type app.wanted_task; revoke execute on function ${DUE} from app_authz`,
    );
    for (const table of DECIDE.toReversed()) await db.query(`drop policy decide on app.${table}; revoke select on app.${table} from app_authz`);
    for (const [table, columns] of Object.entries(READ)) await db.query(`revoke select ${columns} on app.${table} from app_authz`);
  }
}
