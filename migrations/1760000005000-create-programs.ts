import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Programs and who leads them; a client's episodes of care and the stays within. */
export class CreatePrograms1760000005000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table app.programs (
        code text primary key,
        name text not null,
        contact_interval_days integer not null constraint programs_contact_interval check (contact_interval_days between 1 and 366),
        cosignature_required boolean not null,
        created_at timestamptz(3) not null,
        version integer not null
      );
      insert into app.programs (code, name, contact_interval_days, cosignature_required, created_at, version) values
        ('detox', 'Detox', 1, true, clock_timestamp(), 1),
        ('therapy', 'Individual and group therapy', 7, true, clock_timestamp(), 1),
        ('supportive-living', 'Supportive living', 7, true, clock_timestamp(), 1);
      call app.protect('app.programs');

      create table app.program_leads (
        id uuid primary key,
        program_code text not null constraint program_leads_program references app.programs,
        supervisor_id uuid not null constraint program_leads_supervisor references app.accounts,
        starts_at timestamptz(3) not null,
        ends_at timestamptz(3),
        named_by uuid not null constraint program_leads_namer references app.accounts,
        ended_by uuid constraint program_leads_ender references app.accounts,
        created_at timestamptz(3) not null,
        version integer not null,
        constraint program_leads_period check (ends_at > starts_at),
        constraint program_leads_once exclude using gist (program_code with =, supervisor_id with =, tstzrange(starts_at, ends_at) with &&)
      );
      create index program_leads_by_supervisor on app.program_leads (supervisor_id);
      call app.protect('app.program_leads');

      create table app.episodes (
        id uuid primary key,
        client_id uuid not null constraint episodes_client references app.clients,
        admitted_at timestamptz(3) not null,
        referral_source text,
        admitted_by uuid not null constraint episodes_admitter references app.accounts,
        discharged_at timestamptz(3),
        discharge_reason text constraint episodes_discharge_reason check (discharge_reason in ('completed', 'left', 'transferred', 'terminated', 'incarcerated', 'deceased', 'other')),
        discharge_note text,
        discharged_by uuid constraint episodes_discharger references app.accounts,
        created_at timestamptz(3) not null,
        version integer not null,
        constraint episodes_period check (discharged_at > admitted_at),
        constraint episodes_discharge check ((discharged_at is null) = (discharge_reason is null) and (discharged_at is null) = (discharged_by is null)),
        constraint episodes_one_open exclude using gist (client_id with =, tstzrange(admitted_at, discharged_at) with &&)
      );
      call app.protect('app.episodes');

      create table app.stays (
        id uuid primary key,
        client_id uuid not null constraint stays_client references app.clients,
        episode_id uuid not null constraint stays_episode references app.episodes,
        program_code text not null constraint stays_program references app.programs,
        starts_at timestamptz(3) not null,
        ends_at timestamptz(3),
        reason text,
        started_by uuid not null constraint stays_starter references app.accounts,
        created_at timestamptz(3) not null,
        version integer not null,
        constraint stays_period check (ends_at > starts_at),
        constraint stays_one_open exclude using gist (client_id with =, tstzrange(starts_at, ends_at) with &&)
      );
      create index stays_by_episode on app.stays (episode_id, starts_at);
      create index stays_by_client on app.stays (client_id, starts_at desc) include (program_code, ends_at);
      create index stays_open on app.stays (program_code) include (client_id) where ends_at is null;
      call app.protect('app.stays');
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`drop table app.stays, app.episodes, app.program_leads, app.programs`);
  }
}
