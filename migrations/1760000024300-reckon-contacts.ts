import type { MigrationInterface, QueryRunner } from 'typeorm';

const CONTACT = `n.outcome = 'completed' and n.status in ('signed', 'pending-cosignature', 'cosigned')`;

/**
 * When somebody is to meet a client again, said once.
 *
 * `since` is when the assignment that is asked about began, `at` the instant whose state is asked for, `zone` where a day
 * begins. What is counted from is the last contact of this episode of care; where there was none, the admission, or the
 * assignment when that came later. A contact
 * is due after the interval of the phase that the stay is in; sooner after a setback or a move that nobody has met the client
 * since; and not at all while he is on hold or on leave. What a hold or a leave took is given back: nothing is due sooner
 * after it than after a move. Outside a program everything is null.
 *
 * One query of plain language, called beside a table: it is planned as part of the statement that asks, under the policies
 * of whoever asks. A setting or another owner of its own would keep it from that.
 */
export class ReckonContacts1760000024300 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create function app.contact_due(client uuid, since timestamptz, at timestamptz, zone text)
        returns table (program_code text, interval_days integer, due_on date, reason text, hold text) language sql stable as $$
        select stay.program_code, terms.interval_days,
               case when paused.by is null then greatest(soonest.due_on, back.due_on) end,
               case when paused.by is not null then null
                    when back.due_on > soonest.due_on then 'after-hold'
                    when usual.due_on = soonest.due_on then usual.reason
                    when setback.due_on = soonest.due_on then 'after-setback'
                    when moved.due_on = soonest.due_on then 'after-transition' end,
               paused.by
          from (values (client)) asked (client_id)
          left join lateral (select s.program_code, s.episode_id, s.starts_at from app.stays s
                              where s.client_id = asked.client_id and s.starts_at <= at and (s.ends_at is null or s.ends_at > at)
                              order by s.starts_at desc limit 1) stay on true
          left join lateral (select p.phase_intervals[width_bucket((at at time zone zone)::date - (stay.starts_at at time zone zone)::date, p.phase_days)] as interval_days,
                                    make_interval(hours => p.first_contact_within_hours) as first_contact, make_interval(hours => p.after_setback_within_hours) as after_setback,
                                    make_interval(hours => p.after_transition_within_hours) as after_transition
                               from app.contact_policies p where p.program_code = stay.program_code and p.valid_from <= (at at time zone zone)::date
                              order by p.version desc limit 1) terms on true
          cross join lateral (select min(s.starts_at) as admitted_at from app.stays s where s.episode_id = stay.episode_id) episode
          left join lateral (select n.started_at, n.service_on from app.session_notes n
                              where n.client_id = asked.client_id and ${CONTACT} and n.started_at >= episode.admitted_at and n.started_at <= at
                              order by n.started_at desc limit 1) last on true
          cross join lateral (select coalesce(last.started_at, episode.admitted_at) as from_at,
                                     ((greatest(episode.admitted_at, since) + terms.first_contact) at time zone zone)::date as first_contact_on,
                                     (greatest(episode.admitted_at, since) at time zone zone)::date + terms.interval_days as interval_on) counted
          cross join lateral (select case when last.started_at is not null then last.service_on + terms.interval_days
                                          else least(counted.interval_on, counted.first_contact_on) end as due_on,
                                     case when last.started_at is not null or counted.interval_on < counted.first_contact_on then 'interval'
                                          else 'first-contact' end as reason) usual
          cross join lateral (select ((min(b.occurred_at) + terms.after_setback) at time zone zone)::date as due_on from app.setbacks b
                               where b.client_id = asked.client_id and b.voided_at is null and b.occurred_at > counted.from_at and b.occurred_at <= at) setback
          cross join lateral (select case when stay.starts_at > counted.from_at then ((stay.starts_at + terms.after_transition) at time zone zone)::date end as due_on) moved
          cross join lateral (select least(usual.due_on, setback.due_on, moved.due_on) as due_on) soonest
          cross join lateral (select ((max(ended.ends_at) + terms.after_transition) at time zone zone)::date as due_on
                                from (select h.ends_at from app.contact_holds h where h.client_id = asked.client_id and h.ends_at > counted.from_at and h.ends_at <= at
                                      union all
                                      select l.ends_at from app.leaves l where l.client_id = asked.client_id and l.ends_at > counted.from_at and l.ends_at <= at) ended) back
          left join lateral (select by from (select 1 as place, h.kind as by from app.contact_holds h
                                              where h.client_id = asked.client_id and h.starts_at <= at and (h.ends_at is null or h.ends_at > at)
                                             union all
                                             select 2, 'on-leave' from app.leaves l
                                              where l.client_id = asked.client_id and l.starts_at <= at and (l.ends_at is null or l.ends_at > at)) reasons
                              order by place limit 1) paused on stay.program_code is not null
      $$;
      grant execute on function app.contact_due(uuid, timestamptz, timestamptz, text) to app_staff;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`drop function app.contact_due(uuid, timestamptz, timestamptz, text)`);
  }
}
