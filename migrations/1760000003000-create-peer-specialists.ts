import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Peer specialists, their credentials, and who supervises whom since when. */
export class CreatePeerSpecialists1760000003000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table app.peer_specialists (
        id uuid primary key,
        account_id uuid not null constraint peer_specialists_account references app.accounts,
        hired_on date not null,
        fte numeric(3, 2) not null constraint peer_specialists_fte check (fte > 0 and fte <= 1),
        max_caseload integer not null constraint peer_specialists_max_caseload check (max_caseload between 1 and 200),
        languages text[] not null,
        pathways text[] not null,
        created_at timestamptz(3) not null,
        version integer not null,
        constraint peer_specialists_account_unique unique (account_id)
      );
      call app.protect('app.peer_specialists');

      create table app.credentials (
        id uuid primary key,
        peer_specialist_id uuid not null constraint credentials_peer_specialist references app.peer_specialists,
        kind text not null,
        issuer text not null,
        number text not null,
        issued_on date not null,
        expires_on date,
        verified_at timestamptz(3),
        verified_by uuid constraint credentials_verifier references app.accounts,
        created_at timestamptz(3) not null,
        version integer not null,
        constraint credentials_unique unique (peer_specialist_id, issuer, number),
        constraint credentials_dates check (expires_on > issued_on),
        constraint credentials_verification check ((verified_at is null) = (verified_by is null))
      );
      call app.protect('app.credentials');

      create table app.supervisions (
        id uuid primary key,
        peer_specialist_id uuid not null constraint supervisions_peer_specialist references app.peer_specialists,
        supervisor_id uuid not null constraint supervisions_supervisor references app.accounts,
        starts_at timestamptz(3) not null,
        ends_at timestamptz(3),
        assigned_by uuid not null constraint supervisions_assigner references app.accounts,
        created_at timestamptz(3) not null,
        version integer not null,
        constraint supervisions_period check (ends_at > starts_at),
        constraint supervisions_one_supervisor exclude using gist (peer_specialist_id with =, tstzrange(starts_at, ends_at) with &&)
      );
      create index supervisions_by_supervisor on app.supervisions (supervisor_id, starts_at);
      call app.protect('app.supervisions');
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`drop table app.supervisions, app.credentials, app.peer_specialists`);
  }
}
