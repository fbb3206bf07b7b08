import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Clients, how to reach them, what others call them, and whose clients they are since when. */
export class CreateClients1760000004000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table app.clients (
        id uuid primary key,
        code text not null constraint clients_code_unique unique,
        given_name text not null,
        family_name text not null,
        preferred_name text,
        pronouns text,
        birth_date date not null,
        languages text[] not null,
        registered_by uuid not null constraint clients_registrar references app.accounts,
        created_at timestamptz(3) not null,
        version integer not null
      );
      create index clients_by_name on app.clients (lower(family_name), lower(given_name), birth_date);
      create index clients_by_registrar on app.clients (registered_by);
      call app.protect('app.clients');

      create table app.client_contact_points (
        id uuid primary key,
        client_id uuid not null constraint client_contact_points_client references app.clients,
        kind text not null constraint client_contact_points_kind check (kind in ('phone', 'email', 'address')),
        value text not null,
        ok_to_call boolean not null,
        ok_to_text boolean not null,
        ok_to_voicemail boolean not null,
        position smallint not null,
        ended_at timestamptz(3)
      );
      create index client_contact_points_by_client on app.client_contact_points (client_id, position) where ended_at is null;
      call app.protect('app.client_contact_points', versioned => false);

      create table app.client_identifiers (
        id uuid primary key,
        client_id uuid not null constraint client_identifiers_client references app.clients,
        system text not null,
        value text not null,
        ended_at timestamptz(3)
      );
      create unique index client_identifiers_unique on app.client_identifiers (system, value) where ended_at is null;
      create index client_identifiers_by_client on app.client_identifiers (client_id) where ended_at is null;
      call app.protect('app.client_identifiers', versioned => false);

      create table app.assignments (
        id uuid primary key,
        client_id uuid not null constraint assignments_client references app.clients,
        peer_specialist_id uuid not null constraint assignments_peer_specialist references app.peer_specialists,
        role text not null constraint assignments_role check (role in ('primary', 'secondary', 'covering')),
        starts_at timestamptz(3) not null,
        ends_at timestamptz(3),
        reason text not null,
        override_reason text,
        end_reason text,
        assigned_by uuid not null constraint assignments_assigner references app.accounts,
        ended_by uuid constraint assignments_ender references app.accounts,
        created_at timestamptz(3) not null,
        version integer not null,
        constraint assignments_period check (ends_at > starts_at),
        constraint assignments_end check ((ends_at is null) = (end_reason is null) and (ends_at is null) = (ended_by is null)),
        constraint assignments_one_primary exclude using gist (client_id with =, tstzrange(starts_at, ends_at) with &&) where (role = 'primary'),
        constraint assignments_once exclude using gist (client_id with =, peer_specialist_id with =, role with =, tstzrange(starts_at, ends_at) with &&)
      );
      create index assignments_by_client on app.assignments (client_id, role, starts_at desc);
      create index assignments_by_specialist on app.assignments (peer_specialist_id, starts_at desc) include (client_id, role, ends_at);
      call app.protect('app.assignments');

      create table app.care_team_members (
        id uuid primary key,
        client_id uuid not null constraint care_team_members_client references app.clients,
        account_id uuid not null constraint care_team_members_account references app.accounts,
        starts_at timestamptz(3) not null,
        ends_at timestamptz(3),
        added_by uuid not null constraint care_team_members_adder references app.accounts,
        ended_by uuid constraint care_team_members_ender references app.accounts,
        created_at timestamptz(3) not null,
        version integer not null,
        constraint care_team_members_period check (ends_at > starts_at),
        constraint care_team_members_once exclude using gist (client_id with =, account_id with =, tstzrange(starts_at, ends_at) with &&)
      );
      create index care_team_members_by_client on app.care_team_members (client_id);
      create index care_team_members_by_account on app.care_team_members (account_id) include (client_id, starts_at, ends_at);
      call app.protect('app.care_team_members');
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`drop table app.care_team_members, app.assignments, app.client_identifiers, app.client_contact_points, app.clients`);
  }
}
