export const OUT_OF_SERVICE = `select p.id, p.bed_id as "bedId", p.starts_at as "startsAt", p.ends_at as "endsAt", p.reason, p.version from app.out_of_service_periods p`;

/** A bed and its state now, which the database tells whatever clients the caller may see. */
export const BEDS = `
  select b.id, b.residence_id as "residenceId", b.room, b.label, b.in_service_from as "inServiceFrom",
         coalesce((select s.state from app.bed_states(b.residence_id, now()) s where s.bed_id = b.id), 'available') as state,
         (select jsonb_build_object('id', p.id, 'bedId', p.bed_id, 'startsAt', to_char(p.starts_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
                                    'endsAt', null, 'reason', p.reason, 'version', p.version)
            from app.out_of_service_periods p where p.bed_id = b.id and p.starts_at <= now() and p.ends_at is null) as "outOfService",
         b.version
    from app.beds b`;

export type BedInUse = { isOccupied: boolean; isInTurnover: boolean; isOutOfService: boolean; isReserved: boolean };

/**
 * What stands against using a bed from an instant on: its states from then, one after the other, as they are told to everybody.
 * Whoever gives out beds may not see everybody who has one. His own sight is asked only for whom a bed is kept.
 */
export const BED_IN_USE = {
  name: 'bed_in_use',
  text: `
  with recursive onwards as (
    select b.residence_id, s.state, s.since, s.until from app.beds b, app.bed_states(b.residence_id, $2) s where b.id = $1 and s.bed_id = b.id
    union all
    select o.residence_id, s.state, s.since, s.until from onwards o, app.bed_states(o.residence_id, o.until) s where o.until is not null and s.bed_id = $1
  )
  select exists (select from onwards where state = 'occupied') as "isOccupied",
         exists (select from onwards where state = 'turnover' and since <= $2) as "isInTurnover",
         exists (select from app.out_of_service_periods where bed_id = $1 and (ends_at is null or ends_at > $2)) as "isOutOfService",
         exists (select from onwards o where o.state = 'reserved' and o.until > now()
                    and not exists (select from app.bed_reservations r where r.bed_id = $1 and r.starts_at = o.since and r.client_id = $3::uuid)) as "isReserved"`,
};

/** Ids of clients and of what is theirs come by the caller's own sight; the states do not. */
export const BOARD = {
  name: 'bed_board',
  text: `
  select b.id as "bedId", b.room, b.label, s.state, s.since, s.until, coalesce(o.client_id, r.client_id) as "clientId",
         coalesce(o.id, t.id) as "occupancyId", r.id as "reservationId"
    from app.bed_states($1, $2) s join app.beds b on b.id = s.bed_id
    left join app.bed_occupancies o on s.state = 'occupied' and o.bed_id = b.id and o.withdrawn_at is null and o.starts_at = s.since
    left join app.bed_occupancies t on s.state = 'turnover' and t.bed_id = b.id and t.withdrawn_at is null and t.ends_at = s.since
    left join app.bed_reservations r on s.state = 'reserved' and r.bed_id = b.id and r.starts_at = s.since and least(r.expires_at, r.ended_at) > $2
   order by b.room, b.label`,
};

export type Figures = {
  beds: number;
  availableSeconds: number;
  occupiedSeconds: number;
  staysEnded: number;
  stayDaysMedian: number | null;
  turnovers: number;
  medianTurnoverHours: number | null;
};

export const FIGURES = {
  name: 'bed_figures',
  text: `select beds, available_seconds as "availableSeconds", occupied_seconds as "occupiedSeconds", stays_ended as "staysEnded",
                median_stay_days as "stayDaysMedian", turnovers, median_turnover_hours as "medianTurnoverHours"
           from app.bed_figures($1, $2, $3, $4)`,
};
