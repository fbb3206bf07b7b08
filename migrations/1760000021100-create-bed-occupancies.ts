import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Who has a bed and who is to have one. A bed is taken from the first night until somebody declares it ready again, so
 * nobody is put into one that is still being turned over.
 */
export class CreateBedOccupancies1760000021100 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table app.bed_reservations (
        id uuid primary key,
        bed_id uuid not null constraint bed_reservations_bed references app.beds,
        client_id uuid not null constraint bed_reservations_client references app.clients,
        episode_id uuid not null constraint bed_reservations_episode references app.episodes,
        starts_at timestamptz(3) not null,
        expires_at timestamptz(3) not null,
        ended_at timestamptz(3),
        end_reason text constraint bed_reservations_end_reason check (end_reason in ('released', 'taken', 'episode-closed')),
        reserved_by uuid not null constraint bed_reservations_reserver references app.accounts,
        ended_by uuid constraint bed_reservations_ender references app.accounts,
        created_at timestamptz(3) not null,
        version integer not null,
        constraint bed_reservations_period check (expires_at > starts_at and expires_at - starts_at <= interval '14 days' and ended_at >= starts_at),
        constraint bed_reservations_end check ((ended_at is null) = (end_reason is null) and (ended_at is null) = (ended_by is null)),
        constraint bed_reservations_one_per_bed exclude using gist (bed_id with =, tstzrange(starts_at, least(expires_at, ended_at)) with &&),
        constraint bed_reservations_one_per_client exclude using gist (client_id with =, tstzrange(starts_at, least(expires_at, ended_at)) with &&)
      );
      create index bed_reservations_by_episode on app.bed_reservations (episode_id) where ended_at is null;
      call app.protect('app.bed_reservations');
      create trigger takes_turns before insert on app.bed_reservations for each row execute function app.takes_turns('bed_id', 'client_id');

      create table app.bed_occupancies (
        id uuid primary key,
        bed_id uuid not null constraint bed_occupancies_bed references app.beds,
        client_id uuid not null constraint bed_occupancies_client references app.clients,
        stay_id uuid not null constraint bed_occupancies_stay references app.stays,
        starts_at timestamptz(3) not null,
        ends_at timestamptz(3),
        end_reason text constraint bed_occupancies_end_reason check (end_reason in ('left', 'moved', 'stay-ended')),
        ready_at timestamptz(3),
        started_by uuid not null constraint bed_occupancies_starter references app.accounts,
        ended_by uuid constraint bed_occupancies_ender references app.accounts,
        readied_by uuid constraint bed_occupancies_readier references app.accounts,
        withdrawn_at timestamptz(3),
        withdrawn_by uuid constraint bed_occupancies_withdrawer references app.accounts,
        created_at timestamptz(3) not null,
        version integer not null,
        constraint bed_occupancies_period check (ends_at > starts_at),
        constraint bed_occupancies_turnover check (ready_at is null or ends_at is not null and ready_at >= ends_at),
        constraint bed_occupancies_end check ((ends_at is null) = (end_reason is null) and (ends_at is null) = (ended_by is null)),
        constraint bed_occupancies_ready check ((ready_at is null) = (readied_by is null)),
        constraint bed_occupancies_withdrawal check ((withdrawn_at is null) = (withdrawn_by is null)),
        constraint bed_occupancies_one_per_bed exclude using gist (bed_id with =, tstzrange(starts_at, ready_at) with &&) where (withdrawn_at is null),
        constraint bed_occupancies_one_per_client exclude using gist (client_id with =, tstzrange(starts_at, ends_at) with &&) where (withdrawn_at is null)
      );
      create index bed_occupancies_by_client on app.bed_occupancies (client_id, id);
      create index bed_occupancies_by_stay on app.bed_occupancies (stay_id, starts_at);
      call app.protect('app.bed_occupancies');
      create trigger takes_turns before insert on app.bed_occupancies for each row execute function app.takes_turns('bed_id', 'client_id');
    `);
    await this.rights(db);
    await this.bounds(db);
  }

  private async rights(db: QueryRunner): Promise<void> {
    const team = 'app_peer_specialist, app_supervisor, app_clinician';
    for (const [table, ending] of [
      ['bed_reservations', 'ended_at, end_reason, ended_by, version'],
      ['bed_occupancies', 'ends_at, end_reason, ended_by, version'],
    ] as const)
      await db.query(`
        grant select on app.${table} to ${team}, app_program_manager, app_privacy_officer, app_authz;
        create policy theirs on app.${table} for select to ${team} using (client_id = any ((select app.my_clients())::uuid[]));
        create policy center on app.${table} for select to app_program_manager, app_privacy_officer using (true);
        create policy decide on app.${table} for select to app_authz using (true);
        grant insert, update on app.${table} to app_program_manager;
        create policy add on app.${table} for insert to app_program_manager with check (true);
        create policy change on app.${table} for update to app_program_manager using (true);
        grant update (${ending}) on app.${table} to app_authz;
        create policy finish on app.${table} for update to app_authz using (true);
      `);
  }

  /** Whoever discharges may not change beds himself, so what follows for them is done beside his rights. */
  private async bounds(db: QueryRunner): Promise<void> {
    await db.query(`
      create function app.occupancy_within_stay() returns trigger language plpgsql as $$
      declare
        stay record;
      begin
        if new.withdrawn_at is not null then
          return new;
        end if;
        -- Under a lock, so that the stay does not end unseen between this look and the commit.
        if tg_op = 'INSERT' then
          select client_id, program_code, starts_at, ends_at into stay from app.stays where id = new.stay_id for share;
        else
          select client_id, 'supportive-living' as program_code, starts_at, ends_at into stay from app.stays where id = new.stay_id;
        end if;
        if stay.client_id is distinct from new.client_id or stay.program_code <> 'supportive-living' or new.starts_at < stay.starts_at
           or stay.ends_at is not null and (new.ends_at is null or new.ends_at > stay.ends_at) then
          raise exception using errcode = '23514', constraint = 'bed_occupancies_within_stay', message = 'a bed is occupied within a stay in supportive living';
        end if;
        return new;
      end $$;
      create trigger within_stay before insert or update on app.bed_occupancies for each row execute function app.occupancy_within_stay();

      create function app.reservation_in_episode() returns trigger language plpgsql as $$
      begin
        perform from app.episodes where id = new.episode_id and client_id = new.client_id and discharged_at is null for share;
        if not found then
          raise exception using errcode = '23514', constraint = 'bed_reservations_in_episode', message = 'a bed is reserved for somebody with an open episode';
        end if;
        return new;
      end $$;
      create trigger in_episode before insert on app.bed_reservations for each row execute function app.reservation_in_episode();

      create function app.stay_frees_bed() returns trigger language plpgsql security definer set search_path = app, pg_temp as $$
      begin
        if exists (select from app.bed_occupancies where stay_id = new.id and withdrawn_at is null and starts_at >= new.ends_at) then
          raise exception using errcode = '23514', constraint = 'stays_cover_occupancies', message = 'a bed was taken after this instant';
        end if;
        update app.bed_occupancies set ends_at = new.ends_at, end_reason = 'stay-ended', ended_by = coalesce(app.account_id(), new.started_by), version = version + 1
         where stay_id = new.id and withdrawn_at is null and (ends_at is null or ends_at > new.ends_at);
        return null;
      end $$;

      create function app.episode_ends_reservations() returns trigger language plpgsql security definer set search_path = app, pg_temp as $$
      begin
        update app.bed_reservations
           set ended_at = greatest(starts_at, clock_timestamp()), end_reason = 'episode-closed', ended_by = coalesce(app.account_id(), new.discharged_by), version = version + 1
         where episode_id = new.id and ended_at is null and expires_at > clock_timestamp();
        return null;
      end $$;

      grant create on schema app to app_authz;
      alter function app.stay_frees_bed() owner to app_authz;
      alter function app.episode_ends_reservations() owner to app_authz;
      revoke create on schema app from app_authz;

      create trigger ends_reservations after update of discharged_at on app.episodes for each row
        when (old.discharged_at is null and new.discharged_at is not null) execute function app.episode_ends_reservations();
      create trigger frees_bed after update of ends_at on app.stays for each row
        when (new.ends_at is not null and new.ends_at is distinct from old.ends_at) execute function app.stay_frees_bed();
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      drop trigger ends_reservations on app.episodes;
      drop trigger frees_bed on app.stays;
      drop table app.bed_occupancies, app.bed_reservations;
      drop function app.episode_ends_reservations(), app.stay_frees_bed(), app.reservation_in_episode(), app.occupancy_within_stay();
    `);
  }
}
