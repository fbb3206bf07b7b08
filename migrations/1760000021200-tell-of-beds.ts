import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What state a bed is in and how well a residence is used, whoever asks: neither may depend on which clients he may see,
 * so it is worked out beside row security, and no client is named in it.
 */
export class TellOfBeds1760000021200 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create function app.bed_states(residence uuid, at timestamptz, out bed_id uuid, out state text, out since timestamptz, out until timestamptz)
        returns setof record language sql stable security definer set search_path = app, pg_temp as $$
        with uses as (
          select o.bed_id, 1 as rank, 'occupied' as state, o.starts_at, o.ends_at
            from app.bed_occupancies o join app.beds b on b.id = o.bed_id where b.residence_id = residence and o.withdrawn_at is null
          union all
          select o.bed_id, 3, 'turnover', o.ends_at, o.ready_at
            from app.bed_occupancies o join app.beds b on b.id = o.bed_id where b.residence_id = residence and o.withdrawn_at is null and o.ends_at is not null
          union all
          select p.bed_id, 2, 'out-of-service', p.starts_at, p.ends_at
            from app.out_of_service_periods p join app.beds b on b.id = p.bed_id where b.residence_id = residence
          union all
          select r.bed_id, 4, 'reserved', r.starts_at, least(r.expires_at, r.ended_at)
            from app.bed_reservations r join app.beds b on b.id = r.bed_id where b.residence_id = residence
        )
        select b.id, coalesce(now_in.state, 'available'),
               coalesce(now_in.starts_at, greatest(b.in_service_from, (select max(u.ends_at) from uses u where u.bed_id = b.id and u.ends_at <= at))),
               case when now_in.state is null then (select min(u.starts_at) from uses u where u.bed_id = b.id and u.starts_at > at and (u.ends_at is null or u.ends_at > u.starts_at)) else now_in.ends_at end
          from app.beds b left join lateral (
            select u.state, u.starts_at, u.ends_at from uses u
             where u.bed_id = b.id and u.starts_at <= at and (u.ends_at is null or u.ends_at > at) order by u.rank limit 1) now_in on true
         where b.residence_id = residence and b.in_service_from <= at
      $$;

      create function app.bed_figures(residence uuid, window_from timestamptz, window_to timestamptz, zone text,
          out beds integer, out available_seconds float, out occupied_seconds float,
          out stays_ended integer, out median_stay_days float, out turnovers integer, out median_turnover_hours float)
        returns record language sql stable security definer set search_path = app, pg_temp as $$
        with open as (
          select tstzrange(opened_on::timestamp at time zone zone, closed_on::timestamp at time zone zone) * tstzrange(window_from, window_to) as during
            from app.residences where id = residence
        ), occupancies as (
          select o.* from app.bed_occupancies o join app.beds b on b.id = o.bed_id where b.residence_id = residence and o.withdrawn_at is null
        ), in_service as (
          select b.id, tstzmultirange(open.during * tstzrange(b.in_service_from, null))
                       - coalesce((select range_agg(tstzrange(p.starts_at, p.ends_at)) from app.out_of_service_periods p where p.bed_id = b.id), '{}') as available
            from app.beds b, open where b.residence_id = residence
        ), slept_in as (
          select s.id, s.available * coalesce((select range_agg(tstzrange(o.starts_at, o.ends_at)) from occupancies o where o.bed_id = s.id), '{}') as occupied from in_service s
        ), stays as (
          -- A move within the house does not part a client's stay in it.
          select sum(extract(epoch from ends_at - starts_at)) / 86400 as days from occupancies
           group by stay_id having bool_and(ends_at is not null) and max(ends_at) >= window_from and max(ends_at) < window_to
        ), turnovers as (
          select extract(epoch from ready_at - ends_at) / 3600 as hours from occupancies where ready_at >= window_from and ready_at < window_to
        )
        select (select count(*)::integer from in_service where not isempty(available)),
               (select coalesce(sum(extract(epoch from upper(r) - lower(r))), 0)::float from in_service, unnest(available) r),
               (select coalesce(sum(extract(epoch from upper(r) - lower(r))), 0)::float from slept_in, unnest(occupied) r),
               (select count(*)::integer from stays), (select percentile_cont(0.5) within group (order by days) from stays),
               (select count(*)::integer from turnovers), (select percentile_cont(0.5) within group (order by hours) from turnovers)
      $$;

      grant create on schema app to app_authz;
      alter function app.bed_states(uuid, timestamptz) owner to app_authz;
      alter function app.bed_figures(uuid, timestamptz, timestamptz, text) owner to app_authz;
      revoke create on schema app from app_authz;
      revoke execute on function app.bed_states(uuid, timestamptz), app.bed_figures(uuid, timestamptz, timestamptz, text) from public;
      grant execute on function app.bed_states(uuid, timestamptz), app.bed_figures(uuid, timestamptz, timestamptz, text)
        to app_peer_specialist, app_supervisor, app_clinician, app_program_manager, app_privacy_officer;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`drop function app.bed_figures(uuid, timestamptz, timestamptz, text), app.bed_states(uuid, timestamptz)`);
  }
}
